import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect } from 'vitest';
import { CAST, CHANNEL } from '../../src/demo/cast.ts';
import type { CheckRun } from '../../src/demo/github.ts';
import { type Demo, type DemoOptions, startDemo } from '../../src/demo/run.ts';
import { REPO } from '../../src/demo/story.ts';
import { verifyLedger } from '../../src/ledger/verify.ts';
import type { Entry, EntryType } from '../../src/model/entry.ts';
import { readerOf, rowsOf } from './array-ledger.ts';
import { type Look, PATIENCE_MS, useChromium } from './chromium.ts';
import { type PersonName, type Seat, seatAt } from './seat.ts';

export { CAST, CHANNEL } from '../../src/demo/cast.ts';
export { openBreakingPullRequest } from '../../src/demo/story.ts';
export { REPO };

export type Written = Entry & { payload: Record<string, unknown> };

/** The app, the embedded Slack and the emulated GitHub of one story, and the people before their pages. */
export type Story = {
  demo: Demo;
  /** Starts in place of the running one; on the same `dir`, everything is there again. */
  start(options?: Partial<DemoOptions>): Promise<Demo>;
  /** Everybody leaves, then the house stops. */
  stop(): Promise<void>;
  sit(person: PersonName, look?: Look): Promise<Seat>;
  /** An empty folder that is gone after the stories of this file. */
  dir(): Promise<string>;
  /** Everything in the ledger, in order. */
  ledger(type?: EntryType): Promise<Written[]>;
  /** Waits until that many entries of the type are there, and answers them. */
  recorded(type: EntryType, count?: number): Promise<Written[]>;
  /** Waits until the newest check run of a branch or commit has come to this conclusion. */
  check(ref: string, conclusion: string): Promise<CheckRun>;
  /** Waits until nothing is left to work on or to send. */
  settled(): Promise<void>;
};

/**
 * Gives each test of a file a running house without pull requests, in memory unless it starts its own; at the end
 * of each, the ledger must be whole.
 */
export function useStory(defaults: Partial<DemoOptions> = {}): Story {
  let demo: Demo | null = null;
  const dirs: string[] = [];

  function running(): Demo {
    if (demo === null) throw new TypeError('The house is not running; start it first.');
    return demo;
  }
  async function start(options: Partial<DemoOptions> = {}): Promise<Demo> {
    await stop();
    demo = await startDemo({ dir: null, seed: false, timetable: false, logLevel: 'fatal', ...defaults, ...options });
    return demo;
  }
  async function stop(): Promise<void> {
    await chromium.closePages();
    const stopping = demo;
    demo = null;
    await stopping?.stop();
  }
  async function ledger(type?: EntryType): Promise<Written[]> {
    const { ledger } = running().app.stores;
    const kept = await ledger.range(0, await ledger.size());
    return kept
      .filter(({ entry }) => type === undefined || entry.type === type)
      .map(({ entry, payloadText }) => ({ ...entry, payload: JSON.parse(payloadText ?? '{}') }));
  }

  async function settled(): Promise<void> {
    const { stores, workers } = running().app;
    const left = async () => ({
      events: (await stores.inbox.counts()).pending,
      deliveries: (await stores.outbox.counts()).pending,
    });
    await expect.poll(left, { timeout: PATIENCE_MS }).toEqual({ events: 0, deliveries: 0 });
    await workers.idle();
  }

  beforeEach(async () => {
    await start();
  });
  afterEach(async () => {
    if (demo === null) return;
    try {
      await settled();
      const { ledger } = demo.app.stores;
      const reader = readerOf(rowsOf(await ledger.range(0, await ledger.size())));
      const report = await verifyLedger(reader, { verifierKey: demo.app.verifierKey });
      expect(report.problem, 'the ledger').toBeNull();
    } finally {
      await stop();
    }
  });
  afterAll(() => Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true }))));
  // Hooks run last in, first out: a failing story is photographed before its house stops.
  const chromium = useChromium();

  return {
    get demo() {
      return running();
    },
    start,
    stop,
    async sit(person, look = {}) {
      const { slackId, name } = CAST[person];
      const page = await chromium.open(`${running().workspace.url}/?as=${slackId}&channel=${CHANNEL.id}`, look);
      await page.getByTestId('act-as').getByText(name).waitFor();
      return seatAt(page);
    },
    async dir() {
      const dir = await mkdtemp(join(tmpdir(), 'countersign-story-'));
      dirs.push(dir);
      return dir;
    },
    ledger,
    async recorded(type, count = 1) {
      await expect.poll(async () => (await ledger(type)).length, { timeout: PATIENCE_MS }).toBe(count);
      return ledger(type);
    },
    async check(ref, conclusion) {
      const alice = running().github.as('alice');
      const newest = async () => (await alice.checkRuns(REPO, ref)).at(-1);
      await expect.poll(async () => (await newest())?.conclusion, { timeout: PATIENCE_MS }).toBe(conclusion);
      const run = await newest();
      if (run === undefined) throw new TypeError('A check run that was there is gone.');
      return run;
    },
    settled,
  };
}
