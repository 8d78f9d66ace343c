import { hash } from 'node:crypto';
import type { LedgerRow } from '../ports/ledger-file.ts';

/**
 * The verifier's own idea of what is hashed. It shares no code with the writer, so that a fault there cannot hide
 * behind the same fault here; the golden ledger and a property hold the two to each other.
 */

export const GENESIS = '0000000000000000000000000000000000000000000000000000000000000000';

/** RFC 8785 text of a row's header: the keys in their order, and JSON.stringify for the values. */
export function headerText(row: LedgerRow, seq: unknown): string {
  return JSON.stringify({
    actor: { id: row.actorId, type: row.actorType },
    at: row.at,
    payloadHash: row.payloadHash,
    prevHash: row.prevHash,
    seq,
    subject: row.subject,
    type: row.type,
  });
}

export function hashHeader(header: string): string {
  return hash('sha256', `countersign/entry/v1\n${header}`, 'hex');
}

/** Empty, and so never equal to a stored hash, for a payload that is not text. */
export function hashPayloadText(text: unknown): string {
  return typeof text === 'string' ? hash('sha256', `countersign/payload/v1\n${text}`, 'hex') : '';
}

/** Whether the row's stored hash is right if its number were `seq`. */
export function verifiesAs(row: LedgerRow, seq: unknown): boolean {
  return row.hash === hashHeader(headerText(row, seq));
}
