import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { checkSchedule, dueTimes, localDay, nextDue, type Schedule } from './due.ts';

function at(text: string): number {
  return Date.parse(text);
}

function london(hour: number): Schedule {
  return { kind: 'daily', hour, timeZone: 'Europe/London' };
}

describe('dueTimes', () => {
  it.each([
    ['before the hour', '2026-11-20T08:59:59.999Z', null],
    ['at the hour', '2026-11-20T09:00:00.000Z', { dueAt: at('2026-11-20T09:00:00Z'), missed: 0 }],
    ['a moment later', '2026-11-20T09:00:00.001Z', { dueAt: at('2026-11-20T09:00:00Z'), missed: 0 }],
    ['in the evening', '2026-11-20T22:00:00Z', { dueAt: at('2026-11-20T09:00:00Z'), missed: 0 }],
    ['after three days of sleep', '2026-11-23T10:00:00Z', { dueAt: at('2026-11-23T09:00:00Z'), missed: 3 }],
  ])('daily at nine: %s', (_what, now, expected) => {
    expect(dueTimes(london(9), at('2026-11-19T09:00:00Z'), at(now))).toEqual(expected);
  });

  it('is due once per due time', () => {
    expect(dueTimes(london(9), at('2026-11-20T09:00:00Z'), at('2026-11-20T09:00:30Z'))).toBeNull();
  });

  it('misses nothing before it first ran', () => {
    expect(dueTimes(london(9), null, at('2026-11-20T10:00:00Z'))).toBeNull();
    const since = at('2026-11-20T08:00:00Z');
    expect(dueTimes(london(9), null, at('2026-11-20T10:00:00Z'), since)).toEqual({
      dueAt: at('2026-11-20T09:00:00Z'),
      missed: 0,
    });
  });

  it('keeps the wall clock when the clocks change', () => {
    expect(nextDue(london(9), at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-29T08:00:00Z'));
    expect(nextDue(london(9), at('2026-10-24T12:00:00Z'))).toBe(at('2026-10-25T09:00:00Z'));
  });

  it('runs an hour that is skipped right after the change', () => {
    expect(nextDue(london(1), at('2026-03-28T12:00:00Z'))).toBe(at('2026-03-29T01:00:00Z'));
  });

  it('runs an hour that happens twice once', () => {
    const first = nextDue(london(1), at('2026-10-24T12:00:00Z')) ?? 0;
    expect(first).toBe(at('2026-10-25T00:00:00Z'));
    expect(dueTimes(london(1), first, at('2026-10-25T01:30:00Z'))).toBeNull();
    expect(nextDue(london(1), first)).toBe(at('2026-10-26T01:00:00Z'));
  });

  it('reads cron expressions and plain periods', () => {
    const cron: Schedule = { kind: 'cron', expression: '*/10 * * * *', timeZone: 'UTC' };
    const every: Schedule = { kind: 'every', periodMs: 10 * MINUTE_MS };
    for (const schedule of [cron, every]) {
      expect(dueTimes(schedule, at('2026-11-20T09:00:00Z'), at('2026-11-20T09:35:00Z'))).toEqual({
        dueAt: at('2026-11-20T09:30:00Z'),
        missed: 2,
      });
    }
  });

  it('never runs ahead, never twice, and skips nothing without counting it', () => {
    const zones = fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const start = at('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(
        zones,
        fc.integer({ min: 0, max: 23 }),
        fc.array(fc.integer({ min: 1, max: 100 * HOUR_MS }), { minLength: 1, maxLength: 20 }),
        (timeZone, hour, steps) => {
          const schedule: Schedule = { kind: 'daily', hour, timeZone };
          let now = start;
          let last = start;
          let runs = 0;
          for (const step of steps) {
            now += step;
            const due = dueTimes(schedule, last, now);
            if (due === null) continue;
            expect(due.dueAt > last && due.dueAt <= now).toBe(true);
            runs += 1 + due.missed;
            last = due.dueAt;
          }
          let expected = 0;
          for (let next = nextDue(schedule, start); next !== null && next <= now; next = nextDue(schedule, next))
            expected += 1;
          expect(runs).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('localDay', () => {
  it('is the day of the wall clock', () => {
    expect(localDay(at('2026-11-20T23:30:00Z'), 'Asia/Tokyo')).toBe('2026-11-21');
    expect(localDay(at('2026-11-20T23:30:00Z'), 'UTC')).toBe('2026-11-20');
  });
});

describe('checkSchedule', () => {
  it.each([
    [{ kind: 'cron', expression: 'every day', timeZone: 'UTC' } as const, 'cannot be read'],
    [{ kind: 'cron', expression: '0 9 * * *', timeZone: 'Mars/Olympus' } as const, 'cannot be read'],
    [{ kind: 'every', periodMs: 10 } as const, 'at least one second'],
  ])('refuses %o', (schedule, sentence) => {
    expect(checkSchedule(schedule)).toMatchObject({ ok: false, error: expect.stringContaining(sentence) });
  });
});
