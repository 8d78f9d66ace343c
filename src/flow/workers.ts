import type { Event } from '../model/event.ts';
import { OUTBOX_KINDS, type OutboxRow, type Repositories } from '../ports/stores.ts';
import { backoffMs } from '../shared/backoff.ts';
import { CountersignError, messageOf } from '../shared/errors.ts';
import { MINUTE_MS, SECOND_MS } from '../shared/time.ts';
import { recordDeadDelivery, recordFailedEvent } from './dead-letters.ts';
import { deliver } from './deliver.ts';
import type { Road } from './road.ts';
import { runEvent } from './run.ts';

/** Longer than any event may take; a lease that runs out is worked again by whoever comes next. */
export const LEASE_MS = 2 * MINUTE_MS;

/** Ids of what this process has in hand: a lease that ran out while the machine slept is no reason to start over. */
type InHand = Set<string>;

/** Works one due event; false when there was none. Never throws for a failing event: that is a retry or a burial. */
export async function workOneEvent(road: Road, inHand: InHand = new Set()): Promise<boolean> {
  const claimed = await road.stores.inbox.claim(road.clock.now(), LEASE_MS);
  if (claimed === null || inHand.has(claimed.event.id)) return false;
  return held(inHand, claimed.event.id, () => workEvent(road, claimed));
}

async function held(inHand: InHand, id: string, work: () => Promise<boolean>): Promise<boolean> {
  inHand.add(id);
  try {
    return await work();
  } finally {
    inHand.delete(id);
  }
}

async function workEvent(road: Road, { event, attempt }: { event: Event; attempt: number }): Promise<boolean> {
  const last = attempt >= road.settings.maxAttempts;
  if (attempt > road.settings.maxAttempts) {
    await recordFailedEvent(road, event, neverEnded(attempt - 1));
    road.meter.eventWorked(event.type, 'dead');
    return true;
  }
  try {
    await runEvent(fenced(road, event.id), event);
    await road.stores.inbox.finish(event.id, road.clock.now());
    road.meter.eventWorked(event.type, 'done');
  } catch (thrown) {
    // Somebody else finished it meanwhile: what went wrong here no longer matters.
    if (!(await road.stores.inbox.isOpen(event.id))) return true;
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

/** What takes the process down with it leaves no error behind; it must not be begun for ever all the same. */
function neverEnded(times: number): string {
  return `It was begun ${times} times and never came to an end.`;
}

/**
 * The road for one event: it writes nothing once somebody else finished the event. A lease can run out under a process
 * that was stopped for a while; without this both would leave the same entry.
 */
function fenced(road: Road, eventId: string): Road {
  const { stores } = road;
  async function transact<T>(work: (tx: Repositories) => Promise<T>): Promise<T> {
    return stores.transact(async (tx) => {
      if (await tx.inbox.isOpen(eventId)) return work(tx);
      throw new CountersignError('already-worked', `Event ${eventId} was finished by another worker meanwhile.`);
    });
  }
  return { ...road, stores: { ...stores, transact } };
}

/** Sends one due outbox row; false when there was none. */
export async function workOneDelivery(road: Road, inHand: InHand = new Set()): Promise<boolean> {
  const row = await road.stores.outbox.claim(road.clock.now(), LEASE_MS, OUTBOX_KINDS);
  if (row === null || inHand.has(row.id)) return false;
  return held(inHand, row.id, () => workDelivery(road, row));
}

async function workDelivery(road: Road, row: OutboxRow): Promise<boolean> {
  if (row.attempts > road.settings.maxAttempts) {
    await recordDeadDelivery(road, row, neverEnded(row.attempts - 1));
    road.meter.delivered(row.payload.kind, 'dead');
    return true;
  }
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

/** How long a stop waits for what is in hand; orchestrators kill after 30 s. */
const STOP_MS = 20 * SECOND_MS;

function sleepFor(ms: number): { over: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { over, cancel: () => clearTimeout(timer) };
}

export type Workers = {
  wake(): void;
  /** Takes nothing more in hand and resolves when what is in hand is finished or handed back. */
  stop(): Promise<void>;
  /** Resolves when nothing is due any more. */
  idle(): Promise<void>;
};

/** Starts `width` loops over the inbox and as many over the outbox; each sleeps `pollMs` when nothing is due. */
export function startWorkers(road: Road, options: { width: number; pollMs: number; stopMs?: number }): Workers {
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
  const events: InHand = new Set();
  const deliveries: InHand = new Set();
  async function loop(step: (road: Road, inHand: InHand) => Promise<boolean>, inHand: InHand): Promise<void> {
    while (!stopping) {
      busy += 1;
      let worked = false;
      try {
        worked = await step(road, inHand);
      } catch (thrown) {
        road.log.error({ err: messageOf(thrown) }, 'the store could not be used; trying again');
      } finally {
        busy -= 1;
      }
      if (worked) wake();
      else if (!stopping) await sleep();
    }
  }
  const loops = Array.from({ length: options.width }, () => [
    loop(workOneEvent, events),
    loop(workOneDelivery, deliveries),
  ]).flat();

  /** A lease would keep the next process waiting; what goes out twice by that looks for itself first. */
  async function handBack(): Promise<void> {
    for (const id of events) await road.stores.inbox.release(id);
    for (const id of deliveries) await road.stores.outbox.release(id);
    road.log.warn(
      { events: events.size, deliveries: deliveries.size },
      'stopped with work in hand; it was handed back',
    );
  }
  return {
    wake,
    async stop() {
      stopping = true;
      wake();
      const patience = sleepFor(options.stopMs ?? STOP_MS);
      const done = await Promise.race([Promise.all(loops).then(() => true), patience.over.then(() => false)]);
      patience.cancel();
      if (!done) await handBack();
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
