import type { Delivered } from '../delivery/deliver.ts';
import type { ActResult } from '../page-api.ts';

export function refused(error: string, message: string): ActResult {
  return { ok: false, error, message };
}

/** What the person is told when the app did not take a payload. `what` begins the sentence. */
export function notDelivered(what: string, delivered: Extract<Delivered, { ok: false }>): ActResult {
  const timedOut = delivered.reason === 'http_timeout';
  const error = timedOut ? 'operation_timeout' : 'dispatch_failed';
  const why = timedOut ? 'the app did not respond in time' : 'the app did not respond';
  return refused(error, `${what} failed because ${why} (${error}). Try again.`);
}
