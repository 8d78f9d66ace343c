import { createHash } from 'node:crypto';

export const SHA256_HEX = /^[0-9a-f]{64}$/;

/** SHA-256 of UTF-8 text or bytes, as 64 lower-case hex digits. */
export function sha256Hex(input: string | Uint8Array): string {
  return createHash('sha256').update(input).digest('hex');
}

/** SHA-256 of UTF-8 text or bytes, as 32 bytes. */
export function sha256Bytes(input: string | Uint8Array): Uint8Array {
  return createHash('sha256').update(input).digest();
}

/**
 * Hash for one purpose only: the same bytes hashed for another purpose give another digest.
 * `domain` is a short ASCII label without a line feed, e.g. `countersign/binding/v1`.
 */
export function domainHash(domain: string, input: string | Uint8Array): string {
  return createHash('sha256').update(domain).update('\n').update(input).digest('hex');
}
