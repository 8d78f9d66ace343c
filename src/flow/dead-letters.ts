import { SYSTEM } from '../model/actor.ts';
import type { Event } from '../model/event.ts';
import { checkExternalId } from '../model/keys.ts';
import type { OutboxPayload, OutboxRow, Repositories } from '../ports/stores.ts';
import { recordNotWritten } from './drift/write-document.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';

/** The event is given up: kept, counted, and told to the person when a person is waiting for it. */
export async function recordFailedEvent(road: Road, event: Event, error: string): Promise<void> {
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    await tx.inbox.bury(event.id, now, error);
    const says = await unjudged(tx, event);
    await record(
      tx,
      {
        type: 'event.failed',
        actor: SYSTEM,
        subject: `event:${event.id}`,
        payload: { eventId: event.id, eventType: event.type, lane: event.lane, error },
        at: now,
      },
      () => [...apology(event, error), ...says],
    );
  });
}

/** A check run that says `in progress` must not go on saying so once nobody is at work any more. */
async function unjudged(tx: Repositories, event: Event): Promise<OutboxPayload[]> {
  if (event.type !== 'pull-request.changed') return [];
  const { repo, number } = event.data;
  const known = await tx.pullRequests.get(repo, number);
  if (known === null || (await tx.checks.get(checkExternalId(repo, number, known.headSha))) === null) return [];
  return [{ kind: 'check.report', repo, number, headSha: known.headSha, state: 'given_up' }];
}

function apology(event: Event, error: string): OutboxPayload[] {
  if (event.actor.type !== 'slack-user' || !('channel' in event.data)) return [];
  const text = `Your answer could not be worked on: ${error} Nothing was changed; press again, or ask an operator to look at /policy status.`;
  return [{ kind: 'chat.whisper', channel: event.data.channel, slackId: event.actor.id, threadTs: null, text }];
}

/**
 * The delivery is given up: kept, counted, shown in /policy status. When the living message of a pull request cannot
 * be posted, the check run is the one place left where its people look, so it is reported again and says so.
 */
export async function recordDeadDelivery(road: Road, row: OutboxRow, error: string): Promise<void> {
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    await tx.outbox.bury(row.id, now, error);
    const says: OutboxPayload[] = [];
    if (row.payload.kind === 'chat.pull-request') {
      const { repo, number } = row.payload;
      const known = await tx.pullRequests.get(repo, number);
      if (known !== null) says.push({ kind: 'check.report', repo, number, headSha: known.headSha, state: 'decided' });
    }
    if (row.payload.kind === 'document.write') {
      const proposal = await tx.proposals.get(row.payload.proposalId);
      if (proposal?.state === 'approved')
        await recordNotWritten(road, tx, proposal, `Approved but not written: ${error}`, 'delivery-dead');
    }
    await record(
      tx,
      {
        type: 'delivery.dead',
        actor: SYSTEM,
        subject: `delivery:${row.key}`,
        payload: { key: row.key, kind: row.payload.kind, lane: row.lane, attempts: row.attempts, error },
        at: now,
      },
      () => says,
    );
  });
}
