import type { Outbox, OutboxDraft, OutboxKind, OutboxPayload, OutboxRow, OutboxState } from '../ports/stores.ts';
import { createId } from '../shared/ids.ts';
import {
  addLeased,
  buryLeased,
  claimLeased,
  countLeased,
  finishLeased,
  type LeasedRow,
  releaseLeased,
  retryLeased,
  reviveLeased,
} from './lease.ts';
import { fromText, toText } from './rows.ts';
import type { Db } from './tables.ts';

export function createOutbox(db: Db, now: () => number): Outbox {
  async function add(draft: OutboxDraft, now: number): Promise<void> {
    const row = {
      id: createId(now),
      key: draft.key,
      lane: draft.lane,
      kind: draft.payload.kind,
      body: toText(draft.payload),
      entry_seq: draft.entrySeq,
    };
    await addLeased(db, 'deliveries', row, now);
  }

  async function claim(now: number, leaseMs: number, kinds: readonly OutboxKind[]): Promise<OutboxRow | null> {
    if (kinds.length === 0) return null;
    const row = await claimLeased(db, 'deliveries', now, leaseMs, kinds);
    return row === null ? null : deliveryOf(row);
  }

  async function dead(limit: number): Promise<OutboxRow[]> {
    const rows = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('standing', '=', 'dead')
      .orderBy('position', 'desc')
      .limit(limit)
      .execute();
    return rows.map(deliveryOf);
  }

  return {
    add,
    claim,
    dead,
    finish: (id, now) => finishLeased(db, 'deliveries', id, now),
    retry: (id, at, error) => retryLeased(db, 'deliveries', id, at, error),
    bury: (id, now, error) => buryLeased(db, 'deliveries', id, now, error),
    release: (id) => releaseLeased(db, 'deliveries', id, now()),
    revive: (now) => reviveLeased(db, 'deliveries', now),
    counts: () => countLeased(db, 'deliveries'),
  };
}

function deliveryOf(row: LeasedRow): OutboxRow {
  return {
    id: row.id,
    key: row.key,
    lane: row.lane,
    payload: fromText<OutboxPayload>(row.body),
    entrySeq: row.entry_seq,
    state: stateOf(row),
    attempts: row.attempts,
    nextAt: row.next_at,
    lastError: row.last_error,
    createdAt: row.created_at,
    doneAt: row.done_at,
  };
}

function stateOf(row: LeasedRow): OutboxState {
  if (row.standing !== 'open') return row.standing;
  return row.leased === 1 ? 'leased' : 'pending';
}
