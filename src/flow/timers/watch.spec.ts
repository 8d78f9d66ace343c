import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../model/event.ts';
import type { Watcher } from '../../model/watch.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { entryTypes, NOW, openRoad, outgoing, received, type SampleRoad, timer } from '../samples.ts';
import { OUTBOX_TOO_OLD_MS, watch } from './watch.ts';

const watcher = (id: string, source: Watcher['source']): Watcher => ({
  id,
  name: id,
  what: `${id} matters.`,
  source,
  periodMs: 10 * MINUTE_MS,
  graceMs: 5 * MINUTE_MS,
});
const backup = watcher('backup', 'outside-job');

async function watching(watchers: Watcher[], over: Parameters<typeof openRoad>[0] = {}): Promise<SampleRoad> {
  return openRoad({ watchers, chat: { ping: async () => undefined }, ...over });
}
async function look(road: SampleRoad, afterMs: number): Promise<void> {
  road.at(NOW + afterMs);
  await watch(road, (await received(road, timer('watch', `watch:${afterMs}`))) as EventOf<'timer.due'>);
}
const stateOf = async (road: SampleRoad, id: string) =>
  (await road.stores.watchers.all()).find(({ watcherId }) => watcherId === id)?.state;

describe('watch', () => {
  it('tells a silence once, written first and announced after', async () => {
    const road = await watching([backup]);
    for (const after of [0, HOUR_MS, 2 * HOUR_MS]) await look(road, after);
    expect(await entryTypes(road, 'watcher:backup')).toEqual(['watcher.flipped']);
    expect(await outgoing(road)).toMatchObject([{ kind: 'chat.flip', channel: 'C1', flip: { to: 'silent' } }]);
  });

  it('tells the recovery', async () => {
    const road = await watching([backup]);
    await look(road, 0);
    await look(road, HOUR_MS);
    await road.stores.watchers.beat('backup', NOW + HOUR_MS);
    await look(road, HOUR_MS + 1);
    expect((await outgoing(road)).map((payload) => payload.kind === 'chat.flip' && payload.flip.to)).toEqual([
      'silent',
      'up',
    ]);
  });

  it('keeps lateness within the grace to itself', async () => {
    const road = await watching([backup]);
    await look(road, 0);
    await road.stores.watchers.beat('backup', NOW);
    await look(road, 1);
    await look(road, 12 * MINUTE_MS);
    expect(await stateOf(road, 'backup')).toBe('late');
    expect(await outgoing(road)).toEqual([]);
  });

  it('hears itself and Slack, and not a Slack that does not answer', async () => {
    const road = await watching([watcher('monitor', 'monitor'), watcher('slack', 'slack')], {
      chat: {
        ping: async () => {
          throw new Error('Slack is away.');
        },
      },
    });
    await look(road, 0);
    await look(road, HOUR_MS);
    expect([await stateOf(road, 'monitor'), await stateOf(road, 'slack')]).toEqual(['up', 'silent']);
  });

  it('takes a queue that does not move for silent', async () => {
    const road = await watching([watcher('outbox', 'outbox')]);
    await look(road, 0);
    await road.stores.outbox.add(
      { key: 'stuck', lane: 'chat:x', payload: { kind: 'chat.drift', repo: 'a/b', number: 1 }, entrySeq: null },
      NOW,
    );
    await look(road, OUTBOX_TOO_OLD_MS + HOUR_MS);
    expect(await stateOf(road, 'outbox')).toBe('silent');
  });

  it('writes the flip down even where no channel can be told', async () => {
    const road = await watching([backup], { settings: { defaultChannel: null } });
    await look(road, 0);
    await look(road, HOUR_MS);
    expect(await entryTypes(road)).toEqual(['watcher.flipped']);
    expect(await outgoing(road)).toEqual([]);
  });

  it('counts a heartbeat that came before the first look', async () => {
    const road = await watching([backup]);
    await road.stores.watchers.beat('backup', NOW);
    await look(road, 1);
    expect(await road.stores.watchers.all()).toMatchObject([
      { watcherId: 'backup', state: 'up', lastHeartbeatAt: NOW },
    ]);
  });
});
