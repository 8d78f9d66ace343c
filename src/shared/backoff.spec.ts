import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';

describe('backoffMs', () => {
  it('grows from half a second to an hour and never beyond', () => {
    expect(backoffMs(1, 0, null)).toBe(500);
    expect(backoffMs(5, 0, null)).toBe(8_000);
    expect(backoffMs(99, 0.999999, null)).toBeLessThanOrEqual(3_600_000);
  });

  it('never undercuts the wait the other side asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.nat(7_200_000),
        (attempt, random, asked) => {
          expect(backoffMs(attempt, random, asked)).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });
});
