import type { Actor } from '../model/actor.ts';
import type { Entry } from '../model/entry.ts';
import type { LedgerStore } from '../ports/stores.ts';
import { appendEntry } from './append.ts';
import { LedgerError } from './error.ts';

/**
 * Removes the payload of one entry; its hash and the proof stay whole, and the erasure is itself an entry.
 * MUST be called inside a transaction. Throws LedgerError when there is nothing to erase or it may not be:
 * the opening names the key, and an erasure is the record of what is missing.
 */
export async function erasePayload(
  ledger: LedgerStore,
  erasure: { seq: number; actor: Actor; reason: string; at: number },
): Promise<Entry> {
  const found = await ledger.get(erasure.seq);
  if (found === null) throw new LedgerError('ledger.no-such-entry', `The ledger has no entry ${erasure.seq}.`);
  const { type, payloadHash } = found.entry;
  if (type === 'ledger.opened' || type === 'payload.erased') {
    throw new LedgerError('ledger.not-erasable', `The payload of entry ${erasure.seq} (${type}) must stay readable.`);
  }
  if (!(await ledger.erasePayload(erasure.seq))) {
    throw new LedgerError('ledger.not-erasable', `The payload of entry ${erasure.seq} was erased before.`);
  }
  return appendEntry(ledger, {
    type: 'payload.erased',
    actor: erasure.actor,
    subject: erasureSubject(erasure.seq),
    payload: { seq: erasure.seq, payloadHash, reason: erasure.reason },
    at: erasure.at,
  });
}

function erasureSubject(seq: number): string {
  return `entry:${seq}`;
}
