export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `2026-11-20T09:30:00.000Z` for epoch milliseconds. */
export function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** A length of time for people: `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. Negative counts as zero. */
export function formatLength(lengthMs: number): string {
  const ms = Math.max(0, lengthMs);
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return twoParts(ms, HOUR_MS, 'h', MINUTE_MS, 'min');
  return twoParts(ms, DAY_MS, 'd', HOUR_MS, 'h');
}

function twoParts(ms: number, large: number, largeUnit: string, small: number, smallUnit: string): string {
  const whole = Math.floor(ms / large);
  const rest = Math.floor((ms % large) / small);
  return rest === 0 ? `${whole} ${largeUnit}` : `${whole} ${largeUnit} ${rest} ${smallUnit}`;
}
