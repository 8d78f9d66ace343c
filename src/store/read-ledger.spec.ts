import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Entry } from '../model/entry.ts';
import type { Stores } from '../ports/stores.ts';
import { openStores } from './open.ts';
import { openLedgerFile } from './read-ledger.ts';

let directory: string;
let file: string;
let copy: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'read-ledger-'));
  file = join(directory, 'countersign.db');
  mkdirSync(join(directory, 'copy'));
  copy = join(directory, 'copy', 'evidence.db');
});
afterEach(() => rmSync(directory, { recursive: true }));

function entry(seq: number): Entry {
  const actor = { type: 'cli', id: 'x' } as const;
  return {
    seq,
    type: 'gate.decided',
    actor,
    subject: `s${seq % 2}`,
    payloadHash: 'p',
    prevHash: `${seq}`,
    hash: 'h',
    at: seq,
  };
}

async function filled(count: number): Promise<Stores> {
  const stores = await openStores({ url: `sqlite:${file}`, now: () => 0 });
  await stores.transact(async (tx) => {
    for (let seq = 0; seq < count; seq += 1) await tx.ledger.insert(entry(seq), `{"n":${seq}}`);
  });
  return stores;
}

async function seqsIn(path: string): Promise<unknown[]> {
  const ledger = await openLedgerFile(path);
  const seqs: unknown[] = [];
  for await (const page of ledger.pages()) seqs.push(...page.map((row) => row.seq));
  await ledger.close();
  return seqs;
}

const NUMBERS = (count: number) => Array.from({ length: count }, (_, n) => n);

describe('openLedgerFile', () => {
  it('reads every row once, over many pages, as often as asked', async () => {
    await (await filled(1_203)).close();
    expect(await seqsIn(file)).toEqual(NUMBERS(1_203));
    const ledger = await openLedgerFile(file);
    for (let time = 0; time < 2; time += 1) {
      let rows = 0;
      for await (const page of ledger.pages()) rows += page.length;
      expect(rows).toBe(1_203);
    }
    await ledger.close();
  });

  it('reads a database that is in use, with what was written just now', async () => {
    const stores = await filled(3);
    expect(existsSync(`${file}-wal`)).toBe(true);
    expect(await seqsIn(file)).toEqual([0, 1, 2]);
    await stores.transact((tx) => tx.ledger.insert(entry(3), '{}'));
    expect(await seqsIn(file)).toEqual([0, 1, 2, 3]);
    await stores.close();
  });

  it.each([
    ['with its log', ['', '-wal'], [0, 1, 2]],
    ['with its log and shared memory', ['', '-wal', '-shm'], [0, 1, 2]],
  ])('reads a copy taken %s', async (_, ends, seqs) => {
    const stores = await filled(3);
    for (const end of ends) copyFileSync(file + end, copy + end);
    await stores.close();
    expect(await seqsIn(copy)).toEqual(seqs);
  });

  it('changes nothing and leaves nothing beside a copy', async () => {
    await (await filled(3)).close();
    copyFileSync(file, copy);
    chmodSync(copy, 0o400);
    const before = readFileSync(copy);
    expect(await seqsIn(copy)).toEqual([0, 1, 2]);
    expect(readdirSync(join(directory, 'copy'))).toEqual(['evidence.db']);
    expect(readFileSync(copy).equals(before)).toBe(true);
  });

  it('reads rows that a tamperer gave the same number, or no number at all', async () => {
    const loose = new Database(copy);
    loose.exec(`
      CREATE TABLE ledger_entries (seq, type, actor_type, actor_id, subject, payload_hash, prev_hash, hash, at);
      CREATE TABLE ledger_payloads (seq, body);
      CREATE TABLE ledger_checkpoints (size, body);
    `);
    const insert = loose.prepare('INSERT INTO ledger_entries (seq) VALUES (?)');
    for (const seq of [...NUMBERS(600), ...Array(700).fill(4), -2, 'nine']) insert.run(seq);
    loose.close();
    const seqs = await seqsIn(copy);
    expect(seqs).toHaveLength(1_302);
    expect([seqs[0], seqs.at(-1), seqs.filter((seq) => seq === 4).length]).toEqual([-2, 'nine', 701]);
  });

  it('finds single rows, those of a subject, and the texts of checkpoints', async () => {
    const stores = await filled(5);
    await stores.ledger.saveCheckpoint({ size: 2, rootHash: 'aa', text: 'note', at: 1 });
    await stores.ledger.erasePayload(3);
    await stores.close();
    const ledger = await openLedgerFile(file);
    expect(await ledger.rows({ seq: 3, limit: 9 })).toMatchObject([{ seq: 3, actorType: 'cli', payloadText: null }]);
    expect((await ledger.rows({ subject: 's0', limit: 2 })).map(({ seq }) => seq)).toEqual([4, 2]);
    expect(await ledger.checkpointTexts()).toEqual(['note']);
    await ledger.close();
  });

  it.each<[string, () => void, string]>([
    ['is missing', () => undefined, 'store.not-allowed'],
    ['is a directory', () => mkdirSync(copy), 'store.not-allowed'],
    ['is empty', () => writeFileSync(copy, ''), 'store.corrupt'],
    ['is no database', () => writeFileSync(copy, 'x'.repeat(9_000)), 'store.corrupt'],
    [
      'is a database of something else',
      () => void new Database(copy).exec('CREATE TABLE x (y)').close(),
      'store.corrupt',
    ],
  ])('says in one sentence that a file %s', async (_, make, code) => {
    make();
    await expect(openLedgerFile(copy)).rejects.toMatchObject({ name: 'StoreError', code });
  });

  it('never calls what it could not read whole', async () => {
    await (await filled(2_000)).close();
    const bytes = readFileSync(file);
    bytes.fill(0xaa, bytes.length / 2, bytes.length / 2 + 40_000);
    writeFileSync(copy, bytes);
    await expect(seqsIn(copy)).rejects.toMatchObject({ code: 'store.corrupt' });
  });
});
