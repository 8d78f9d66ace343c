import { SYSTEM } from '../model/actor.ts';
import type { Entry, EntryDraft } from '../model/entry.ts';
import type { LedgerStore } from '../ports/stores.ts';
import { messageOf } from '../shared/errors.ts';
import { GENESIS_HASH, hashEntry, hashPayload, payloadTextOf } from './entry.ts';
import { LedgerError } from './error.ts';

const LEDGER_FORMAT = 'countersign/ledger/v1';
const SUBJECT_LIMIT = 500;
const PAYLOAD_LIMIT = 8 * 1024 * 1024;

/** Whose ledger it is and which key signs for it; recorded in the very first entry. */
export type Opening = { origin: string; verifierKey: string };

/**
 * Writes one entry at the end of the chain. Resolves only after the entry is in the store; callers MUST NOT announce
 * before the surrounding transaction has resolved. An empty ledger first gets its `ledger.opened`.
 * Throws LedgerError `ledger.bad-draft` for what cannot be recorded; a lost race for the chain comes from the store.
 */
export async function appendEntry(ledger: LedgerStore, draft: EntryDraft): Promise<Entry> {
  if (draft.type === 'ledger.opened') throw badDraft('a ledger is opened once, by itself');
  const last = (await ledger.last()) ?? (await insertFirst(ledger, null, draft.at));
  return insertAfter(ledger, last, draft);
}

/**
 * Opens an empty ledger with its key, or makes sure that this key is the one it was opened with.
 * Throws LedgerError `ledger.wrong-key` otherwise: two keys for one ledger would make its checkpoints worthless.
 */
export async function openLedger(ledger: LedgerStore, opening: Opening, at: number): Promise<Entry> {
  const first = await ledger.get(0);
  if (first === null) return insertFirst(ledger, opening, at);
  const recorded = verifierKeyIn(first.payloadText);
  if (recorded === null || recorded === opening.verifierKey) return first.entry;
  throw new LedgerError(
    'ledger.wrong-key',
    `This ledger was opened with the key ${recorded}, not with ${opening.verifierKey}; give the first key back through COUNTERSIGN_LEDGER_KEY_FILE.`,
  );
}

/** The verifier key that a ledger's first payload names, or null when it names none. */
export function verifierKeyIn(payloadText: string | null): string | null {
  if (payloadText === null) return null;
  const payload: unknown = JSON.parse(payloadText);
  if (typeof payload !== 'object' || payload === null || !('verifierKey' in payload)) return null;
  return typeof payload.verifierKey === 'string' ? payload.verifierKey : null;
}

async function insertFirst(ledger: LedgerStore, opening: Opening | null, at: number): Promise<Entry> {
  const payload = { format: LEDGER_FORMAT, ...opening };
  return insertAfter(ledger, null, { type: 'ledger.opened', actor: SYSTEM, subject: 'ledger', payload, at });
}

async function insertAfter(ledger: LedgerStore, last: Entry | null, draft: EntryDraft): Promise<Entry> {
  refuseBadHeader(draft);
  const payloadText = textOf(draft.payload);
  const header = {
    seq: last === null ? 0 : last.seq + 1,
    type: draft.type,
    actor: { type: draft.actor.type, id: draft.actor.id },
    subject: draft.subject,
    payloadHash: hashPayload(payloadText),
    prevHash: last === null ? GENESIS_HASH : last.hash,
    at: draft.at,
  };
  const entry = { ...header, hash: hashEntry(header) };
  await ledger.insert(entry, payloadText);
  return entry;
}

/** What a database could give back changed would break the hash, so it is refused before it is written. */
function refuseBadHeader(draft: EntryDraft): void {
  if (!Number.isSafeInteger(draft.at) || draft.at < 0) throw badDraft('its time is not whole milliseconds');
  for (const [name, text] of [
    ['subject', draft.subject],
    ['actor', draft.actor.id],
  ] as const) {
    if (text.length === 0 || text.length > SUBJECT_LIMIT) {
      throw badDraft(`its ${name} must have 1 to ${SUBJECT_LIMIT} characters`);
    }
    if (!text.isWellFormed() || text.includes('\0')) throw badDraft(`its ${name} is not proper Unicode text`);
  }
}

function textOf(payload: Record<string, unknown>): string {
  const text = canonicalOrRefuse(payload);
  if (Buffer.byteLength(text) > PAYLOAD_LIMIT) throw badDraft('its payload is larger than 8 MiB');
  return text;
}

function canonicalOrRefuse(payload: Record<string, unknown>): string {
  try {
    return payloadTextOf(payload);
  } catch (thrown) {
    throw badDraft(`its payload has no JSON form (${messageOf(thrown)})`, thrown);
  }
}

function badDraft(why: string, cause?: unknown): LedgerError {
  return new LedgerError('ledger.bad-draft', `The entry cannot be recorded: ${why}.`, cause);
}
