import type { Entry } from '../model/entry.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { domainHash } from '../shared/sha256.ts';

/** What the first entry names as its previous hash. */
export const GENESIS_HASH = '0'.repeat(64);

const ENTRY_DOMAIN = 'countersign/entry/v1';
const PAYLOAD_DOMAIN = 'countersign/payload/v1';

/** Everything of an entry that is hashed: all but the hash itself. */
export type EntryHeader = Omit<Entry, 'hash'>;

/**
 * The RFC 8785 text of a header. Written out by hand because every append and every tree leaf needs it;
 * a test holds it to the general form for all headers.
 */
export function canonicalEntry(header: EntryHeader): string {
  const actor = `{"id":${JSON.stringify(header.actor.id)},"type":${JSON.stringify(header.actor.type)}}`;
  const hashes = `"payloadHash":${JSON.stringify(header.payloadHash)},"prevHash":${JSON.stringify(header.prevHash)}`;
  const rest = `"seq":${header.seq},"subject":${JSON.stringify(header.subject)},"type":${JSON.stringify(header.type)}`;
  return `{"actor":${actor},"at":${header.at},${hashes},${rest}}`;
}

/** 64 hex digits over the canonical header; an entry's `hash`, and the next one's `prevHash`. */
export function hashEntry(header: EntryHeader): string {
  return domainHash(ENTRY_DOMAIN, canonicalEntry(header));
}

/** The text that is stored and hashed for a payload. Throws TypeError for what JSON cannot hold. */
export function payloadTextOf(payload: Record<string, unknown>): string {
  return canonicalJson(payload);
}

export function hashPayload(payloadText: string): string {
  return domainHash(PAYLOAD_DOMAIN, payloadText);
}
