import { appendEntry } from '../ledger/append.ts';
import type { Entry, EntryDraft } from '../model/entry.ts';
import { chatLane, driftKey, hostLane, proposalKey, pullRequestKey } from '../model/keys.ts';
import type { OutboxPayload, Repositories } from '../ports/stores.ts';

/**
 * Writes one entry and what it lets out of the house, in the caller's transaction.
 * Callers MUST NOT announce or act by any other way: what is not in the outbox was not recorded first.
 */
export async function record(
  tx: Repositories,
  draft: EntryDraft,
  says: (entry: Entry) => OutboxPayload[],
): Promise<Entry> {
  const entry = await appendEntry(tx.ledger, draft);
  for (const [index, payload] of says(entry).entries()) {
    await tx.outbox.add(
      { key: `${entry.seq}:${index}:${payload.kind}`, lane: laneOf(payload), payload, entrySeq: entry.seq },
      draft.at,
    );
  }
  return entry;
}

/** True when this event already left that entry: a road that was cut after its first transaction does not repeat it. */
export async function alreadyRecorded(
  tx: Repositories,
  subject: string,
  type: Entry['type'],
  eventId: string,
): Promise<boolean> {
  const found = await tx.ledger.bySubject(subject, 50);
  return found.some(
    ({ entry, payloadText }) =>
      entry.type === type && payloadText !== null && payloadText.includes(`"eventId":"${eventId}"`),
  );
}

function laneOf(payload: OutboxPayload): string {
  switch (payload.kind) {
    case 'check.report':
      return hostLane(pullRequestKey(payload.repo, payload.number));
    case 'chat.pull-request':
      return chatLane(pullRequestKey(payload.repo, payload.number));
    case 'chat.drift':
      return chatLane(driftKey(payload.repo, payload.number));
    case 'chat.note':
      return chatLane(payload.about);
    case 'chat.whisper':
      return chatLane(`person:${payload.slackId}`);
    case 'chat.digest':
      return chatLane(`digest:${payload.channel}`);
    case 'chat.flip':
      return chatLane(`watcher:${payload.flip.watcherId}`);
    case 'document.write':
      return hostLane(proposalKey(payload.proposalId));
  }
}
