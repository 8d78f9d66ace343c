import { describe, expect, it } from 'vitest';
import { ago, dayLabel, isoDayLabel, sameDay, slackDate } from './dates.ts';

const now = Date.UTC(2026, 10, 20, 12, 0, 0);
const at = (iso: string) => Date.parse(iso) / 1000;

describe('dates', () => {
  it.each([
    ['{date_num}', '2026-11-18'],
    ['{date}', 'November 18th, 2026'],
    ['{date_short}', 'Nov 18, 2026'],
    ['{date_long}', 'Wednesday, November 18th, 2026'],
    ['{date_short_pretty} at {time}', 'Nov 18, 2026 at 9:05 AM'],
    ['{time_secs}', '9:05:07 AM'],
    ['since {ago}', 'since 2 days ago'],
  ])('fills %s', (format, expected) => {
    expect(slackDate(format, at('2026-11-18T09:05:07Z'), now, 'UTC')).toBe(expected);
  });

  it('says today, yesterday and tomorrow where the format is pretty', () => {
    const day = (iso: string) => slackDate('{date_pretty}', at(iso), now, 'UTC');
    expect([day('2026-11-19T23:59:00Z'), day('2026-11-20T00:00:00Z'), day('2026-11-21T01:00:00Z')]).toEqual([
      'Yesterday',
      'Today',
      'Tomorrow',
    ]);
  });

  it('decides the day in the zone of the reader', () => {
    expect(sameDay(at('2026-11-20T02:00:00Z'), at('2026-11-19T22:00:00Z'), 'America/New_York')).toBe(true);
  });

  it('gives up on a token nobody knows, so that the fallback is shown', () => {
    expect(slackDate('{century}', 0, now, 'UTC')).toBeNull();
  });

  it.each([
    [-30, 'just now'],
    [-180, '3 minutes ago'],
    [7200, 'in 2 hours'],
    [-90_000, 'yesterday'],
  ])('tells %i seconds as %s', (delta, expected) => {
    expect(ago(now / 1000 + delta, now)).toBe(expected);
  });

  it('labels a day divider with the year only when it is another year', () => {
    expect(dayLabel(at('2026-01-02T12:00:00Z'), now, 'UTC')).toBe('Friday, January 2nd');
    expect(dayLabel(at('2025-01-03T12:00:00Z'), now, 'UTC')).toBe('Friday, January 3rd, 2025');
  });

  it('leaves a day alone that is none', () => {
    expect([isoDayLabel('2026-11-20'), isoDayLabel('soon')]).toEqual(['Nov 20, 2026', 'soon']);
  });
});
