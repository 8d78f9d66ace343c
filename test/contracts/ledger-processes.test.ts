import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendEntry } from '../../src/ledger/append.ts';
import { verifyLedgerFile } from '../../src/ledger/verify-file.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { openStores } from '../../src/store/open.ts';
import { openLedgerFile } from '../../src/store/read-ledger.ts';

const CHILD = new URL('../support/append-child.ts', import.meta.url).pathname;
let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ledger-processes-'));
  file = join(directory, 'countersign.db');
});
afterEach(() => rmSync(directory, { recursive: true }));

function startChild(name: string, count: number): { child: ChildProcess; said: () => number[] } {
  const child = spawn(process.execPath, [CHILD, `sqlite:${file}`, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  /** A number that was cut by the kill was not promised. */
  return {
    child,
    said: () =>
      text
        .slice(0, text.lastIndexOf('\n') + 1)
        .split('\n')
        .filter(Boolean)
        .map(Number),
  };
}

async function verified() {
  const reader = await openLedgerFile(file);
  try {
    return await verifyLedgerFile(reader, { checkpointText: null, verifierKey: null });
  } finally {
    await reader.close();
  }
}

function push(n: number): EventDraft {
  const data = { repo: 'acme/payments', ref: 'refs/heads/main', before: 'a', after: 'b' };
  const actor = { type: 'github-user', id: 'alice' } as const;
  return { type: 'push.received', source: 'github', dedupeKey: `d${n}`, lane: `lane ${n % 7}`, actor, data };
}

describe('several processes on one file', () => {
  it('start together on an empty file and extend one chain', async () => {
    const children = ['a', 'b', 'c'].map((name) => startChild(name, 60));
    await Promise.all(children.map(({ child }) => once(child, 'close')));
    const said = children.flatMap((child) => child.said()).sort((left, right) => left - right);
    expect(said).toEqual(Array.from({ length: 180 }, (_, n) => n + 1));
    expect(await verified()).toMatchObject({ problem: null, entries: 181 });
  });

  it('lose nothing that was promised when one is killed in the middle', async () => {
    const promised: number[] = [];
    for (const [name, least] of [
      ['a', 20],
      ['b', 45],
      ['c', 5],
    ] as const) {
      const { child, said } = startChild(name, 0);
      while (said().length < least) await once(child.stdout as NodeJS.ReadableStream, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      promised.push(...said());
    }
    const report = await verified();
    expect(report.problem).toBeNull();
    expect(new Set(promised).size).toBe(promised.length);
    expect(Math.max(...promised)).toBeLessThan(report.entries);
  });
});

describe('two stores on one file', () => {
  it('extend one chain when both append at once', async () => {
    const [left, right] = [await opened(), await opened()];
    const drafts = Array.from({ length: 80 }, (_, n) => ({ stores: n % 2 === 0 ? left : right, n }));
    const entries = await Promise.all(
      drafts.map(({ stores, n }) =>
        stores.transact((tx) =>
          appendEntry(tx.ledger, {
            type: 'gate.decided',
            actor: { type: 'cli', id: 'x' },
            subject: 's',
            payload: { n },
            at: n,
          }),
        ),
      ),
    );
    expect(new Set(entries.map(({ seq }) => seq)).size).toBe(80);
    expect(await left.ledger.size()).toBe(81);
    await Promise.all([left.close(), right.close()]);
    expect(await verified()).toMatchObject({ problem: null, entries: 81 });
  });

  it('never give one event to two workers', async () => {
    const [left, right] = [await opened(), await opened()];
    for (let n = 0; n < 40; n += 1) await left.inbox.add(push(n), n);
    const claimed: string[] = [];
    async function work(stores: typeof left): Promise<void> {
      for (;;) {
        const found = await stores.inbox.claim(1_000, 60_000);
        if (found === null && (await stores.inbox.counts()).pending === 0) return;
        if (found === null) continue;
        claimed.push(found.event.dedupeKey);
        await stores.inbox.finish(found.event.id, 1_000);
      }
    }
    await Promise.all([work(left), work(right), work(left), work(right)]);
    expect(claimed).toHaveLength(40);
    expect(new Set(claimed).size).toBe(40);
    await Promise.all([left.close(), right.close()]);
  });
});

function opened() {
  return openStores({ url: `sqlite:${file}`, now: () => 0 });
}
