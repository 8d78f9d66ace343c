import { describe, expect, it } from 'vitest';
import type { Digest } from '../../model/digest.ts';
import type { EventOf } from '../../model/event.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { entryTypes, openRoad, outgoing, received, timer } from '../samples.ts';
import { digestJob, runTimer } from './run-timer.ts';

const NINE = Date.parse('2026-11-20T09:00:00Z');

async function house(meanwhile: () => Promise<void> = async () => undefined) {
  const road = await openRoad();
  const composed: string[] = [];
  const seen = { meanwhile };
  Object.assign(road, {
    async composeDigest({ channel, day, timeZone, now, checkpoint }: Digest & { now: number }): Promise<Digest> {
      composed.push(day);
      await seen.meanwhile();
      const none = { waiting: [], proposals: [], held: [], reviews: [], silent: [], deadDeliveries: 0 };
      const decided = { pass: 0, warn: 0, block: 0, notApplicable: 0, overridden: 0, brokenGlass: 0 };
      return { channel, day, timeZone, issuedAt: now, ...none, decided, checkpoint };
    },
  });
  async function due(job: string, dueAt: number, now = dueAt): Promise<void> {
    road.at(now);
    const event = await received(road, timer(job, `timer:${job}:${dueAt}`, dueAt));
    await runTimer(road, event as EventOf<'timer.due'>);
  }
  return { road, due, composed, seen };
}
const NINE_UTC = digestJob('C1', 9, 'UTC');

describe('a digest', () => {
  it('is stored with its checkpoint and goes out once', async () => {
    const { road, due } = await house();
    await due(NINE_UTC, NINE);
    expect(await entryTypes(road)).toEqual(['digest.issued']);
    const body = JSON.parse((await road.stores.digests.get('C1', '2026-11-20')) ?? '') as Digest;
    expect(body.checkpoint).toBe((await road.stores.ledger.lastCheckpoint())?.text);
    expect(await outgoing(road)).toEqual([{ kind: 'chat.digest', channel: 'C1', day: '2026-11-20' }]);
  });

  it('is not issued twice on one day when the pack moves its hour', async () => {
    const { road, due } = await house();
    await due(NINE_UTC, NINE);
    await due(digestJob('C1', 17, 'UTC'), NINE + 8 * HOUR_MS);
    expect(await outgoing(road)).toHaveLength(1);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 0 });
  });

  it('is issued by one of two that compose it in the same moment', async () => {
    const { road, due, composed, seen } = await house();
    seen.meanwhile = async () => {
      seen.meanwhile = async () => undefined;
      await due(digestJob('C1', 10, 'UTC'), NINE + HOUR_MS);
    };
    await due(NINE_UTC, NINE, NINE + HOUR_MS);
    expect(composed).toHaveLength(2);
    expect(await entryTypes(road)).toEqual(['digest.issued']);
    expect(await outgoing(road)).toHaveLength(1);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0 });
  });

  it('is of the day it was due on, in the zone of the pack, however late it is made', async () => {
    const { composed, due } = await house();
    await due(digestJob('C1', 9, 'Asia/Tokyo'), NINE - 9 * HOUR_MS, NINE + 20 * HOUR_MS);
    await due(digestJob('C2', 9, 'America/Los_Angeles'), Date.parse('2026-11-20T17:00:00Z'));
    expect(composed).toEqual(['2026-11-20', '2026-11-20']);
  });

  it('of no job that is known is refused for good', async () => {
    const { due } = await house();
    await expect(due('weekly', NINE)).rejects.toMatchObject({ code: 'unknown-job', permanent: true });
  });
});
