import { CompiledQuery, type DialectAdapter, type Selectable } from 'kysely';
import type { Entry } from '../model/entry.ts';
import type { LedgerStore } from '../ports/stores.ts';
import { refuseInsideWork } from './inside-work.ts';
import { toNumber } from './rows.ts';
import type { Db, Tables } from './tables.ts';

/** The last entry as this process knows it; `undefined` when it has to be read. */
export type Head = { entry: Entry | null | undefined };

type Row = Selectable<Tables['ledger_entries']> & { body: string | null };

/**
 * `head` spares a transaction the reading of the chain's end. It may be out of date when another process appended:
 * then the unique index on `prev_hash` refuses the insert, and the transaction runs again with a fresh head.
 * Outside a transaction the end is always read.
 */
export function createLedgerStore(db: Db, head: Head): LedgerStore {
  async function last(): Promise<Entry | null> {
    if (db.isTransaction && head.entry !== undefined) return head.entry;
    const row = await db.selectFrom('ledger_entries').selectAll().orderBy('seq', 'desc').limit(1).executeTakeFirst();
    const entry = row === undefined ? null : entryOf(row);
    if (db.isTransaction) head.entry = entry;
    return entry;
  }

  async function insert(entry: Entry, payloadText: string): Promise<void> {
    if (!db.isTransaction) {
      refuseInsideWork(head);
      await db.transaction().execute((tx) => insertBoth(tx, entry, payloadText));
      return;
    }
    await insertBoth(db, entry, payloadText);
    head.entry = entry;
  }

  async function get(seq: number): Promise<{ entry: Entry; payloadText: string | null } | null> {
    const row = await rows(db).where('entry.seq', '=', seq).executeTakeFirst();
    return row === undefined ? null : withPayload(row);
  }

  async function range(fromSeq: number, limit: number): Promise<{ entry: Entry; payloadText: string | null }[]> {
    const found = await rows(db).where('entry.seq', '>=', fromSeq).orderBy('entry.seq').limit(limit).execute();
    return found.map(withPayload);
  }

  async function bySubject(subject: string, limit: number): Promise<{ entry: Entry; payloadText: string | null }[]> {
    const found = await rows(db)
      .where('entry.subject', '=', subject)
      .orderBy('entry.seq', 'desc')
      .limit(limit)
      .execute();
    return found.map(withPayload);
  }

  async function latest(limit: number): Promise<{ entry: Entry; payloadText: string | null }[]> {
    const found = await rows(db).orderBy('entry.seq', 'desc').limit(limit).execute();
    return found.map(withPayload);
  }

  async function size(): Promise<number> {
    const row = await db
      .selectFrom('ledger_entries')
      .select(({ fn }) => fn.countAll().as('count'))
      .executeTakeFirst();
    return toNumber(row?.count);
  }

  async function erasePayload(seq: number): Promise<boolean> {
    const result = await db.deleteFrom('ledger_payloads').where('seq', '=', seq).executeTakeFirst();
    return result.numDeletedRows > 0n;
  }

  return { last, insert, get, range, bySubject, latest, size, erasePayload, ...checkpoints(db) };
}

function checkpoints(db: Db): Pick<LedgerStore, 'saveCheckpoint' | 'lastCheckpoint'> {
  return {
    async saveCheckpoint({ size, rootHash, text, at }) {
      await db
        .insertInto('ledger_checkpoints')
        .values({ size, root_hash: rootHash, body: text, at })
        .onConflict((conflict) => conflict.column('size').doUpdateSet({ root_hash: rootHash, body: text, at }))
        .execute();
    },
    async lastCheckpoint() {
      const row = await db
        .selectFrom('ledger_checkpoints')
        .selectAll()
        .orderBy('size', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) return null;
      return { size: row.size, rootHash: row.root_hash, text: row.body, at: row.at };
    },
  };
}

function rows(db: Db) {
  return db
    .selectFrom('ledger_entries as entry')
    .leftJoin('ledger_payloads as payload', 'payload.seq', 'entry.seq')
    .selectAll('entry')
    .select('payload.body');
}

type Statements = { entry: string; payload: string };
const compiled = new WeakMap<DialectAdapter, Statements>();

/** Every step of the road appends, so these two statements are compiled once and only bound again. */
function statementsOf(db: Db): Statements {
  const { adapter } = db.getExecutor();
  const known = compiled.get(adapter);
  if (known !== undefined) return known;
  const statements = {
    entry: db
      .insertInto('ledger_entries')
      .values({
        seq: 0,
        type: 'ledger.opened',
        actor_type: 'system',
        actor_id: '',
        subject: '',
        payload_hash: '',
        prev_hash: '',
        hash: '',
        at: 0,
      })
      .compile().sql,
    payload: db.insertInto('ledger_payloads').values({ seq: 0, body: '' }).compile().sql,
  };
  compiled.set(adapter, statements);
  return statements;
}

async function insertBoth(db: Db, entry: Entry, payloadText: string): Promise<void> {
  const { entry: insertEntry, payload: insertPayload } = statementsOf(db);
  const values = [
    entry.seq,
    entry.type,
    entry.actor.type,
    entry.actor.id,
    entry.subject,
    entry.payloadHash,
    entry.prevHash,
    entry.hash,
    entry.at,
  ];
  await db.executeQuery(CompiledQuery.raw(insertEntry, values));
  await db.executeQuery(CompiledQuery.raw(insertPayload, [entry.seq, payloadText]));
}

function withPayload(row: Row): { entry: Entry; payloadText: string | null } {
  return { entry: entryOf(row), payloadText: row.body };
}

function entryOf(row: Selectable<Tables['ledger_entries']>): Entry {
  return {
    seq: row.seq,
    type: row.type,
    actor: { type: row.actor_type, id: row.actor_id },
    subject: row.subject,
    payloadHash: row.payload_hash,
    prevHash: row.prev_hash,
    hash: row.hash,
    at: row.at,
  };
}
