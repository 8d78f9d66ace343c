import type { Flip } from '../../model/digest.ts';
import type { Watcher, WatcherState, WatcherStatus } from '../../model/watch.ts';
import { formatLength } from '../../shared/time.ts';

/**
 * The state of a watcher at `now` (epoch ms). Silence counts from the last heartbeat, and before the first one from
 * the moment watching began. Exactly at the end of the period it is still up, exactly at the end of the grace still late.
 */
export function stateOf(watcher: Watcher, status: WatcherStatus, now: number): WatcherState {
  const quietMs = silenceMs(status, now);
  if (quietMs > watcher.periodMs + watcher.graceMs) return 'silent';
  if (status.lastHeartbeatAt === null) return 'waiting';
  return quietMs > watcher.periodMs ? 'late' : 'up';
}

/** How long nothing was heard, in milliseconds; a heartbeat from the future counts as just now. */
export function silenceMs(status: WatcherStatus, now: number): number {
  return Math.max(0, now - (status.lastHeartbeatAt ?? status.since));
}

/** The change of state that is due at `now`, to be written before it is told; null when the stored state is right. */
export function flipOf(watcher: Watcher, status: WatcherStatus, now: number): Flip | null {
  const to = stateOf(watcher, status, now);
  if (to === status.state) return null;
  return {
    watcherId: watcher.id,
    name: watcher.name,
    from: status.state,
    to,
    at: now,
    lastHeartbeatAt: status.lastHeartbeatAt,
    what: describe(watcher, status, to, now),
  };
}

/** Worth telling a channel: it fell silent, or it came back. Lateness within the grace is not. */
export function isLoud(flip: Flip): boolean {
  return flip.to === 'silent' || isRecovery(flip);
}

export function isRecovery(flip: Flip): boolean {
  return flip.from === 'silent' && flip.to !== 'silent';
}

/** The moment at which the state changes next if no heartbeat comes; null when it is silent already. */
export function nextChangeAt(watcher: Watcher, status: WatcherStatus, now: number): number | null {
  const from = status.lastHeartbeatAt ?? status.since;
  switch (stateOf(watcher, status, now)) {
    case 'up':
      return from + watcher.periodMs + 1;
    case 'waiting':
    case 'late':
      return from + watcher.periodMs + watcher.graceMs + 1;
    case 'silent':
      return null;
  }
}

function describe(watcher: Watcher, status: WatcherStatus, to: WatcherState, now: number): string {
  const quiet = formatLength(silenceMs(status, now));
  switch (to) {
    case 'silent':
      return status.lastHeartbeatAt === null
        ? `${watcher.name}: no sign of life since watching began ${quiet} ago. ${watcher.what}`
        : `${watcher.name}: no sign of life for ${quiet}. ${watcher.what}`;
    case 'late':
      return `${watcher.name} is late: last heard ${quiet} ago, expected every ${formatLength(watcher.periodMs)}.`;
    case 'up':
      return status.state === 'silent' && status.flippedAt !== null
        ? `${watcher.name} is back after ${formatLength(now - status.flippedAt)} of silence.`
        : `${watcher.name} is up.`;
    case 'waiting':
      return `${watcher.name} waits for its first sign of life.`;
  }
}
