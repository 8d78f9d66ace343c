import type { Digest } from '../model/digest.ts';
import type { OutboxPayload, OutboxRow } from '../ports/stores.ts';
import { CountersignError } from '../shared/errors.ts';
import { channelOf } from './announce/channel.ts';
import { showDrift } from './announce/drift-message.ts';
import { showPullRequest } from './announce/pull-request-message.ts';
import { reportCheck } from './announce/report-check.ts';
import { writeDocument } from './drift/write-document.ts';
import type { Road } from './road.ts';

/**
 * Sends one outbox row. Everything is drawn from the record at this moment, so a row that waited says what is true
 * now. A second attempt may follow a lost answer: it looks for its own key before it posts.
 */
export async function deliver(road: Road, row: OutboxRow): Promise<void> {
  const maybeThere = row.attempts > 1;
  const { payload } = row;
  switch (payload.kind) {
    case 'check.report':
      return reportCheck(road, payload, maybeThere);
    case 'chat.pull-request':
      return showPullRequest(road, payload, maybeThere);
    case 'chat.drift':
      return showDrift(road, payload, maybeThere);
    case 'chat.note':
      return addNote(road, payload, maybeThere);
    case 'chat.whisper':
      return road.chat.whisper(payload.text, {
        channel: payload.channel,
        slackId: payload.slackId,
        threadTs: payload.threadTs,
      });
    case 'chat.digest':
      return postDigest(road, payload, maybeThere);
    case 'chat.flip':
      return postFlip(road, row, maybeThere);
    case 'document.write':
      return writeDocument(road, payload, maybeThere);
  }
}

async function addNote(
  road: Road,
  payload: Extract<OutboxPayload, { kind: 'chat.note' }>,
  maybeThere: boolean,
): Promise<void> {
  const place = await road.stores.messages.get(payload.about);
  // No message, no thread: what happened stays in the ledger, and nobody is disturbed.
  if (place === null) return;
  await road.chat.reply(
    { type: 'note', text: payload.text, code: payload.code },
    { channel: place.channel, threadTs: place.ts, key: `note:${payload.entrySeq}`, maybeThere },
  );
}

async function postDigest(road: Road, payload: { channel: string; day: string }, maybeThere: boolean): Promise<void> {
  const body = await road.stores.digests.get(payload.channel, payload.day);
  if (body === null)
    throw new CountersignError(
      'digest-missing',
      `The digest of ${payload.day} is not stored, so it cannot be posted.`,
      { permanent: true },
    );
  const digest = JSON.parse(body) as Digest;
  const channel = await channelOf(road, payload.channel);
  await road.chat.show(
    { type: 'digest', digest },
    { channel, place: null, key: `digest:${payload.channel}:${payload.day}`, maybeThere },
  );
}

async function postFlip(road: Road, row: OutboxRow, maybeThere: boolean): Promise<void> {
  if (row.payload.kind !== 'chat.flip') return;
  const channel = await channelOf(road, row.payload.channel);
  await road.chat.show(
    { type: 'flip', flip: row.payload.flip },
    { channel, place: null, key: `flip:${row.key}`, maybeThere },
  );
}
