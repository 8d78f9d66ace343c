import { askPress, standingOf } from '../flow/ask.ts';
import { readPack } from '../flow/gate/read-pack.ts';
import type { Road } from '../flow/road.ts';
import { homeFor } from '../insight/home.ts';
import { statusFor, statusLines } from '../insight/status.ts';
import { makeCheckpoint } from '../ledger/checkpoint.ts';
import { createTree } from '../ledger/tree.ts';
import type { EventDraft } from '../model/event.ts';
import type { Chat } from '../ports/chat.ts';
import { CountersignError } from '../shared/errors.ts';
import type { Desk } from '../surfaces/slack/desk.ts';

/** What the Slack surface may ask; every answer is read from the record. */
export function deskOf(road: Road, accept: (draft: EventDraft) => Promise<'stored' | 'seen'>): Desk {
  const { stores, clock } = road;
  const tree = createTree();
  return {
    accept,
    askPress: (kind, press, slackId) => askPress(road, kind, press, slackId),
    standing: (slackId) => standingOf(road, slackId),
    home: async (slackId) => homeFor(stores, await personOf(road.chat, slackId), clock.now(), road.watchers),
    packs: () => stores.packs.current(),
    validatePack(text) {
      const read = readPack(text, 'pack');
      if (!read.ok)
        return { problems: read.error.map((problem) => `Line ${problem.line}: ${problem.message}`), summary: '' };
      return {
        problems: [],
        summary: `${read.value.name}, version ${read.value.version}, hash ${read.value.versionHash.slice(0, 16)}`,
      };
    },
    status: async () => statusLines(await statusFor(stores, clock.now(), road.watchers)),
    async ledger() {
      const { size, text } = await makeCheckpoint(stores.ledger, road.ledgerKey, tree);
      const latest = await stores.ledger.latest(10);
      return {
        size,
        checkpoint: text,
        latest: latest.map(({ entry }) => ({
          seq: entry.seq,
          type: entry.type,
          subject: entry.subject,
          actor: entry.actor.id,
          at: entry.at,
        })),
      };
    },
    now: clock.now,
    log: road.log,
  };
}

async function personOf(chat: Chat, slackId: string) {
  const person = await chat.person(slackId);
  if (person === null)
    throw new CountersignError('unknown-person', 'Slack does not know this person.', { permanent: true });
  return person;
}
