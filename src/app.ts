import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createGithub } from './adapters/github/index.ts';
import { githubSettings, slackSettings } from './app/credentials.ts';
import { deskOf } from './app/desk.ts';
import { ledgerKeyFor } from './app/ledger-key.ts';
import { readPacks, readWatcherFiles } from './app/manifests.ts';
import { complainWhenLate, openServer } from './app/server.ts';
import type { Config } from './config/config.ts';
import { activatePacks } from './flow/activate-packs.ts';
import { resumeWrites } from './flow/drift/resume-writes.ts';
import { openEvaluationPool } from './flow/gate/evaluation-pool.ts';
import type { Road, Wake } from './flow/road.ts';
import { digestJob, JOBS } from './flow/timers/run-timer.ts';
import { startWorkers, type Workers } from './flow/workers.ts';
import { digestFor } from './insight/digest.ts';
import { openLedger } from './ledger/append.ts';
import type { LedgerKey } from './ledger/key.ts';
import { LEDGER_NAME } from './ledger/name.ts';
import type { Event, EventDraft } from './model/event.ts';
import type { StoredPack } from './model/pack.ts';
import type { Log } from './ports/log.ts';
import type { Stores } from './ports/stores.ts';
import { dueTimes } from './rules/watch/due.ts';
import { MINUTE_MS } from './shared/time.ts';
import { openStores } from './store/open.ts';
import { jobsOf } from './surfaces/cron/jobs.ts';
import { createTimetable, type Timetable } from './surfaces/cron/timetable.ts';
import { createMetrics } from './surfaces/http/index.ts';
import { connectChat, listenToSlack, type SlackOptions } from './surfaces/slack/index.ts';

const WORKERS = 4;
const MAX_ATTEMPTS = 10;

export type AppOptions = {
  config: Config;
  log: Log;
  now?: () => number;
  /** How long an idle worker sleeps before it looks again; a stored event wakes it at once. */
  pollMs?: number;
  /** False leaves the minute ticker off; a test ticks the timetable itself. */
  timetable?: boolean;
  maxAttempts?: number;
};

/** The running house. `stop` finishes what is in hand, or hands it back to whoever starts next. */
export type App = {
  url: string;
  stores: Stores;
  road: Road;
  timetable: Timetable;
  workers: Workers;
  accept(draft: EventDraft): Promise<'stored' | 'seen'>;
  verifierKey: string;
  stop(): Promise<void>;
};

/** Puts the house together and opens its doors. Throws one sentence when something it cannot do without is missing. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const now = options.now ?? Date.now;
  // Asked for first: a start without them must leave nothing behind, not even a key.
  const [slackGiven, githubGiven] = [slackSettings(config), githubSettings(config, now)];
  if (config.database.file !== ':memory:') await mkdir(dirname(config.database.file), { recursive: true });
  const database = await openStores({ url: config.database.url, now });
  let wake: Wake = () => undefined;
  // Whatever a transaction put into the outbox goes out at once instead of at the next look.
  const stores: Stores = {
    ...database,
    async transact(work) {
      const result = await database.transact(work);
      wake();
      return result;
    },
  };
  const opened: (() => Promise<void>)[] = [() => stores.close()];
  try {
    return await furnish();
  } catch (thrown) {
    for (const close of opened.reverse()) await close();
    throw thrown;
  }

  async function furnish(): Promise<App> {
    const ledgerKey = await openOwnLedger(config, stores, log, now);
    const metrics = createMetrics();
    const slackOptions: SlackOptions = {
      ...slackGiven,
      log,
      now,
      refused: () => metrics.received('slack', 'request', 'refused'),
    };
    const chat = connectChat(slackOptions);
    const pool = openEvaluationPool();
    opened.push(() => pool.close());
    const road: Road = {
      stores,
      codeHost: createGithub(githubGiven),
      chat,
      pool,
      clock: { now },
      ledgerKey,
      watchers: await readWatcherFiles(config.watchersDir),
      settings: {
        defaultChannel: config.channel,
        watchedRepos: config.repos,
        switches: config.switches,
        maxAttempts: options.maxAttempts ?? MAX_ATTEMPTS,
      },
      log,
      meter: metrics,
      composeDigest: async (request) =>
        digestFor(stores, {
          ...request,
          packs: await packsOfChannel(stores, request.channel, config.channel),
          watchers: road.watchers,
        }),
      monotonicMs: () => performance.now(),
    };
    await activatePacks(road, await readPacks(config.packsDir));
    await resumeWrites(road);
    if (!(await stores.packs.current()).some((pack) => pack.status === 'active'))
      log.warn({}, 'no pack is active, so nothing is judged: see "Connect it" in the README');
    const revived = await stores.outbox.revive(now());
    if (revived > 0) log.warn({ revived }, 'deliveries that were given up are tried again');

    const workers = startWorkers(road, { width: WORKERS, pollMs: options.pollMs ?? 500 });
    opened.push(() => workers.stop());
    wake = workers.wake;
    async function accept(draft: EventDraft): Promise<'stored' | 'seen'> {
      const event: Event | null = await stores.inbox.add(draft, now());
      if (event === null) return 'seen';
      workers.wake();
      return 'stored';
    }
    const timetable = createTimetable({
      jobs: async () =>
        jobsOf(await stores.packs.current(), config.channel, {
          dueEvery,
          dueDaily,
          digestJob,
          watchJob: JOBS.watch,
          takeUpJob: JOBS.takeUp,
        }),
      timers: stores.timers,
      accept,
      now,
      log,
    });
    const slack = listenToSlack(slackOptions, deskOf(road, accept));
    opened.push(() => slack.stop());
    const server = await openServer({ road, config, accept, metrics, slack, timetable });
    opened.push(() => server.close());
    const url = await server.listen({ host: config.http.host, port: config.http.port });
    slack.start();
    await accept({
      type: 'timer.due',
      source: 'cron',
      dedupeKey: `start:${now()}`,
      lane: `timer:${JOBS.takeUp}`,
      actor: { type: 'system', id: 'start' },
      data: { job: JOBS.takeUp, dueAt: now() },
    });
    const watchdog = setInterval(() => complainWhenLate(timetable, now, log), MINUTE_MS).unref();
    if (options.timetable !== false) timetable.start();
    return {
      url,
      stores,
      road,
      timetable,
      workers,
      accept,
      verifierKey: ledgerKey.verifierKey,
      async stop() {
        clearInterval(watchdog);
        await timetable.stop();
        for (const close of opened.reverse()) await close();
      },
    };
  }
}

async function openOwnLedger(config: Config, stores: Stores, log: Log, now: () => number): Promise<LedgerKey> {
  const { key, created, warning } = await ledgerKeyFor(config);
  if (warning !== null) log.warn({}, warning);
  if (created)
    log.info({ verifierKey: key.verifierKey }, 'a ledger key was created; keep the verifier key somewhere else');
  await stores.transact((tx) => openLedger(tx.ledger, { origin: LEDGER_NAME, verifierKey: key.verifierKey }, now()));
  return key;
}

async function packsOfChannel(stores: Stores, channel: string, defaultChannel: string | null): Promise<StoredPack[]> {
  const packs = await stores.packs.current();
  return packs.filter((pack) => (pack.routing.slackChannel ?? defaultChannel) === channel);
}

function dueEvery(periodMs: number, lastDue: number | null, now: number) {
  return dueTimes({ kind: 'every', periodMs }, lastDue, now);
}

function dueDaily(hour: number, timeZone: string, lastDue: number | null, now: number) {
  return dueTimes({ kind: 'daily', hour, timeZone }, lastDue, now);
}
