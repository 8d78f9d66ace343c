import { randomBytes } from 'node:crypto';
import { ulid } from 'ulid';

/** A sortable identifier: 26 characters, the first ten from `atMs`, the rest random. */
export function createId(atMs: number): string {
  return ulid(atMs);
}

/** A single-use value that cannot be guessed: 128 random bits as 32 hex digits. */
export function createNonce(): string {
  return randomBytes(16).toString('hex');
}
