import type { EventOf } from '../../model/event.ts';
import { proposalKey, pullRequestKey } from '../../model/keys.ts';
import type { Road } from '../road.ts';
import { recordRefusal } from './refuse.ts';

/** A press that was refused while it was asked about, before a modal opened: recorded and answered like any other. */
export async function recordRefusedPress(road: Road, event: EventOf<'press.refused'>): Promise<void> {
  await road.stores.transact(async (tx) => {
    const { subjectId, attempted, code, message } = event.data;
    const decision = await tx.decisions.get(subjectId);
    const proposal = decision === null ? await tx.proposals.get(subjectId) : null;
    const review = decision === null && proposal === null ? await tx.reviews.get(subjectId) : null;
    const pullRequest = decision ?? review;
    let subject = `unknown:${subjectId}`;
    if (pullRequest !== null) subject = pullRequestKey(pullRequest.repo, pullRequest.number);
    else if (proposal !== null) subject = proposalKey(proposal.id);
    await recordRefusal(road, tx, event, attempted, { code, message }, subject);
  });
}
