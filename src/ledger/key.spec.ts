import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLedgerKey, keyPathBeside, loadLedgerKey } from './key.ts';

const NAME = 'countersign.test';
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-key-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function pemOf(type: 'ed25519' | 'x25519'): string {
  return generateKeyPairSync(type as 'ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
}

describe('loadLedgerKey', () => {
  it('makes a key that only its owner may read, and reads the same one again', async () => {
    const path = keyPathBeside(join(directory, 'countersign.db'));
    const first = await loadLedgerKey({ path, create: true, name: NAME });
    const second = await loadLedgerKey({ path, create: true, name: NAME });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect([first.created, second.created, first.warning]).toEqual([true, false, null]);
    expect(second.key.verifierKey).toBe(first.key.verifierKey);
    expect(readdirSync(directory)).toEqual(['countersign.db.ledger-key']);
  });

  it('gives one key to all who start at once', async () => {
    const path = join(directory, 'key');
    const loaded = await Promise.all(
      Array.from({ length: 8 }, () => loadLedgerKey({ path, create: true, name: NAME })),
    );
    expect(new Set(loaded.map(({ key }) => key.verifierKey)).size).toBe(1);
    expect(loaded.filter(({ created }) => created)).toHaveLength(1);
  });

  it('warns of a key that others may read, and uses it', async () => {
    const path = join(directory, 'key');
    writeFileSync(path, pemOf('ed25519'));
    chmodSync(path, 0o644);
    expect((await loadLedgerKey({ path, create: false, name: NAME })).warning).toContain('chmod 600');
  });

  it.each<[string, (path: string) => void, string]>([
    ['is missing', () => undefined, 'does not exist'],
    ['is a directory', (path) => mkdirSync(path), 'is not a file'],
    ['is a pipe', (path) => void execFileSync('mkfifo', [path]), 'is not a file'],
    ['is empty', (path) => writeFileSync(path, ''), 'holds no private key'],
    ['is of another kind', (path) => writeFileSync(path, pemOf('x25519')), 'of the kind x25519'],
    ['is huge', (path) => writeFileSync(path, 'x'.repeat(20_000)), 'too large'],
  ])('refuses a key file that %s, in one sentence', async (_, make, sentence) => {
    const path = join(directory, 'key');
    make(path);
    const refusal = loadLedgerKey({ path, create: false, name: NAME });
    await expect(refusal).rejects.toMatchObject({ code: 'ledger.bad-key', message: expect.stringContaining(sentence) });
  });

  it('refuses a symbolic link where it would make its own key', async () => {
    const path = join(directory, 'key');
    linked(path);
    await expect(loadLedgerKey({ path, create: true, name: NAME })).rejects.toThrow('is a symbolic link');
  });

  it('follows a link that somebody named, as mounted secrets are', async () => {
    const path = join(directory, 'key');
    linked(path);
    expect((await loadLedgerKey({ path, create: false, name: NAME })).key.name).toBe(NAME);
  });

  it('never shows what stands in the file', async () => {
    const path = join(directory, 'key');
    writeFileSync(path, 'hunter2');
    await expect(loadLedgerKey({ path, create: true, name: NAME })).rejects.not.toThrow(/hunter2/);
    expect(readFileSync(path, 'utf8')).toBe('hunter2');
  });

  it('refuses to create a key where the directory is missing', async () => {
    const refusal = loadLedgerKey({ path: join(directory, 'no', 'key'), create: true, name: NAME });
    await expect(refusal).rejects.toMatchObject({ message: expect.stringContaining('cannot be created') });
  });

  it.each(['', 'two words', 'a+b', 'line\nfeed'])('refuses the ledger name %j', (name) => {
    expect(() => createLedgerKey(name)).toThrow(expect.objectContaining({ code: 'ledger.bad-key' }));
  });
});

function linked(path: string): void {
  writeFileSync(`${path}.pem`, pemOf('ed25519'));
  symlinkSync(`${path}.pem`, path);
}
