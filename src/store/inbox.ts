import type { Event, EventDraft } from '../model/event.ts';
import type { Inbox } from '../ports/stores.ts';
import { createId } from '../shared/ids.ts';
import {
  addLeased,
  buryLeased,
  claimLeased,
  countLeased,
  finishLeased,
  type LeasedRow,
  releaseLeased,
  retryLeased,
} from './lease.ts';
import { fromText, toText } from './rows.ts';
import type { Db } from './tables.ts';

/** The same delivery key from another source is another delivery. */
export function createInbox(db: Db, now: () => number): Inbox {
  async function add(draft: EventDraft, now: number): Promise<Event | null> {
    const event = { ...draft, id: createId(now), receivedAt: now } as Event;
    const row = {
      id: event.id,
      key: `${event.source}:${event.dedupeKey}`,
      lane: event.lane,
      kind: event.type,
      body: toText(event),
      entry_seq: null,
    };
    return (await addLeased(db, 'events', row, now)) ? event : null;
  }

  async function claim(now: number, leaseMs: number): Promise<{ event: Event; attempt: number } | null> {
    const row = await claimLeased(db, 'events', now, leaseMs, null);
    return row === null ? null : { event: eventOf(row), attempt: row.attempts };
  }

  async function get(eventId: string): Promise<Event | null> {
    const row = await db.selectFrom('events').selectAll().where('id', '=', eventId).executeTakeFirst();
    return row === undefined ? null : eventOf(row);
  }

  async function isOpen(eventId: string): Promise<boolean> {
    const row = await db.selectFrom('events').select('standing').where('id', '=', eventId).executeTakeFirst();
    return row?.standing === 'open';
  }

  return {
    add,
    claim,
    get,
    isOpen,
    finish: (eventId, now) => finishLeased(db, 'events', eventId, now),
    retry: (eventId, at, error) => retryLeased(db, 'events', eventId, at, error),
    bury: (eventId, now, error) => buryLeased(db, 'events', eventId, now, error),
    release: (eventId) => releaseLeased(db, 'events', eventId, now()),
    counts: () => countLeased(db, 'events'),
  };
}

function eventOf(row: LeasedRow): Event {
  return fromText<Event>(row.body);
}
