import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, link, lstat, open, unlink, writeFile } from 'node:fs/promises';
import { messageOf } from '../shared/errors.ts';
import { LedgerError } from './error.ts';
import { formatVerifierKey, noteKeyHash } from './note.ts';

/** Signs checkpoints. The private key stays inside. `name` is the origin line of every checkpoint. */
export type LedgerKey = {
  name: string;
  keyHash: Buffer;
  verifierKey: string;
  sign(bytes: Uint8Array): Buffer;
};

export type LoadedKey = { key: LedgerKey; created: boolean; warning: string | null };

const KEY_FILE_LIMIT = 16 * 1024;
const NAME = /^[A-Za-z0-9._~:/@-]{1,200}$/;

/** Where the key is made when none is given. */
export function keyPathBeside(databaseFile: string): string {
  return `${databaseFile}.ledger-key`;
}

/**
 * Reads an Ed25519 key (PKCS8 PEM), or makes one with mode 0600 where none is and `create` says so. When two processes
 * start at once, both end with the same key. Throws LedgerError `ledger.bad-key` with one sentence that never
 * shows the content; a key that others may read is used, with a warning.
 */
export async function loadLedgerKey(options: { path: string; create: boolean; name: string }): Promise<LoadedKey> {
  const { path, create, name } = options;
  const state = await lstat(path).catch((thrown: unknown) => absentOr(thrown, path));
  if (state === null && !create) throw badKey(path, 'does not exist', 'put the key there, or name another file');
  const created = state === null && (await makeKeyFile(path));
  const { pem, mode } = await readKeyFile(path, !create);
  const key = ledgerKeyOf(privateKeyOf(pem, path), name);
  const isOpen = (mode & 0o077) !== 0;
  const warning = isOpen ? `The ledger key ${path} can be read by other users; run chmod 600 on it.` : null;
  return { key, created, warning };
}

/** A key that lives as long as the process, for a database in memory. */
export function createLedgerKey(name: string): LedgerKey {
  return ledgerKeyOf(generateKeyPairSync('ed25519').privateKey, name);
}

/** Throws LedgerError `ledger.bad-key` when the PEM is no Ed25519 private key. */
export function ledgerKeyFromPem(pem: string, name: string): LedgerKey {
  return ledgerKeyOf(privateKeyOf(pem, 'given'), name);
}

function ledgerKeyOf(privateKey: KeyObject, name: string): LedgerKey {
  if (!NAME.test(name)) {
    throw new LedgerError(
      'ledger.bad-key',
      `The ledger's name "${name}" may hold letters, digits and . _ ~ : / @ - only.`,
    );
  }
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = Buffer.from(x, 'base64url');
  return {
    name,
    keyHash: noteKeyHash(name, publicKey),
    verifierKey: formatVerifierKey(name, publicKey),
    sign: (bytes) => sign(null, bytes, privateKey),
  };
}

function absentOr(thrown: unknown, path: string): null {
  if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
  throw badKey(path, `cannot be looked at (${messageOf(thrown)})`, 'check its permissions', thrown);
}

/** Written whole under another name and then linked, so that nobody ever reads half a key. False: another was first. */
async function makeKeyFile(path: string): Promise<boolean> {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, pem, { mode: 0o600, flag: 'wx', flush: true });
    await link(draft, path);
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST') return false;
    throw badKey(path, `cannot be created (${messageOf(thrown)})`, 'check that its directory may be written', thrown);
  } finally {
    await unlink(draft).catch((thrown: unknown) => absentOr(thrown, draft));
  }
}

async function readKeyFile(path: string, followLinks: boolean): Promise<{ pem: string; mode: number }> {
  const file = await openPlain(path, followLinks);
  try {
    const state = await file.stat();
    if (!state.isFile()) throw badKey(path, 'is not a file', 'name a file that holds the key');
    if (state.size > KEY_FILE_LIMIT) throw badKey(path, 'is too large to be a key', 'name the right file');
    return { pem: await file.readFile('utf8'), mode: state.mode };
  } finally {
    await file.close();
  }
}

/** A key somebody names may be a link, as mounted secrets are; beside the database a link was put there by somebody else. */
async function openPlain(path: string, followLinks: boolean): Promise<FileHandle> {
  const links = followLinks ? 0 : constants.O_NOFOLLOW;
  try {
    return await open(path, constants.O_RDONLY | links | constants.O_NONBLOCK);
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ELOOP') {
      throw badKey(path, 'is a symbolic link', 'name the file itself', thrown);
    }
    throw badKey(path, `cannot be read (${messageOf(thrown)})`, 'check its permissions', thrown);
  }
}

function privateKeyOf(pem: string, path: string): KeyObject {
  const key = parsePem(pem, path);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw badKey(
    path,
    `holds a key of the kind ${key.asymmetricKeyType ?? 'unknown'}`,
    'use an Ed25519 key (PKCS8, PEM)',
  );
}

function parsePem(pem: string, path: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (thrown) {
    throw badKey(path, 'holds no private key that can be read', 'use an unencrypted Ed25519 key (PKCS8, PEM)', thrown);
  }
}

function badKey(path: string, what: string, todo: string, cause?: unknown): LedgerError {
  return new LedgerError('ledger.bad-key', `The ledger key ${path} ${what}; ${todo}.`, cause);
}
