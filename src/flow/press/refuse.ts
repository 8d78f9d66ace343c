import type { Refusal } from '../../model/approval.ts';
import type { Event, Press } from '../../model/event.ts';
import type { OutboxPayload, Repositories } from '../../ports/stores.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';

export const ALREADY_COUNTED: { code: string; message: string } = {
  code: 'already-counted',
  message: 'This press was already counted; look at the message for how it stands.',
};

/**
 * Writes the refusal down and tells the person, and nobody else. `subject` is what the press claimed to be about;
 * `says` are messages to redraw because what the person looked at is no longer true.
 */
export async function recordRefusal(
  road: Road,
  tx: Repositories,
  event: Event & { data: Press },
  attempted: string,
  refusal: Refusal | { code: string; message: string },
  subject: string,
  says: OutboxPayload[] = [],
): Promise<void> {
  const now = road.clock.now();
  const { press } = claimOf(event.data);
  await record(
    tx,
    {
      type: 'press.refused',
      actor: event.actor,
      subject,
      payload: { eventId: event.id, attempted, code: refusal.code, message: refusal.message, claimed: press },
      at: now,
    },
    () => [
      ...says,
      {
        kind: 'chat.whisper',
        channel: event.data.channel,
        slackId: event.actor.id,
        threadTs: null,
        text: `:no_entry_sign: ${refusal.message}`,
      },
    ],
  );
  await tx.inbox.finish(event.id, now);
  road.meter.pressed(attempted, refusal.code);
}

/** What was claimed, without the nonce: it may be a real one that somebody copied. */
function claimOf(data: Press): { press: Record<string, string> } {
  return { press: { subjectId: data.subjectId, channel: data.channel, messageTs: data.messageTs } };
}
