import { SECOND_MS } from '../../shared/time.ts';

/** What GitHub answered to a call that failed. */
export type Answer = { status: number; headers: Record<string, string | undefined>; message: string };

/**
 * The wait GitHub asks for, in milliseconds: `retry-after` (seconds or a date), else `x-ratelimit-reset` once nothing
 * remains. Null when it asks for none.
 * Source: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
export function retryAfterMs(headers: Record<string, string | undefined>, now: number): number | null {
  const after = headers['retry-after'];
  if (after !== undefined && after !== '') {
    const asSeconds = Number(after);
    const wait = Number.isFinite(asSeconds) ? asSeconds * SECOND_MS : Date.parse(after) - now;
    if (Number.isFinite(wait)) return Math.max(0, wait);
  }
  const reset = Number(headers['x-ratelimit-reset']);
  if (headers['x-ratelimit-remaining'] !== '0' || !Number.isFinite(reset)) return null;
  return Math.max(SECOND_MS, reset * SECOND_MS - now);
}

/** A primary limit says nothing remains; a secondary one sends retry-after or says so in words. */
export function isRateLimit({ status, headers, message }: Answer): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined) return true;
  return /rate limit|abuse detection/i.test(message);
}

/** Null when there was no answer at all. */
export function answerOf(thrown: unknown): Answer | null {
  if (typeof thrown !== 'object' || thrown === null || !('response' in thrown) || !('status' in thrown)) return null;
  const response = thrown.response;
  if (typeof response !== 'object' || response === null) return null;
  const headers = 'headers' in response ? (response.headers as Record<string, string | undefined>) : {};
  const data = 'data' in response ? response.data : null;
  const said = typeof data === 'object' && data !== null && 'message' in data ? String(data.message) : '';
  return { status: Number(thrown.status), headers: headers ?? {}, message: `${said}${firstDetail(data)}` };
}

/** GitHub puts the useful half of a 422 into `errors`. */
function firstDetail(data: unknown): string {
  if (typeof data !== 'object' || data === null || !('errors' in data) || !Array.isArray(data.errors)) return '';
  const first: unknown = data.errors[0];
  if (typeof first === 'string') return ` (${first})`;
  if (typeof first !== 'object' || first === null) return '';
  if ('message' in first && typeof first.message === 'string') return ` (${first.message})`;
  const parts = ['resource', 'field', 'code'].map((key) => (first as Record<string, unknown>)[key]);
  return ` (${parts.filter((part) => typeof part === 'string').join(' ')})`;
}
