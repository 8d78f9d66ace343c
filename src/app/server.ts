import type { FastifyInstance } from 'fastify';
import { DEFAULT_CHECK_NAME } from '../adapters/github/index.ts';
import type { Config } from '../config/config.ts';
import type { Road } from '../flow/road.ts';
import type { EventDraft } from '../model/event.ts';
import type { Log } from '../ports/log.ts';
import { formatLength, MINUTE_MS } from '../shared/time.ts';
import type { Timetable } from '../surfaces/cron/timetable.ts';
import { askParts, buildServer, type createMetrics } from '../surfaces/http/index.ts';
import type { SlackSurface } from '../surfaces/slack/index.ts';

/** The timetable ticks each minute; two missed ticks and the monitor itself is taken for dead. */
const MONITOR_LATE_MS = 3 * MINUTE_MS;

export type ServerParts = {
  road: Road;
  config: Config;
  accept(draft: EventDraft): Promise<'stored' | 'seen'>;
  metrics: ReturnType<typeof createMetrics>;
  slack: SlackSurface;
  timetable: Timetable;
};

/** Health, metrics, webhooks and the watchers' door, asking the parts of the running house. */
export async function openServer({
  road,
  config,
  accept,
  metrics,
  slack,
  timetable,
}: ServerParts): Promise<FastifyInstance> {
  const { stores, clock } = road;
  const { mount } = slack;
  return buildServer({
    async accept(draft) {
      for (const watcher of road.watchers.filter(({ source }) => source === draft.source))
        await stores.watchers.beat(watcher.id, clock.now());
      return accept(draft);
    },
    pullRequestsAt: async (repo, headSha) =>
      (await stores.pullRequests.open())
        .filter((row) => row.repo === repo && row.headSha === headSha)
        .map((row) => row.number),
    async heartbeat(watcherId) {
      const watcher = road.watchers.find(
        (candidate) => candidate.id === watcherId && candidate.source === 'outside-job',
      );
      if (watcher === undefined) return 'unknown-watcher';
      await stores.watchers.beat(watcher.id, clock.now());
      return 'recorded';
    },
    ready: () =>
      askParts({
        database: async () => {
          await stores.ping();
          return 'It reads and writes.';
        },
        slack: async () => {
          await road.chat.ping();
          if (!slack.connected()) throw new Error('Slack answers, but no socket is connected yet.');
          return 'It answers.';
        },
        github: async () => {
          await road.codeHost.ping();
          return 'It answers.';
        },
        outbox: async () => {
          const { oldestPendingAt } = await stores.outbox.counts();
          const age = oldestPendingAt === null ? 0 : clock.now() - oldestPendingAt;
          if (age > 5 * MINUTE_MS) throw new Error(`The oldest delivery waits for ${formatLength(age)}.`);
          return `The oldest delivery waits for ${formatLength(age)}.`;
        },
        monitor: async () => {
          const late = lateness(timetable, clock.now);
          if (late !== null) throw new Error(late);
          return 'The timetable ticks.';
        },
      }),
    async metrics() {
      const now = clock.now();
      const [inbox, outbox, ledgerEntries] = await Promise.all([
        stores.inbox.counts(),
        stores.outbox.counts(),
        stores.ledger.size(),
      ]);
      const aged = (counts: typeof inbox) => ({
        pending: counts.pending,
        dead: counts.dead,
        oldestPendingMs: counts.oldestPendingAt === null ? null : now - counts.oldestPendingAt,
      });
      metrics.sample({ inbox: aged(inbox), outbox: aged(outbox), ledgerEntries });
      return metrics.text();
    },
    received: metrics.received,
    log: road.log,
    config: {
      githubWebhookSecret: config.github.webhookSecret,
      heartbeatToken: config.http.heartbeatToken,
      checkName: DEFAULT_CHECK_NAME,
      githubAppId: config.github.appId === null ? null : Number(config.github.appId),
    },
    ...(mount === null ? {} : { mountSlack: mount }),
  });
}

function lateness(timetable: Timetable, now: () => number): string | null {
  const last = timetable.lastTickAt();
  if (last !== null && now() - last <= MONITOR_LATE_MS) return null;
  return last === null
    ? 'The timetable has not ticked yet.'
    : `The timetable has not ticked for ${formatLength(now() - last)}: nothing is being watched.`;
}

/** The watcher of the watchers: it shares nothing with the timetable but the process. */
export function complainWhenLate(timetable: Timetable, now: () => number, log: Log): void {
  const late = lateness(timetable, now);
  if (late !== null) log.error({ monitor: 'silent' }, late);
}
