import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrayLedger, readerOf, rowsOf } from '../../test/support/array-ledger.ts';
import type { ProblemKind } from '../model/verification.ts';
import type { LedgerRow } from '../ports/ledger-file.ts';
import { appendEntry, openLedger } from './append.ts';
import { makeCheckpoint } from './checkpoint.ts';
import { erasePayload } from './erase.ts';
import { findCheckpoints } from './find-checkpoint.ts';
import { createLedgerKey, type LedgerKey } from './key.ts';
import { hashHeader, hashPayloadText, headerText } from './ledger-row.ts';
import { verifyLedger } from './verify.ts';

const KEY = createLedgerKey('countersign.test/acme');
const ALICE = { type: 'slack-user', id: 'U0ALICE' } as const;

async function ledgerOf(length: number, key: LedgerKey = KEY) {
  const ledger = arrayLedger();
  await openLedger(ledger, { origin: key.name, verifierKey: key.verifierKey }, 1);
  for (let n = 1; n < length; n += 1) {
    const payload = { n, text: `step ${n}` };
    await appendEntry(ledger, {
      type: 'gate.decided',
      actor: ALICE,
      subject: `pr:acme/payments#${n % 3}`,
      payload,
      at: n,
    });
  }
  return ledger;
}

async function checkpointsOf(ledger: Awaited<ReturnType<typeof ledgerOf>>, key: LedgerKey = KEY) {
  const { text } = await makeCheckpoint(ledger, key);
  return findCheckpoints(text).map((checkpoint) => ({ checkpoint, from: 'given' as const }));
}

function hashedAnew(row: LedgerRow): LedgerRow {
  return { ...row, hash: hashHeader(headerText(row, row.seq)) };
}

function found(problem: { kind: ProblemKind; seq: number | null } | null) {
  return problem === null ? null : [problem.kind, problem.seq];
}

describe('the verifier', () => {
  it('shares no file with the writer', () => {
    const seen = new Set<string>();
    const waiting = [new URL('./verify-file.ts', import.meta.url).href];
    for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
      if (seen.has(url)) continue;
      seen.add(url);
      const imports = readFileSync(new URL(url), 'utf8').matchAll(/^import (?!type )[^;]*from '(\.[^']+)'/gm);
      for (const [, path = ''] of imports) waiting.push(new URL(path, url).href);
    }
    const names = [...seen].map((url) => url.split('/src/')[1]);
    expect(names).toContain('ledger/ledger-row.ts');
    expect(names.filter((name) => /\/(append|entry|erase|checkpoint)\.ts$|^store\//.test(name ?? ''))).toEqual([]);
  });
});

describe('verifyLedger', () => {
  it('finds nothing wrong with a ledger that nobody touched, whatever its length', async () => {
    for (const length of [1, 2, 3, 8, 33]) {
      const ledger = await ledgerOf(length);
      const report = await verifyLedger(readerOf(rowsOf(ledger.kept)), { checkpoints: await checkpointsOf(ledger) });
      expect(report).toMatchObject({
        problem: null,
        entries: length,
        checkpoints: [{ verdict: 'good', size: length }],
      });
    }
  });

  it('accepts an empty ledger', async () => {
    expect(await verifyLedger(readerOf([]))).toMatchObject({ problem: null, entries: 0, verifierKey: null });
  });

  it('counts erased payloads that are recorded and refuses those that are not', async () => {
    const ledger = await ledgerOf(6);
    await erasePayload(ledger, { seq: 3, actor: ALICE, reason: 'a name was in it', at: 9 });
    expect(await verifyLedger(readerOf(rowsOf(ledger.kept)))).toMatchObject({ problem: null, erasedPayloads: 1 });
    await ledger.erasePayload(2);
    const report = await verifyLedger(readerOf(rowsOf(ledger.kept)));
    expect(found(report.problem)).toEqual(['payload-removed', 2]);
  });

  it('does not take an erasure for one that was recorded before the entry existed', async () => {
    const ledger = await ledgerOf(4);
    await appendEntry(ledger, { type: 'payload.erased', actor: ALICE, subject: 'entry:5', payload: { seq: 5 }, at: 5 });
    await appendEntry(ledger, { type: 'gate.decided', actor: ALICE, subject: 'pr:x', payload: { secret: 1 }, at: 6 });
    await ledger.erasePayload(5);
    expect(found((await verifyLedger(readerOf(rowsOf(ledger.kept)))).problem)).toEqual(['payload-removed', 5]);
  });

  it('names the first bad payload even when the chain is broken after it', async () => {
    const rows = rowsOf((await ledgerOf(9)).kept).map((row) => (row.seq === 3 ? { ...row, payloadText: '{}' } : row));
    expect(found((await verifyLedger(readerOf(rows.filter((row) => row.seq !== 6)))).problem)).toEqual([
      'payload-changed',
      3,
    ]);
  });

  it('says that a whole ledger written anew is not the one that was signed, and from where', async () => {
    const ledger = await ledgerOf(9);
    const early = await checkpointsOf({
      ...ledger,
      range: async (from, limit) => ledger.kept.slice(0, 4).slice(from, from + limit),
    });
    const late = await checkpointsOf(ledger);
    const forged = arrayLedger();
    for (const { entry, payloadText } of ledger.kept) {
      const payload = JSON.parse(payloadText ?? '{}');
      if (entry.seq === 0) await openLedger(forged, payload, entry.at);
      else await appendEntry(forged, { ...entry, payload: entry.seq === 6 ? { n: 66 } : payload });
    }
    const report = await verifyLedger(readerOf(rowsOf(forged.kept)), { checkpoints: [...late, ...early] });
    expect(report.checkpoints.map(({ verdict }) => verdict)).toEqual(['good', 'rewritten']);
    expect(found(report.problem)).toEqual(['rewritten', 4]);
  });

  it.each([
    ['another key of the same name', createLedgerKey(KEY.name)],
    ['a key of another name', createLedgerKey('countersign.test/other')],
  ])('refuses a checkpoint that was signed with %s', async (_, other) => {
    const ledger = await ledgerOf(5);
    const report = await verifyLedger(readerOf(rowsOf(ledger.kept)), {
      checkpoints: await checkpointsOf(ledger, other),
    });
    expect(found(report.problem)).toEqual(['wrong-key', null]);
  });

  it('refuses a checkpoint whose size or root was edited', async () => {
    const ledger = await ledgerOf(5);
    const { text } = await makeCheckpoint(ledger, KEY);
    const edited = findCheckpoints(text.replace('\n5\n', '\n4\n')).map((checkpoint) => ({
      checkpoint,
      from: 'given' as const,
    }));
    expect(found((await verifyLedger(readerOf(rowsOf(ledger.kept)), { checkpoints: edited })).problem)).toEqual([
      'wrong-key',
      null,
    ]);
  });

  it('refuses a ledger that was opened with another key than the one given', async () => {
    const ledger = await ledgerOf(3);
    const { verifierKey } = createLedgerKey(KEY.name);
    expect(found((await verifyLedger(readerOf(rowsOf(ledger.kept)), { verifierKey })).problem)).toEqual([
      'wrong-key',
      0,
    ]);
  });

  it.each([
    ['text for a number', { seq: '3' }],
    ['nothing', { seq: null }],
    ['a fraction', { seq: 3.5 }],
    ['bytes for text', { subject: Buffer.from('x') }],
  ])('does not stumble over a row with %s', async (_, change) => {
    const rows = rowsOf((await ledgerOf(7)).kept).map((row) => (row.seq === 3 ? { ...row, ...change } : row));
    expect((await verifyLedger(readerOf(rows))).problem).not.toBeNull();
  });
});

type Tampering = { what: string; rows: LedgerRow[]; expected: [ProblemKind, number] };

const HEADER_FIELDS = ['type', 'actorType', 'actorId', 'subject', 'payloadHash', 'prevHash', 'hash', 'at'] as const;
const FORGED = {
  actorType: 'slack-user',
  actorId: 'U0CHARLIE',
  subject: 'pr:acme/payments#1',
  type: 'approval.granted',
};

/** `place` and `other` are 0 to 1 and choose entries; the rows are a copy that may be spoiled. */
const TAMPERINGS: Record<string, (rows: LedgerRow[], place: number, other: number) => Tampering> = {
  'changes a field': (rows, place, other) => {
    const seq = at(rows, place, 0);
    const field = HEADER_FIELDS[Math.floor(other * HEADER_FIELDS.length)] ?? 'at';
    const value = { at: 77_777, prevHash: 'e'.repeat(64), hash: 'f'.repeat(64), payloadHash: 'd'.repeat(64) }[
      String(field)
    ];
    return { what: field, rows: with_(rows, seq, { [field]: value ?? 'changed' }), expected: ['changed', seq] };
  },
  'names an earlier entry as the previous one': (rows, place, other) => {
    const seq = at(rows, place, 2);
    const earlier = rows[Math.floor(other * (seq - 1))];
    return { what: '', rows: with_(rows, seq, { prevHash: earlier?.hash }), expected: ['changed', seq] };
  },
  'changes a number': (rows, place, other) => {
    const seq = at(rows, place, 0);
    const number = other < 0.5 ? 1_000 : -3;
    return { what: `${number}`, rows: with_(rows, seq, { seq: number }), expected: ['changed', seq] };
  },
  'changes a field and hashes the entry anew': (rows, place) => {
    const seq = at(rows.slice(0, -1), place, 0);
    const bad = hashedAnew({ ...(rows[seq] as LedgerRow), actorId: 'U0CHARLIE' });
    return { what: '', rows: with_(rows, seq, bad), expected: ['changed', seq] };
  },
  'changes a payload': (rows, place) => {
    const seq = at(rows, place, 0);
    return { what: '', rows: with_(rows, seq, { payloadText: '{"n":0}' }), expected: ['payload-changed', seq] };
  },
  'removes a payload': (rows, place) => {
    const seq = at(rows, place, 0);
    return { what: '', rows: with_(rows, seq, { payloadText: null }), expected: ['payload-removed', seq] };
  },
  'removes entries': (rows, place, other) => {
    const seq = at(rows.slice(0, -1), place, 0);
    const count = 1 + Math.floor(other * (rows.length - 1 - seq));
    return {
      what: `${count}`,
      rows: rows.toSpliced(seq, count),
      expected: [seq + count < rows.length ? 'removed' : 'cut-off', seq],
    };
  },
  'removes entries and numbers the rest anew': (rows, place, other) => {
    const seq = at(rows.slice(0, -1), place, 0);
    const count = 1 + Math.floor(other * (rows.length - 2 - seq));
    return { what: `${count}`, rows: numbered(rows.toSpliced(seq, count)), expected: ['removed', seq] };
  },
  'inserts a linked entry and numbers the rest anew': (rows, place) => {
    const seq = at(rows, place, 0);
    return { what: '', rows: numbered(rows.toSpliced(seq, 0, forged(rows, seq, 0))), expected: ['inserted', seq] };
  },
  'inserts several linked entries and numbers the rest anew': (rows, place) => {
    const seq = at(rows, place, 0);
    const first = forged(rows, seq, 0);
    const second = hashedAnew({ ...first, seq: seq + 1, prevHash: first.hash, at: 8 });
    return { what: '', rows: numbered(rows.toSpliced(seq, 0, first, second)), expected: ['inserted', seq] };
  },
  'inserts a linked entry under a number that is taken': (rows, place, other) => {
    const seq = at(rows, place, 0);
    const row = forged(rows, seq, 0);
    const spoiled = other < 0.5 ? rows.toSpliced(seq, 0, row) : rows.toSpliced(seq + 1, 0, row);
    return { what: '', rows: spoiled, expected: ['inserted', seq] };
  },
  'inserts an entry that does not link': (rows, place) => {
    const seq = at(rows, place, 0);
    const row = hashedAnew({ ...forged(rows, seq, 0), prevHash: 'a'.repeat(64) });
    return { what: '', rows: numbered(rows.toSpliced(seq, 0, row)), expected: ['inserted', seq] };
  },
  'inserts a linked entry with a made-up hash': (rows, place) => {
    const seq = at(rows, place, 0);
    const row = { ...forged(rows, seq, 0), hash: 'b'.repeat(64) };
    return { what: '', rows: numbered(rows.toSpliced(seq, 0, row)), expected: ['inserted', seq] };
  },
  'plays an earlier or later entry again': (rows, place, other) => {
    const seq = at(rows, place, 0);
    const copied = (seq + 1 + Math.floor(other * (rows.length - 1))) % rows.length;
    const row = rows[copied] as LedgerRow;
    return { what: `${copied}`, rows: numbered(rows.toSpliced(seq, 0, row)), expected: ['inserted', seq] };
  },
  'swaps two entries': (rows, place, other) => {
    const first = at(rows.slice(0, -1), place, 0);
    const second = first + 1 + Math.floor(other * (rows.length - 1 - first));
    const [left, right] = [rows[first] as LedgerRow, rows[second] as LedgerRow];
    const spoiled = rows.with(first, { ...right, seq: first }).with(second, { ...left, seq: second });
    return { what: `${second}`, rows: spoiled, expected: ['swapped', first] };
  },
  'cuts off the end': (rows, place) => {
    const left = at(rows, place, 0);
    return { what: '', rows: rows.slice(0, left), expected: ['cut-off', left] };
  },
};

function at(rows: readonly LedgerRow[], place: number, least: number): number {
  return least + Math.floor(place * (rows.length - least));
}

function with_(rows: LedgerRow[], seq: number, change: Partial<LedgerRow>): LedgerRow[] {
  return rows.with(seq, { ...(rows[seq] as LedgerRow), ...change });
}

function numbered(rows: LedgerRow[]): LedgerRow[] {
  return rows.map((row, seq) => ({ ...row, seq }));
}

function forged(rows: LedgerRow[], seq: number, time: number): LedgerRow {
  const payloadText = '{"ok":true}';
  const prevHash = rows[seq]?.prevHash;
  const row = { ...FORGED, seq, at: time, payloadText, payloadHash: hashPayloadText(payloadText), prevHash, hash: '' };
  return hashedAnew(row);
}

describe('a tampered ledger', () => {
  it.each(Object.entries(TAMPERINGS))('is found out and the entry named when somebody %s', async (_, tamper) => {
    const sizes = fc.integer({ min: 4, max: 24 });
    const places = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    await fc.assert(
      fc.asyncProperty(sizes, places, places, fc.integer({ min: 1, max: 9 }), async (size, place, other, pageSize) => {
        const ledger = await ledgerOf(size);
        const { rows, expected, what } = tamper(rowsOf(ledger.kept), place, other);
        const checkpoints = await checkpointsOf(ledger);
        const { problem } = await verifyLedger(readerOf(rows, pageSize), { checkpoints });
        expect(found(problem), `${what}: ${problem?.sentence}`).toEqual(expected);
      }),
      { numRuns: 120 },
    );
  });
});
