import type { EventOf } from '../../model/event.ts';
import { CountersignError } from '../../shared/errors.ts';
import type { Road } from '../road.ts';
import { issueDigest } from './digest.ts';
import { takeUpMissed } from './take-up.ts';
import { watch } from './watch.ts';

export const JOBS = { watch: 'watch', takeUp: 'take-up' } as const;
const DIGEST = 'digest:';

/** The job of one channel's digest; the hour and zone are part of it, so that a changed pack is another job. */
export function digestJob(channel: string, hour: number, timeZone: string): string {
  return `${DIGEST}${channel}|${hour}|${timeZone}`;
}

/** A due timer takes the road like every other event; the same due time never comes twice. */
export async function runTimer(road: Road, event: EventOf<'timer.due'>): Promise<void> {
  const { job, dueAt } = event.data;
  if (job === JOBS.watch) return watch(road, event);
  if (job === JOBS.takeUp) return takeUpMissed(road, event);
  if (job.startsWith(DIGEST)) {
    const [channel = '', , timeZone = 'UTC'] = job.slice(DIGEST.length).split('|');
    return issueDigest(road, event, { channel, timeZone, dueAt });
  }
  throw new CountersignError('unknown-job', `There is no job ${job}, so nothing was run.`, { permanent: true });
}
