import type { Core } from '../core.ts';
import type { Json } from '../data.ts';
import { postSigned } from './signed-http.ts';
import type { SocketHub } from './socket-hub.ts';

export type Envelope = {
  type: 'events_api' | 'slash_commands' | 'interactive';
  /** What the inspector calls it, e.g. `block_actions`. */
  kind: string;
  summary: string;
  payload: Json;
  retry?: { attempt: number; reason: string };
};
export type Reason = 'no_connection' | 'http_timeout' | 'connection_failed' | 'http_error';
export type Delivered = { ok: true; answer: unknown } | { ok: false; reason: Reason; noRetry: boolean };
export type Transport = 'socket' | 'http' | 'none';
export type Deliveries = { transport(): Transport; send(envelope: Envelope): Promise<Delivered> };

/** Carries payloads to the app: over one of its sockets, else signed HTTP, else not at all. Each one is recorded. */
export function createDeliveries(core: () => Core, sockets: SocketHub): Deliveries {
  function transport(): Transport {
    if (sockets.count() > 0) return 'socket';
    return core().app.eventsUrl ? 'http' : 'none';
  }

  async function carry(envelope: Envelope): Promise<Delivered> {
    const { app, faults, timing, now } = core();
    if (faults.refuseDeliveries) return { ok: false, reason: 'connection_failed', noRetry: false };
    const via = transport();
    if (via === 'none' || (via === 'http' && !app.eventsUrl))
      return { ok: false, reason: 'no_connection', noRetry: false };
    if (via === 'socket') return sockets.send(envelope, timing.ackMs);
    return postSigned(app.eventsUrl ?? '', app.signingSecret, envelope, timing.ackMs, now());
  }

  return {
    transport,
    async send(envelope) {
      const startedMs = performance.now();
      const delivered = await carry(envelope);
      core().wire.add({
        direction: 'to-app',
        kind: envelope.kind,
        ok: delivered.ok,
        summary: envelope.summary,
        request: envelope.retry ? { ...envelope.payload, retry: envelope.retry } : envelope.payload,
        response: delivered.ok ? delivered.answer : { error: delivered.reason },
        ms: Math.round(performance.now() - startedMs),
      });
      return delivered;
    },
  };
}
