export const WATCHER_STATES = ['waiting', 'up', 'late', 'silent'] as const;
/** waiting: no heartbeat yet; late: past the period, within the grace; silent: past both. */
export type WatcherState = (typeof WATCHER_STATES)[number];

export type Watcher = {
  id: string;
  name: string;
  what: string;
  source: 'github' | 'slack' | 'outbox' | 'cron' | 'monitor' | 'outside-job';
  periodMs: number;
  graceMs: number;
};

export type WatcherStatus = {
  watcherId: string;
  state: WatcherState;
  lastHeartbeatAt: number | null;
  /** When watching began: silence is counted from here until the first heartbeat. */
  since: number;
  flippedAt: number | null;
};
