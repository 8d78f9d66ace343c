import { describe, expect, it } from 'vitest';
import { arrayLedger, readerOf, rowsOf } from '../../../test/support/array-ledger.ts';
import { appendEntry, openLedger } from '../../ledger/append.ts';
import { createLedgerKey } from '../../ledger/key.ts';
import { signCheckpoint } from '../../ledger/note.ts';
import { formatProof, proveEntry } from '../../ledger/prove.ts';
import { verifyLedgerFile } from '../../ledger/verify-file.ts';
import type { LedgerRow } from '../../ports/ledger-file.ts';
import { type LedgerDeps, runLedger } from './ledger.ts';

const KEY = createLedgerKey('countersign.test');

async function ledgerRows(): Promise<LedgerRow[]> {
  const ledger = arrayLedger();
  await openLedger(ledger, { origin: KEY.name, verifierKey: KEY.verifierKey }, 0);
  for (let n = 1; n < 5; n += 1) {
    const actor = { type: 'slack-user', id: 'U0BOB' } as const;
    const payload = { reason: `because\u001b[2J ${n}` };
    await appendEntry(ledger, {
      type: 'override.granted',
      actor,
      subject: `pr:acme/payments#${n % 2}`,
      payload,
      at: n * 1_000,
    });
  }
  return rowsOf(ledger.kept);
}

async function run(args: string[], change: Partial<LedgerDeps> = {}, rows?: LedgerRow[]) {
  const kept = rows ?? (await ledgerRows());
  let closed = 0;
  let out = '';
  let complaint = '';
  const deps: LedgerDeps = {
    databaseFile: 'countersign.db',
    openFile: async () => ({
      ...readerOf(kept),
      rows: async ({ seq, subject, limit }) =>
        kept
          .filter((row) => (seq ?? row.seq) === row.seq && (subject ?? row.subject) === row.subject)
          .reverse()
          .slice(0, limit),
      checkpointTexts: async () => [],
      close: async () => {
        closed += 1;
      },
    }),
    verify: verifyLedgerFile,
    prove: proveEntry,
    formatProof,
    sign: async (state) => ({ text: signCheckpoint(state, KEY), verifierKey: KEY.verifierKey }),
    readText: async () => signCheckpoint({ size: 9, rootHash: 'ab'.repeat(32) }, KEY),
    out: (text) => {
      out += text;
    },
    complain: (text) => {
      complaint += text;
    },
    ...change,
  };
  return { exit: await runLedger(args, deps), out, complaint, closed };
}

describe('ledger verify', () => {
  it('says that a whole ledger is whole', async () => {
    const { exit, out, closed } = await run(['verify']);
    expect({ exit, closed }).toEqual({ exit: 0, closed: 1 });
    expect(out).toMatch(/^The ledger is whole\.\n {2}good +5 entries, from 0 to 4\n/);
    expect(out).toContain('--checkpoint');
  });

  it('takes a checkpoint from outside', async () => {
    const { out: note } = await run(['checkpoint']);
    const { exit, out } = await run(
      ['verify', '--checkpoint', '-'],
      { readText: async () => `> ${note}` },
      await ledgerRows(),
    );
    expect(out).toContain('5 entries (given): signed by this ledger, and the same entries');
    expect(exit).toBe(0);
  });

  it('names the first bad entry', async () => {
    const rows = (await ledgerRows()).map((row) => (row.seq === 3 ? { ...row, actorId: 'U0CHARLIE' } : row));
    const { exit, out } = await run(['verify'], {}, rows);
    expect(exit).toBe(1);
    expect(out).toMatch(/^The ledger is NOT whole\. Entry 3 was changed/);
    const json = await run(['verify', '--format', 'json'], {}, rows);
    expect(JSON.parse(json.out)).toMatchObject({ problem: { kind: 'changed', seq: 3 }, entries: 3 });
  });

  it('notices that the end was cut off', async () => {
    const { exit, out } = await run(['verify', '--checkpoint', 'note.txt']);
    expect(exit).toBe(1);
    expect(out).toContain('cut off');
  });

  it.each<[string, string[], Partial<LedgerDeps>]>([
    ['a text without a checkpoint', ['verify', '--checkpoint', 'x'], { readText: async () => 'good morning' }],
    ['a file that cannot be opened', ['verify'], { openFile: () => Promise.reject(new Error('no such file')) }],
    ['a key that is none', ['verify', '--key', 'x'], {}],
    ['no database', ['verify'], { databaseFile: null }],
    ['a format it does not know', ['verify', '--format', 'xml'], {}],
    ['an option it does not know', ['verify', '--fast'], {}],
    ['a command it does not know', ['repair'], {}],
    ['a name every object has', ['toString'], {}],
    ['no command', [], {}],
    ['no entry to prove', ['prove'], {}],
    ['an entry that is no number', ['prove', '-1'], {}],
    ['an entry that is not there', ['prove', '99'], {}],
    ['an entry to show that is not there', ['show', '99'], {}],
    ['no key to sign with', ['checkpoint'], { sign: () => Promise.reject(new Error('no key')) }],
  ])('answers 2 and one complaint for %s', async (_, args, change) => {
    const { exit, out, complaint } = await run(args, change);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(complaint).toMatch(/^Could not check the ledger: /);
  });

  it('does not call a checkpoint good whose signature nobody can check', async () => {
    const rows = (await ledgerRows()).slice(0, 0);
    const note = signCheckpoint(
      { size: 0, rootHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
      KEY,
    );
    const { exit, complaint } = await run(['verify', '--checkpoint', '-'], { readText: async () => note }, rows);
    expect(exit).toBe(2);
    expect(complaint).toContain('--key');
  });
});

describe('ledger checkpoint and prove', () => {
  it('sign nothing that is not whole', async () => {
    const rows = (await ledgerRows()).filter((row) => row.seq !== 2);
    for (const args of [['checkpoint'], ['prove', '1']]) {
      const { exit, out, complaint } = await run(args, {}, rows);
      expect({ exit, out }).toEqual({ exit: 1, out: '' });
      expect(complaint).toContain('Entry 2 was removed');
    }
  });

  it('do not sign with a key that is not the ledger’s', async () => {
    const other = createLedgerKey(KEY.name);
    const sign: LedgerDeps['sign'] = async (state) => ({
      text: signCheckpoint(state, other),
      verifierKey: other.verifierKey,
    });
    expect((await run(['checkpoint'], { sign })).exit).toBe(2);
  });

  it('give a proof in the published form', async () => {
    const { exit, out } = await run(['prove', '2']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex 2\n(?:[A-Za-z0-9+/]{43}=\n){3}\ncountersign\.test\n5\n/);
  });
});

describe('ledger show', () => {
  it('lists the newest entries, the newest last', async () => {
    const { out } = await run(['show', '--limit', '2']);
    expect(out).toBe(
      '3  1970-01-01T00:00:03.000Z  override.granted  slack-user U0BOB  pr:acme/payments#1\n' +
        '4  1970-01-01T00:00:04.000Z  override.granted  slack-user U0BOB  pr:acme/payments#0\n',
    );
    expect((await run(['show', '--subject', 'nothing'])).out).toBe('No entries.\n');
  });

  it('shows one entry, and lets nothing in it reach the terminal', async () => {
    const { out } = await run(['show', '3']);
    expect(out).toContain('Entry 3\n');
    expect(out).toContain('because\\u001b[2J 3');
    const spoiled = (await ledgerRows()).map((row) => ({ ...row, subject: 'x\u001b]0;y\u0007\nz', payloadText: '{' }));
    for (const args of [['show', '3'], ['show']]) {
      const { out: shown } = await run(args, {}, spoiled);
      expect([...shown].filter((character) => character < ' ' && character !== '\n')).toEqual([]);
      expect(shown).toContain('x\\u001b]0;y\\u0007\\nz');
    }
  });
});
