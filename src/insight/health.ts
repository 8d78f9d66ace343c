import type { Health, WatcherLine } from '../model/home.ts';
import type { Watcher } from '../model/watch.ts';
import type { Stores } from '../ports/stores.ts';

/** The house itself at `now` (epoch ms), from the stores only. `watchers` gives the names; an id stands in for one. */
export async function healthOf(stores: Stores, now: number, watchers: readonly Watcher[] = []): Promise<Health> {
  const [events, deliveries, ledgerSize, checkpoint, lines] = await Promise.all([
    stores.inbox.counts(),
    stores.outbox.counts(),
    stores.ledger.size(),
    stores.ledger.lastCheckpoint(),
    watcherLines(stores, now, watchers),
  ]);
  return {
    eventsPending: events.pending,
    eventsDead: events.dead,
    deliveriesPending: deliveries.pending,
    deliveriesDead: deliveries.dead,
    oldestEventMs: ageOf(events.oldestPendingAt, now),
    oldestDeliveryMs: ageOf(deliveries.oldestPendingAt, now),
    ledgerSize,
    lastCheckpoint: checkpoint === null ? null : { size: checkpoint.size, at: checkpoint.at },
    watchers: lines,
  };
}

/** Every watcher with its recorded state; those that are silent first. One that left the registry is kept by nobody. */
export async function watcherLines(stores: Stores, now: number, watchers: readonly Watcher[]): Promise<WatcherLine[]> {
  const names = new Map(watchers.map((watcher) => [watcher.id, watcher.name]));
  const kept = (await stores.watchers.all()).filter(({ watcherId }) => names.size === 0 || names.has(watcherId));
  const lines = kept.map((status) => ({
    id: status.watcherId,
    name: names.get(status.watcherId) ?? status.watcherId,
    state: status.state,
    lastHeartbeatAt: status.lastHeartbeatAt,
    quietForMs: Math.max(0, now - (status.lastHeartbeatAt ?? status.since)),
  }));
  return lines.sort((a, b) => Number(b.state === 'silent') - Number(a.state === 'silent') || (a.id < b.id ? -1 : 1));
}

function ageOf(at: number | null, now: number): number | null {
  return at === null ? null : Math.max(0, now - at);
}
