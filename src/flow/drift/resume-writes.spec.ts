import { describe, expect, it } from 'vitest';
import type { ProposalState } from '../../model/patch.ts';
import { proposalOf } from '../../rules/approvals/samples.ts';
import type { Switches } from '../road.ts';
import { openRoad, outgoing } from '../samples.ts';
import { resumeWrites } from './resume-writes.ts';

const ON: Switches = { externalActions: true, githubWrites: true, dryRun: false };

async function house(switches: Switches, state: ProposalState = 'approved') {
  const road = await openRoad({ settings: { switches } });
  const proposal = proposalOf({ state });
  await road.stores.proposals.save(proposal);
  return { road, proposal };
}

describe('resumeWrites', () => {
  it('orders what was approved while writing was off, once per start and bound to what was approved', async () => {
    const { road, proposal } = await house(ON);
    await resumeWrites(road);
    await resumeWrites(road);
    expect(await outgoing(road)).toEqual([
      { kind: 'document.write', proposalId: 'P1', payloadHash: proposal.payloadHash },
    ]);
  });

  it.each<[string, Switches]>([
    ['external actions are off', { ...ON, externalActions: false }],
    ['writes to GitHub are off', { ...ON, githubWrites: false }],
    ['it is a dry run', { ...ON, dryRun: true }],
  ])('orders nothing while %s', async (_why, switches) => {
    const { road } = await house(switches);
    await resumeWrites(road);
    expect(await outgoing(road)).toEqual([]);
  });

  it.each(['proposed', 'declined', 'voided', 'held', 'written'] as const)(
    'leaves one alone that is %s',
    async (state) => {
      const { road } = await house(ON, state);
      await resumeWrites(road);
      expect(await outgoing(road)).toEqual([]);
    },
  );
});
