import type { Health } from '../model/home.ts';
import type { Watcher } from '../model/watch.ts';
import type { Stores } from '../ports/stores.ts';
import { clip, countOf } from '../shared/text.ts';
import { formatLength, isoTime } from '../shared/time.ts';
import { healthOf } from './health.ts';

/** What `/policy status` answers from. */
export type Status = {
  at: number;
  health: Health;
  openDecisions: number;
  openReviews: number;
  waitingProposals: number;
  packs: { active: number; draft: number; archived: number };
  /** What could not be delivered, newest first, with the reason. */
  dead: { id: string; kind: string; key: string; attempts: number; lastError: string | null; createdAt: number }[];
};

const MOST_LISTED = 10;
const MOST_COUNTED = 1_000;

/** The house at `now` (epoch ms), read from the stores; changes nothing. */
export async function statusFor(stores: Stores, now: number, watchers: readonly Watcher[] = []): Promise<Status> {
  const [health, open, reviews, proposals, packs, dead] = await Promise.all([
    healthOf(stores, now, watchers),
    stores.decisions.inState('open', MOST_COUNTED),
    stores.reviews.stillOpen(),
    stores.proposals.inState(['proposed'], MOST_COUNTED),
    stores.packs.current(),
    stores.outbox.dead(MOST_LISTED),
  ]);
  const inStatus = (status: string) => packs.filter((pack) => pack.status === status).length;
  return {
    at: now,
    health,
    openDecisions: open.length,
    openReviews: reviews.length,
    waitingProposals: proposals.length,
    packs: { active: inStatus('active'), draft: inStatus('draft'), archived: inStatus('archived') },
    dead: dead.map(({ id, payload, key, attempts, lastError, createdAt }) => ({
      id,
      kind: payload.kind,
      key,
      attempts,
      lastError,
      createdAt,
    })),
  };
}

/** The same in lines for people, plain text. What is wrong comes with what to do. */
export function statusLines(status: Status): string[] {
  const { health } = status;
  const silent = health.watchers.filter((watcher) => watcher.state === 'silent');
  return [
    `Waiting: ${countOf(status.openDecisions, 'pull request')}, ${countOf(status.waitingProposals, 'patch', 'patches')}, ${countOf(status.openReviews, 'break-glass review')}.`,
    `Packs: ${status.packs.active} active, ${status.packs.draft} draft, ${status.packs.archived} archived.`,
    queueLine('Events', health.eventsPending, health.eventsDead, health.oldestEventMs),
    queueLine('Deliveries', health.deliveriesPending, health.deliveriesDead, health.oldestDeliveryMs),
    ...status.dead.map(
      (row) =>
        `Given up after ${countOf(row.attempts, 'attempt')}: ${row.kind} (${row.key}): ${clip(row.lastError ?? 'no reason recorded', 200)}`,
    ),
    ...silent.map((watcher) => `Silent for ${formatLength(watcher.quietForMs)}: ${watcher.name}.`),
    watchersLine(health, silent.length),
    ledgerLine(health),
  ];
}

function queueLine(name: string, pending: number, dead: number, oldestMs: number | null): string {
  const oldest = oldestMs === null ? '' : `, the oldest for ${formatLength(oldestMs)}`;
  return `${name}: ${pending} waiting${oldest}, ${dead} given up.`;
}

function watchersLine(health: Health, silent: number): string {
  if (health.watchers.length === 0) return 'Watchers: none has reported yet.';
  return `Watchers: ${health.watchers.length - silent} of ${health.watchers.length} heard.`;
}

function ledgerLine({ ledgerSize, lastCheckpoint }: Health): string {
  const signed =
    lastCheckpoint === null
      ? 'no checkpoint signed yet'
      : `last checkpoint over ${lastCheckpoint.size}, signed ${isoTime(lastCheckpoint.at)}`;
  return `Ledger: ${countOf(ledgerSize, 'entry', 'entries')}, ${signed}.`;
}
