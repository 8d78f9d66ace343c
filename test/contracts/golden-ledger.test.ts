import { createHash, createPublicKey, verify } from 'node:crypto';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillGolden, goldenTexts } from '../../fixtures/ledger/make.ts';
import { verifyLedgerFile } from '../../src/ledger/verify-file.ts';
import type { Stores } from '../../src/ports/stores.ts';
import { openStores } from '../../src/store/open.ts';
import { openLedgerFile } from '../../src/store/read-ledger.ts';

const [ENTRIES, CHECKPOINT, PROOF] = ['entries.txt', 'checkpoint.txt', 'tlog-proof'].map((name) =>
  readFileSync(golden(name), 'utf8'),
) as [string, string, string];

let stores: Stores;
beforeAll(async () => {
  stores = await openStores({ url: 'sqlite::memory:', now: () => 0 });
  await fillGolden(stores);
});
afterAll(() => stores.close());

function golden(name: string): string {
  return new URL(`../../fixtures/ledger/golden.${name}`, import.meta.url).pathname;
}

function sha256(...parts: (string | Buffer)[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
    .digest();
}

/** Each block holds the header that is hashed, the hash, and the payload. */
const BLOCKS = ENTRIES.trimEnd()
  .split('\n\n')
  .map((block) => block.split('\n') as [string, string, string]);

describe('the golden ledger', () => {
  it('is written today as it was written then, byte for byte', async () => {
    expect(await goldenTexts(stores)).toEqual({ entries: ENTRIES, checkpoint: CHECKPOINT });
  });

  it('verifies as a file, against its checkpoint', async () => {
    const file = await openLedgerFile(golden('db'));
    const report = await verifyLedgerFile(file, { checkpointText: CHECKPOINT, verifierKey: null });
    await file.close();
    expect(report).toMatchObject({ problem: null, entries: 22, erasedPayloads: 1, checkpoints: [{ verdict: 'good' }] });
  });
});

describe('a copy of the golden file that somebody got at', () => {
  const directory = mkdtempSync(join(tmpdir(), 'golden-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    ['changed 9', "UPDATE ledger_entries SET actor_id = 'U0CHARLIE' WHERE seq = 9"],
    ['payload-changed 6', "UPDATE ledger_payloads SET body = replace(body, 'rollout', 'roll-out') WHERE seq = 6"],
    ['payload-removed 6', 'DELETE FROM ledger_payloads WHERE seq = 6'],
    ['removed 5', 'DELETE FROM ledger_payloads WHERE seq = 5; DELETE FROM ledger_entries WHERE seq = 5'],
    [
      'inserted 22',
      "INSERT INTO ledger_entries SELECT 22, type, actor_type, actor_id, subject, payload_hash, 'x', hash, at FROM ledger_entries WHERE seq = 6",
    ],
    [
      'swapped 4',
      'UPDATE ledger_entries SET seq = -1 WHERE seq = 4; UPDATE ledger_entries SET seq = 4 WHERE seq = 7; UPDATE ledger_entries SET seq = 7 WHERE seq = -1',
    ],
    ['cut-off 20', 'DELETE FROM ledger_payloads WHERE seq >= 20; DELETE FROM ledger_entries WHERE seq >= 20'],
  ])('is found out: %s', async (expected, statements) => {
    const copy = join(directory, `${expected}.db`);
    copyFileSync(golden('db'), copy);
    const database = new Database(copy);
    database.pragma('foreign_keys = OFF');
    for (const name of ['entries_no_update', 'entries_no_delete', 'payloads_no_update'])
      database.exec(`DROP TRIGGER ledger_${name}`);
    database.exec(statements);
    database.close();
    const file = await openLedgerFile(copy);
    const { problem } = await verifyLedgerFile(file, { checkpointText: CHECKPOINT, verifierKey: null });
    await file.close();
    expect(`${problem?.kind} ${problem?.seq}`).toBe(expected);
  });
});

describe('with nothing but SHA-256 and Ed25519', () => {
  it('every entry hashes to what the next one names, and every payload to what its entry names', () => {
    let prevHash = '0'.repeat(64);
    for (const [header, hash, payload] of BLOCKS) {
      expect(JSON.parse(header)).toMatchObject({ prevHash });
      expect(sha256('countersign/entry/v1\n', header).toString('hex')).toBe(hash);
      const { payloadHash } = JSON.parse(header);
      if (payload !== '(erased)') expect(sha256('countersign/payload/v1\n', payload).toString('hex')).toBe(payloadHash);
      prevHash = hash;
    }
  });

  it('the checkpoint signs the tree over the headers', () => {
    const [origin = '', size = '', root = '', , signatureLine = ''] = CHECKPOINT.split('\n');
    expect(Number(size)).toBe(BLOCKS.length);
    expect(treeOf(BLOCKS.map(([header]) => sha256(Buffer.of(0), header))).toString('base64')).toBe(root);
    const { verifierKey } = JSON.parse(BLOCKS[0]?.[2] ?? '');
    const x = Buffer.from(verifierKey.split('+').slice(2).join('+'), 'base64').subarray(1).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    const signature = Buffer.from(signatureLine.split(' ')[2] ?? '', 'base64').subarray(4);
    expect(verify(null, Buffer.from(`${origin}\n${size}\n${root}\n`), publicKey, signature)).toBe(true);
  });

  it('the proof leads from one entry to the signed root', () => {
    const [head = '', note = ''] = PROOF.split(/\n\n(.*)/s);
    const [format, index, ...path] = head.split('\n');
    expect([format, index, note]).toEqual(['c2sp.org/tlog-proof@v1', 'index 6', CHECKPOINT]);
    const [step0, step1, step2, step3, step4] = path.map((line) => Buffer.from(line, 'base64')) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    const leaf = sha256(Buffer.of(0), BLOCKS[6]?.[0] ?? '');
    /** Entry 6 of 22 is binary 00110: left, right, right, left, left. */
    const root = node(node(node(step2, node(step1, node(leaf, step0))), step3), step4);
    expect(root.toString('base64')).toBe(CHECKPOINT.split('\n')[2]);
  });
});

function node(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.of(1), left, right);
}

function treeOf(leaves: Buffer[]): Buffer {
  if (leaves.length === 1) return leaves[0] as Buffer;
  const split = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
  return node(treeOf(leaves.slice(0, split)), treeOf(leaves.slice(split)));
}
