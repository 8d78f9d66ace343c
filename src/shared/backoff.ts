import { HOUR_MS, SECOND_MS } from './time.ts';

/**
 * Wait before the next attempt: exponential from 1 s to 1 h, with full jitter over the upper half.
 * `attempt` counts from 1; `random` is in [0, 1). A wait the other side asked for is never undercut.
 * Source: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export function backoffMs(attempt: number, random: number, retryAfterMs: number | null): number {
  const ceiling = Math.min(HOUR_MS, SECOND_MS * 2 ** Math.min(Math.max(attempt, 1) - 1, 12));
  const wait = ceiling / 2 + (ceiling / 2) * random;
  return Math.max(Math.round(wait), retryAfterMs ?? 0);
}
