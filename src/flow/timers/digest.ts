import { makeCheckpoint } from '../../ledger/checkpoint.ts';
import { SYSTEM } from '../../model/actor.ts';
import type { EventOf } from '../../model/event.ts';
import { localDay } from '../../rules/watch/due.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';

/**
 * One digest per channel and local day, with the signed checkpoint in it: the channel becomes a witness that the
 * machine cannot rewrite. What it says is stored with the entry, so a late delivery says what was true at its time.
 */
export async function issueDigest(
  road: Road,
  event: EventOf<'timer.due'>,
  due: { channel: string; timeZone: string; dueAt: number },
): Promise<void> {
  const now = road.clock.now();
  const day = localDay(due.dueAt, due.timeZone);
  const known = await road.stores.digests.get(due.channel, day);
  if (known !== null) {
    await road.stores.inbox.finish(event.id, now);
    return;
  }
  const signed = await makeCheckpoint(road.stores.ledger, road.ledgerKey);
  const checkpoint = signed.text;
  const digest = await road.composeDigest({ ...due, day, now, checkpoint });
  await road.stores.transact(async (tx) => {
    // Another process, or another hour of the same day, may have been quicker while this one was composed.
    if ((await tx.digests.get(due.channel, day)) !== null) return tx.inbox.finish(event.id, now);
    await tx.ledger.saveCheckpoint({ ...signed, at: now });
    await tx.digests.save(due.channel, day, JSON.stringify(digest), now);
    await record(
      tx,
      {
        type: 'digest.issued',
        actor: SYSTEM,
        subject: `digest:${due.channel}`,
        payload: {
          eventId: event.id,
          day,
          checkpoint,
          waiting: digest.waiting.length,
          proposals: digest.proposals.length,
          held: digest.held.length,
          reviews: digest.reviews.length,
          silent: digest.silent.length,
        },
        at: now,
      },
      () => [{ kind: 'chat.digest', channel: due.channel, day }],
    );
    await tx.inbox.finish(event.id, now);
  });
}
