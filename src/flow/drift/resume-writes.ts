import { hostLane, proposalKey } from '../../model/keys.ts';
import type { Road } from '../road.ts';
import { switchedOff } from './write-document.ts';

/** Once writing is switched on, what was approved and is still valid is written; checked in full again when it is. */
export async function resumeWrites(road: Road): Promise<void> {
  if (switchedOff(road.settings.switches) !== null) return;
  const now = road.clock.now();
  for (const proposal of await road.stores.proposals.inState(['approved'], 500)) {
    const payload = { kind: 'document.write' as const, proposalId: proposal.id, payloadHash: proposal.payloadHash };
    await road.stores.outbox.add(
      {
        key: `resume:${proposal.id}:${proposal.updatedAt}`,
        lane: hostLane(proposalKey(proposal.id)),
        payload,
        entrySeq: null,
      },
      now,
    );
  }
}
