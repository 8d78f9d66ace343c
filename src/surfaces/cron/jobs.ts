import type { StoredPack } from '../../model/pack.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import type { Job } from './timetable.ts';

/** What the timetable needs of the house, injected so that this folder imports no rule. */
export type JobRules = {
  dueEvery(periodMs: number, lastDue: number | null, now: number): { dueAt: number; missed: number } | null;
  dueDaily(
    hour: number,
    timeZone: string,
    lastDue: number | null,
    now: number,
  ): { dueAt: number; missed: number } | null;
  digestJob(channel: string, hour: number, timeZone: string): string;
  watchJob: string;
  takeUpJob: string;
};

export const WATCH_EVERY_MS = MINUTE_MS;
export const TAKE_UP_EVERY_MS = 10 * MINUTE_MS;

/** The timetable: watching, taking up missed deliveries, and one digest per channel at the hour of its pack. */
export function jobsOf(packs: readonly StoredPack[], defaultChannel: string | null, rules: JobRules): Job[] {
  const jobs: Job[] = [
    { name: rules.watchJob, due: (lastDue, now) => rules.dueEvery(WATCH_EVERY_MS, lastDue, now) },
    { name: rules.takeUpJob, due: (lastDue, now) => rules.dueEvery(TAKE_UP_EVERY_MS, lastDue, now) },
  ];
  const channels = new Set<string>();
  for (const pack of packs) {
    const channel = pack.routing.slackChannel ?? defaultChannel;
    const { enabled, hour, timeZone } = pack.routing.digest;
    if (pack.status !== 'active' || channel === null || !enabled || channels.has(channel)) continue;
    channels.add(channel);
    jobs.push({
      name: rules.digestJob(channel, hour, timeZone),
      due: (lastDue, now) => rules.dueDaily(hour, timeZone, lastDue, now),
    });
  }
  return jobs;
}
