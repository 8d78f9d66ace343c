import { describe, expect, it } from 'vitest';
import { BOB, blocked, grantBy } from '../rules/approvals/samples.ts';
import { entryTypes, NOW, openRoad, outgoing, rowOf } from './samples.ts';
import { voidOpenDecision } from './void.ts';

const because = 'A new push replaced aaaaaaa with bbbbbbb.';

async function roadWith(state: 'open' | 'answered' | 'settled' | 'closed') {
  const road = await openRoad();
  const decision = { ...blocked().decision, state };
  await road.stores.pullRequests.save(rowOf());
  await road.stores.decisions.save(decision);
  return {
    road,
    decision,
    voiding: () => road.stores.transact((tx) => voidOpenDecision(tx, decision, { because, now: NOW })),
  };
}

describe('voidOpenDecision', () => {
  it.each(['open', 'answered', 'settled'] as const)(
    'voids one that is %s, in the record, the message and the thread',
    async (state) => {
      const { road, decision, voiding } = await roadWith(state);
      expect(await voiding()).toBe(true);
      expect(await road.stores.decisions.get(decision.id)).toMatchObject({ state: 'voided', voidedBecause: because });
      expect(await entryTypes(road)).toEqual(['decision.voided']);
      expect((await outgoing(road)).map(({ kind }) => kind)).toEqual(['chat.pull-request', 'chat.note']);
    },
  );

  it('does it once', async () => {
    const { road, voiding } = await roadWith('open');
    expect([await voiding(), await voiding()]).toEqual([true, false]);
    expect(await entryTypes(road)).toEqual(['decision.voided']);
  });

  it('leaves the decision of a closed pull request as it was', async () => {
    const { road, voiding } = await roadWith('closed');
    expect(await voiding()).toBe(false);
    expect(await entryTypes(road)).toEqual([]);
  });

  it('names who is no longer counted', async () => {
    const { road, decision, voiding } = await roadWith('answered');
    await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
    await voiding();
    const [entry] = await road.stores.ledger.latest(1);
    expect(JSON.parse(entry?.payloadText ?? '')).toMatchObject({
      grantsVoided: ['G-UBOB'],
      payloadHash: decision.payloadHash,
    });
    expect(await outgoing(road)).toContainEqual(
      expect.objectContaining({ text: `${because} No longer counted: override by Bob.` }),
    );
  });
});
