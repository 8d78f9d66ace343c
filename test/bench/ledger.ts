import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { appendEntry } from '../../src/ledger/append.ts';
import { makeCheckpoint } from '../../src/ledger/checkpoint.ts';
import { createLedgerKey } from '../../src/ledger/key.ts';
import { verifyLedgerFile } from '../../src/ledger/verify-file.ts';
import type { EntryDraft } from '../../src/model/entry.ts';
import type { LedgerRow } from '../../src/ports/ledger-file.ts';
import type { Stores } from '../../src/ports/stores.ts';
import { openStores } from '../../src/store/open.ts';
import { openLedgerFile } from '../../src/store/read-ledger.ts';
import type { Figure } from './figure.ts';

const BLOCK = 250;
const ROUNDS = 12;
const VERIFIED = 100_000;
const PASSES = 3;

/**
 * Appends against plain inserts of the same bytes with the same durability, in turns so that a busy machine slows
 * both; then the verification of a file of 100,000 entries, reading and hashing, the best of three passes.
 */
export async function benchLedger(): Promise<Figure[]> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-ledger-'));
  try {
    return [...(await benchAppends(directory)), ...(await benchVerification(directory))];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function benchAppends(directory: string): Promise<Figure[]> {
  const stores = await openStores({ url: `sqlite:${join(directory, 'appends.db')}`, now: Date.now });
  const plain = openPlain(join(directory, 'plain.db'));
  let appendMs = 0;
  let plainMs = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    const from = await stores.ledger.size();
    const appendFrom = performance.now();
    for (let n = 0; n < BLOCK; n += 1) await stores.transact((tx) => appendEntry(tx.ledger, draft(n)));
    const appendTo = performance.now();
    const rows = await rowsFrom(stores, from);
    const plainFrom = performance.now();
    for (const row of rows) plain.insert(row);
    const plainTo = performance.now();
    /** The first round warms both up. */
    if (round < 0) continue;
    appendMs += appendTo - appendFrom;
    plainMs += plainTo - plainFrom;
  }
  await stores.close();
  plain.close();
  const appends = (ROUNDS * BLOCK * 1_000) / appendMs;
  const inserts = (ROUNDS * BLOCK * 1_000) / plainMs;
  return [
    { name: 'ledger appends', value: appends, unit: 'entries/s', aim: 'at least half of plain inserts' },
    { name: 'plain better-sqlite3 inserts', value: inserts, unit: 'entries/s', aim: 'the measure' },
    { name: 'appends against plain inserts', value: appends / inserts, unit: 'x', aim: 'at least 0.5' },
  ];
}

async function benchVerification(directory: string): Promise<Figure[]> {
  const file = join(directory, 'verified.db');
  const stores = await openStores({ url: `sqlite:${file}`, now: Date.now });
  await stores.transact(async (tx) => {
    for (let n = 1; n < VERIFIED; n += 1) await appendEntry(tx.ledger, draft(n));
  });
  const { text } = await makeCheckpoint(stores.ledger, createLedgerKey('bench.test'));
  await stores.close();
  const passes: { wallMs: number; cpuMs: number }[] = [];
  for (let pass = 0; pass < PASSES; pass += 1) passes.push(await timeVerification(file, text));
  const perSecond = (ms: number[]) => (VERIFIED * 1_000) / Math.min(...ms);
  const [wall, cpu] = [passes.map(({ wallMs }) => wallMs), passes.map(({ cpuMs }) => cpuMs)];
  return [
    { name: 'ledger verification, best of 3', value: perSecond(wall), unit: 'entries/s', aim: 'above 100,000' },
    { name: 'the same per second of CPU', value: perSecond(cpu), unit: 'entries/s', aim: 'above 100,000' },
  ];
}

async function timeVerification(file: string, checkpointText: string): Promise<{ wallMs: number; cpuMs: number }> {
  const ledger = await openLedgerFile(file);
  const [from, cpuFrom] = [performance.now(), process.cpuUsage()];
  const report = await verifyLedgerFile(ledger, { checkpointText, verifierKey: null });
  const wallMs = performance.now() - from;
  const { user, system } = process.cpuUsage(cpuFrom);
  await ledger.close();
  if (report.problem !== null || report.entries !== VERIFIED) throw new Error('The measured ledger did not verify.');
  return { wallMs, cpuMs: (user + system) / 1_000 };
}

function draft(n: number): EntryDraft {
  const evidence = [{ file: 'openapi.yaml', line: n, read: 'customer_id: { type: string }' }];
  const finding = { code: 'response-property-removed', severity: 90, message: 'The property was removed.', evidence };
  return {
    type: 'gate.decided',
    actor: { type: 'system', id: 'countersign' },
    subject: `pr:acme/payments#${n}`,
    payload: { verdict: 'block', headSha: '1f'.repeat(20), findings: [finding, finding] },
    at: 1_795_000_000_000 + n,
  };
}

type PlainRow = { entry: unknown[]; payload: unknown[] };

async function rowsFrom(stores: Stores, from: number): Promise<PlainRow[]> {
  const rows = await stores.ledger.range(from, BLOCK * 2);
  return rows.map(({ entry, payloadText }) => {
    const { seq, type, actor, subject, payloadHash, prevHash, hash, at } = entry;
    const row: unknown[] = [seq, type, actor.type, actor.id, subject, payloadHash, prevHash, hash, at];
    return { entry: row, payload: [seq, payloadText] satisfies [number, LedgerRow['payloadText']] };
  });
}

/** Two tables with the same columns and keys, one transaction for each entry, prepared statements, nothing else. */
function openPlain(file: string): { insert(row: PlainRow): void; close(): void } {
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(`
    CREATE TABLE entries (seq INTEGER PRIMARY KEY, type TEXT, actor_type TEXT, actor_id TEXT, subject TEXT,
      payload_hash TEXT, prev_hash TEXT NOT NULL UNIQUE, hash TEXT, at INTEGER);
    CREATE INDEX entries_by_subject ON entries (subject, seq);
    CREATE TABLE payloads (seq INTEGER PRIMARY KEY, body TEXT);
  `);
  const entry = database.prepare('INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const payload = database.prepare('INSERT INTO payloads VALUES (?, ?)');
  const insert = database.transaction((row: PlainRow) => {
    entry.run(...row.entry);
    payload.run(...row.payload);
  });
  return { insert, close: () => database.close() };
}

if (import.meta.main) {
  for (const { name, value, unit, aim } of await benchLedger()) {
    const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
    process.stdout.write(`${name.padEnd(32)} ${shown.padStart(10)} ${unit.padEnd(10)} (${aim})\n`);
  }
}
