import { describe, expect, it } from 'vitest';
import { packOf } from '../rules/approvals/samples.ts';
import { stored } from '../rules/packs/versions.ts';
import { activatePacks } from './activate-packs.ts';
import { entryTypes, NOW, openRoad, rowOf, waiting } from './samples.ts';

const first = packOf();
const { versionHash, ...rest } = first;
const second = stored({ ...rest, version: 2, description: 'Stricter.' });

describe('activatePacks', () => {
  it('records each pack that is new, and no pack that is not', async () => {
    const road = await openRoad();
    await activatePacks(road, [first]);
    await activatePacks(road, [first]);
    expect(await entryTypes(road, 'pack:api')).toEqual(['pack.activated']);
    expect((await road.stores.packs.current()).map(({ id }) => id)).toEqual(['api']);
  });

  it('has every open pull request judged again under a changed pack, and no closed one', async () => {
    const road = await openRoad();
    await activatePacks(road, [first]);
    await road.stores.pullRequests.save(rowOf());
    await road.stores.pullRequests.save(rowOf({ number: 13, state: 'closed' }));
    await activatePacks(road, [second]);
    expect(await waiting(road)).toMatchObject([
      { type: 'pull-request.changed', data: { number: 12, reason: 'pack-changed' } },
    ]);
    const [entry] = await road.stores.ledger.latest(1);
    expect(JSON.parse(entry?.payloadText ?? '')).toMatchObject({
      replaces: versionHash,
      versionHash: second.versionHash,
    });
  });

  it('archives a pack whose file is gone, once', async () => {
    const road = await openRoad();
    await activatePacks(road, [first]);
    await activatePacks(road, []);
    await activatePacks(road, []);
    expect(await road.stores.packs.current()).toMatchObject([
      { id: 'api', status: 'archived', version: 2, parentId: versionHash },
    ]);
    expect(await entryTypes(road, 'pack:api')).toEqual(['pack.activated', 'pack.activated']);
  });

  it('brings a pack back whose file is there again, as one more version, and takes edits of it', async () => {
    const road = await openRoad();
    for (const manifests of [[first], [], [first], [first]]) await activatePacks(road, manifests);
    expect(await road.stores.packs.current()).toMatchObject([{ status: first.status, version: 3 }]);
    expect(await entryTypes(road, 'pack:api')).toHaveLength(3);
    await activatePacks(road, [stored({ ...rest, description: 'Edited.' })]);
    expect(await road.stores.packs.current()).toMatchObject([{ description: 'Edited.', version: 4 }]);
  });

  it('has pull requests judged again each time an edit is taken back', async () => {
    const road = await openRoad();
    const edited = stored({ ...rest, description: 'Edited.' });
    await road.stores.pullRequests.save(rowOf());
    const judged: number[] = [];
    for (const [turn, pack] of [first, edited, first, edited].entries()) {
      road.at(NOW + turn);
      await activatePacks(road, [pack]);
      judged.push((await waiting(road)).length);
    }
    expect(judged).toEqual([1, 1, 1, 1]);
  });

  it('leaves a pack alone that did not come from a file', async () => {
    const road = await openRoad();
    await road.stores.packs.save(first, 'database', 0);
    await activatePacks(road, []);
    expect(await road.stores.packs.current()).toMatchObject([{ status: first.status }]);
  });
});
