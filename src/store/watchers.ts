import type { WatcherState, WatcherStatus } from '../model/watch.ts';
import type { WatcherStore } from '../ports/stores.ts';
import type { Db } from './tables.ts';

export function createWatcherStore(db: Db): WatcherStore {
  async function ensure(watcherId: string, now: number): Promise<void> {
    await db
      .insertInto('watchers')
      .values({ watcher_id: watcherId, state: 'waiting', last_heartbeat_at: null, since: now, flipped_at: null })
      .onConflict((conflict) => conflict.column('watcher_id').doNothing())
      .execute();
  }

  /** A heartbeat that arrives late never moves the last one back; one that comes before the first look begins the watch. */
  async function beat(watcherId: string, now: number): Promise<void> {
    await db
      .insertInto('watchers')
      .values({ watcher_id: watcherId, state: 'waiting', last_heartbeat_at: now, since: now, flipped_at: null })
      .onConflict((conflict) =>
        conflict
          .column('watcher_id')
          .doUpdateSet({ last_heartbeat_at: now })
          .where(({ eb, or }) =>
            or([eb('watchers.last_heartbeat_at', 'is', null), eb('watchers.last_heartbeat_at', '<', now)]),
          ),
      )
      .execute();
  }

  async function all(): Promise<WatcherStatus[]> {
    const rows = await db.selectFrom('watchers').selectAll().orderBy('watcher_id').execute();
    return rows.map((row) => ({
      watcherId: row.watcher_id,
      state: row.state,
      lastHeartbeatAt: row.last_heartbeat_at,
      since: row.since,
      flippedAt: row.flipped_at,
    }));
  }

  async function flip(watcherId: string, from: WatcherState, to: WatcherState, now: number): Promise<boolean> {
    const result = await db
      .updateTable('watchers')
      .set({ state: to, flipped_at: now })
      .where('watcher_id', '=', watcherId)
      .where('state', '=', from)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  return { ensure, beat, all, flip };
}
