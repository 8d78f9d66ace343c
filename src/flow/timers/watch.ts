import { SYSTEM } from '../../model/actor.ts';
import type { Flip } from '../../model/digest.ts';
import type { EventOf } from '../../model/event.ts';
import { watcherKey } from '../../model/keys.ts';
import { flipOf, isLoud } from '../../rules/watch/heartbeat.ts';
import { messageOf } from '../../shared/errors.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';

/** A queue whose oldest row waits longer than this is not moving. */
export const OUTBOX_TOO_OLD_MS = 5 * MINUTE_MS;

/**
 * Listens for what we can hear ourselves, then looks for silence. A flip is written first and told after; of two
 * processes that see the same silence one wins the compare-and-set, so it is told once.
 */
export async function watch(road: Road, event: EventOf<'timer.due'>): Promise<void> {
  const now = road.clock.now();
  for (const watcher of road.watchers) await road.stores.watchers.ensure(watcher.id, now);
  for (const source of await heard(road, now)) {
    for (const watcher of road.watchers.filter((candidate) => candidate.source === source))
      await road.stores.watchers.beat(watcher.id, now);
  }
  const statuses = new Map((await road.stores.watchers.all()).map((status) => [status.watcherId, status]));
  for (const watcher of road.watchers) {
    const status = statuses.get(watcher.id);
    const flip = status === undefined ? null : flipOf(watcher, status, now);
    if (flip !== null) await recordFlip(road, flip, now);
  }
  await road.stores.inbox.finish(event.id, now);
}

/** What gave a sign of life just now. The monitor is heard because this runs at all. */
async function heard(road: Road, now: number): Promise<string[]> {
  const sources = ['monitor', 'cron'];
  try {
    await road.chat.ping();
    sources.push('slack');
  } catch (thrown) {
    road.log.warn({ err: messageOf(thrown) }, 'Slack did not answer the watch');
  }
  const outbox = await road.stores.outbox.counts();
  if (outbox.oldestPendingAt === null || now - outbox.oldestPendingAt < OUTBOX_TOO_OLD_MS) sources.push('outbox');
  return sources;
}

async function recordFlip(road: Road, flip: Flip, now: number): Promise<void> {
  const channel = road.settings.defaultChannel;
  await road.stores.transact(async (tx) => {
    if (!(await tx.watchers.flip(flip.watcherId, flip.from, flip.to, now))) return;
    if (!isLoud(flip)) return;
    await record(
      tx,
      { type: 'watcher.flipped', actor: SYSTEM, subject: watcherKey(flip.watcherId), payload: { ...flip }, at: now },
      () => (channel === null ? [] : [{ kind: 'chat.flip', channel, flip }]),
    );
  });
}
