import { describe, expect, it } from 'vitest';
import { DAY_MS, formatLength, HOUR_MS, isoTime, MINUTE_MS, SECOND_MS } from './time.ts';

describe('formatLength', () => {
  it.each([
    [-5, '0 s'],
    [0, '0 s'],
    [59 * SECOND_MS + 999, '59 s'],
    [MINUTE_MS, '1 min'],
    [HOUR_MS - 1, '59 min'],
    [HOUR_MS, '1 h'],
    [3 * HOUR_MS + 20 * MINUTE_MS, '3 h 20 min'],
    [2 * DAY_MS + 4 * HOUR_MS, '2 d 4 h'],
    [2 * DAY_MS + 59 * MINUTE_MS, '2 d'],
  ])('says %i ms as %s', (ms, words) => {
    expect(formatLength(ms)).toBe(words);
  });
});

describe('isoTime', () => {
  it('is in UTC, to the millisecond', () => {
    expect(isoTime(1_795_167_000_123)).toBe('2026-11-20T09:30:00.123Z');
  });
});
