import { OUTBOX_KINDS } from '../ports/stores.ts';
import { backoffMs } from '../shared/backoff.ts';
import { CountersignError, messageOf } from '../shared/errors.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { recordDeadDelivery, recordFailedEvent } from './dead-letters.ts';
import { deliver } from './deliver.ts';
import type { Road } from './road.ts';
import { runEvent } from './run.ts';

/** Longer than any event may take; a lease that runs out is worked again by whoever comes next. */
export const LEASE_MS = 2 * MINUTE_MS;

/** Works one due event; false when there was none. Never throws for a failing event: that is a retry or a burial. */
export async function workOneEvent(road: Road): Promise<boolean> {
  const claimed = await road.stores.inbox.claim(road.clock.now(), LEASE_MS);
  if (claimed === null) return false;
  const { event, attempt } = claimed;
  const last = attempt >= road.settings.maxAttempts;
  try {
    await runEvent(road, event);
    await road.stores.inbox.finish(event.id, road.clock.now());
    road.meter.eventWorked(event.type, 'done');
  } catch (thrown) {
    const known = thrown instanceof CountersignError ? thrown : null;
    road.log.warn(
      { event: event.id, type: event.type, attempt, code: known?.code, err: messageOf(thrown) },
      'event not worked',
    );
    if (last || known?.permanent === true) {
      await recordFailedEvent(road, event, messageOf(thrown));
      road.meter.eventWorked(event.type, 'dead');
      return true;
    }
    const wait = backoffMs(attempt, Math.random(), known?.retryAfterMs ?? null);
    await road.stores.inbox.retry(event.id, road.clock.now() + wait, messageOf(thrown));
    road.meter.eventWorked(event.type, 'retried');
  }
  return true;
}

/** Sends one due outbox row; false when there was none. */
export async function workOneDelivery(road: Road): Promise<boolean> {
  const row = await road.stores.outbox.claim(road.clock.now(), LEASE_MS, OUTBOX_KINDS);
  if (row === null) return false;
  try {
    await deliver(road, row);
    await road.stores.outbox.finish(row.id, road.clock.now());
    road.meter.delivered(row.payload.kind, 'done');
  } catch (thrown) {
    const known = thrown instanceof CountersignError ? thrown : null;
    road.log.warn(
      { delivery: row.key, attempt: row.attempts, code: known?.code, err: messageOf(thrown) },
      'delivery failed',
    );
    if (known?.permanent === true || row.attempts >= road.settings.maxAttempts) {
      await recordDeadDelivery(road, row, messageOf(thrown));
      road.meter.delivered(row.payload.kind, 'dead');
      return true;
    }
    const wait = backoffMs(row.attempts, Math.random(), known?.retryAfterMs ?? null);
    await road.stores.outbox.retry(row.id, road.clock.now() + wait, messageOf(thrown));
    road.meter.delivered(row.payload.kind, 'retried');
  }
  return true;
}

export type Workers = {
  wake(): void;
  /** Takes nothing more in hand and resolves when what is in hand is finished or handed back. */
  stop(): Promise<void>;
  /** Resolves when nothing is due any more. */
  idle(): Promise<void>;
};

/** Starts `width` loops over the inbox and as many over the outbox; each sleeps `pollMs` when nothing is due. */
export function startWorkers(road: Road, options: { width: number; pollMs: number }): Workers {
  let stopping = false;
  let waiters: (() => void)[] = [];
  let busy = 0;

  function wake(): void {
    const sleeping = waiters;
    waiters = [];
    for (const resume of sleeping) resume();
  }
  function sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, options.pollMs);
      function done(): void {
        clearTimeout(timer);
        waiters = waiters.filter((waiter) => waiter !== done);
        resolve();
      }
      waiters.push(done);
    });
  }
  async function loop(step: (road: Road) => Promise<boolean>): Promise<void> {
    while (!stopping) {
      busy += 1;
      let worked = false;
      try {
        worked = await step(road);
      } catch (thrown) {
        road.log.error({ err: messageOf(thrown) }, 'the store could not be used; trying again');
      } finally {
        busy -= 1;
      }
      if (worked) wake();
      else if (!stopping) await sleep();
    }
  }
  const loops = Array.from({ length: options.width }, () => [loop(workOneEvent), loop(workOneDelivery)]).flat();
  return {
    wake,
    async stop() {
      stopping = true;
      wake();
      await Promise.all(loops);
    },
    async idle() {
      for (let quiet = 0; quiet < 3; ) {
        wake();
        await new Promise((resolve) => setTimeout(resolve, 5));
        const [inbox, outbox] = await Promise.all([road.stores.inbox.counts(), road.stores.outbox.counts()]);
        quiet = busy === 0 && inbox.pending === 0 && outbox.pending === 0 ? quiet + 1 : 0;
      }
    },
  };
}
