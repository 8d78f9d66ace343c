import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { sha256Bytes } from '../shared/sha256.ts';
import { LedgerError } from './error.ts';
import type { LedgerKey } from './key.ts';

/**
 * A signed statement of how long the ledger is and what its tree's root is, in the form of
 * https://c2sp.org/tlog-checkpoint inside https://c2sp.org/signed-note: three lines, an empty line, a signature line.
 */
export type Checkpoint = { origin: string; size: number; rootHash: string; extension: string[] };
export type NoteSignature = { name: string; keyHash: Buffer; signature: Buffer };
/** `signedText` is exactly what was signed. */
export type SignedCheckpoint = Checkpoint & { signedText: string; signatures: NoteSignature[] };

export type Verifier = { name: string; keyHash: Buffer; publicKey: KeyObject };
export const SIGNATURE_VERDICTS = ['good', 'other-key', 'bad'] as const;
export type SignatureVerdict = (typeof SIGNATURE_VERDICTS)[number];

const ED25519 = 1;

/** The note for this size and root; the origin is the key's name. */
export function signCheckpoint(state: { size: number; rootHash: string }, key: LedgerKey): string {
  const text = checkpointText({ origin: key.name, extension: [], ...state });
  const signature = Buffer.concat([key.keyHash, key.sign(Buffer.from(text))]);
  return `${text}\n— ${key.name} ${signature.toString('base64')}\n`;
}

/** The lines that are signed, each with its line feed. */
export function checkpointText(checkpoint: Checkpoint): string {
  const root = Buffer.from(checkpoint.rootHash, 'hex').toString('base64');
  return [checkpoint.origin, String(checkpoint.size), root, ...checkpoint.extension]
    .map((line) => `${line}\n`)
    .join('');
}

/** Whether this key signed it: `other-key` when no signature names the key at all. */
export function verifyCheckpoint(checkpoint: SignedCheckpoint, verifier: Verifier): SignatureVerdict {
  const own = checkpoint.signatures.filter(
    ({ name, keyHash }) => name === verifier.name && keyHash.equals(verifier.keyHash),
  );
  if (own.length === 0 || checkpoint.origin !== verifier.name) return 'other-key';
  const text = Buffer.from(checkpoint.signedText);
  return own.some(({ signature }) => verify(null, text, verifier.publicKey, signature)) ? 'good' : 'bad';
}

/** First four bytes of SHA-256 over name, line feed, algorithm byte and key. */
export function noteKeyHash(name: string, publicKey: Uint8Array): Buffer {
  return Buffer.from(sha256Bytes(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ED25519), publicKey]))).subarray(
    0,
    4,
  );
}

/** `name+hash+base64`, the form in which a public key is passed on. */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  const bytes = Buffer.concat([Buffer.of(ED25519), publicKey]).toString('base64');
  return `${name}+${noteKeyHash(name, publicKey).toString('hex')}+${bytes}`;
}

/** Throws LedgerError `ledger.bad-key` for anything but a whole verifier key of an Ed25519 key. */
export function parseVerifierKey(text: string): Verifier {
  const match = /^([^\s+]{1,200})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text.trim());
  const [, name = '', hash = '', base64 = ''] = match ?? [];
  const bytes = Buffer.from(base64, 'base64');
  const publicKey = bytes.subarray(1);
  if (bytes.length !== 33 || bytes[0] !== ED25519 || noteKeyHash(name, publicKey).toString('hex') !== hash) {
    throw new LedgerError('ledger.bad-key', 'This is not a verifier key; it reads name+hash+base64, in one piece.');
  }
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return { name, keyHash: noteKeyHash(name, publicKey), publicKey: createPublicKey({ key: jwk, format: 'jwk' }) };
}
