import { Cron } from 'croner';
import { err, ok, type Result } from '../../shared/result.ts';

/**
 * When a job is due. `daily` and `cron` mean the wall clock of an IANA zone; a time that a clock change skips runs at
 * the same distance after the change, one that happens twice runs once. `every` counts from the epoch, so that two
 * processes agree on the times.
 */
export type Schedule =
  | { kind: 'daily'; hour: number; minute?: number; timeZone: string }
  | { kind: 'cron'; expression: string; timeZone: string }
  | { kind: 'every'; periodMs: number };

/** Runs that are counted after a long sleep before the count stops being exact. */
export const MOST_MISSED = 1_000;

/** `dueAt` is the latest due time; `missed` how many before it went by unused (at most 1,000). */
export type Due = { dueAt: number; missed: number };

/**
 * What is due at `now` (epoch ms): the latest time after `lastDue` that is not in the future, or null. However long the
 * machine slept it is one run, and says how many it stands for. Without a `lastDue` nothing was missed: the first run
 * is the next due time after `since`.
 */
export function dueTimes(schedule: Schedule, lastDue: number | null, now: number, since: number = now): Due | null {
  const after = lastDue ?? since;
  if (schedule.kind === 'every') return dueEvery(schedule.periodMs, after, now);
  const cron = cronOf(schedule);
  const latest = cron.previousRuns(1, new Date(now + 1_000))[0]?.getTime() ?? null;
  if (latest === null || latest > now || latest <= after) return null;
  return { dueAt: latest, missed: countMissed(cron, after, latest) };
}

/** The first due time after `after`; null when there is none any more. */
export function nextDue(schedule: Schedule, after: number): number | null {
  if (schedule.kind === 'every') return (Math.floor(after / schedule.periodMs) + 1) * schedule.periodMs;
  return cronOf(schedule).nextRun(new Date(after))?.getTime() ?? null;
}

/** The local day of a moment, `2026-11-20`. */
export function localDay(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(atMs);
}

/** Why a schedule cannot be kept, as a sentence, before it is used. */
export function checkSchedule(schedule: Schedule): Result<Schedule, string> {
  if (schedule.kind === 'every') {
    return schedule.periodMs >= 1_000 ? ok(schedule) : err('A period must be at least one second.');
  }
  try {
    return cronOf(schedule).nextRun(new Date(0)) === null ? err('This schedule is never due.') : ok(schedule);
  } catch (thrown) {
    return err(`This schedule cannot be read: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function dueEvery(periodMs: number, after: number, now: number): Due | null {
  const latest = Math.floor(now / periodMs) * periodMs;
  if (latest <= after) return null;
  const missed = Math.floor(latest / periodMs) - Math.floor(after / periodMs) - 1;
  return { dueAt: latest, missed: Math.min(missed, MOST_MISSED) };
}

function countMissed(cron: Cron, after: number, latest: number): number {
  let missed = 0;
  let at = cron.nextRun(new Date(after))?.getTime() ?? latest;
  while (at < latest && missed < MOST_MISSED) {
    missed += 1;
    at = cron.nextRun(new Date(at))?.getTime() ?? latest;
  }
  return missed;
}

/** croner only computes here: without a function it schedules nothing, and every question carries its own time. */
function cronOf(schedule: Exclude<Schedule, { kind: 'every' }>): Cron {
  const expression = schedule.kind === 'daily' ? `${schedule.minute ?? 0} ${schedule.hour} * * *` : schedule.expression;
  return new Cron(expression, { timezone: schedule.timeZone });
}
