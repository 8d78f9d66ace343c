import type { Decision } from '../../model/decision.ts';
import type { EventOf } from '../../model/event.ts';
import { proposalKey, pullRequestKey } from '../../model/keys.ts';
import type { Repositories } from '../../ports/stores.ts';
import { voidProposal } from '../drift/void-proposal.ts';
import type { Road } from '../road.ts';
import { PATCH_STALE } from './answer-patch.ts';
import { catchUp, isStale } from './catch-up.ts';
import { livePullRequest } from './live.ts';
import { recordRefusal } from './refuse.ts';

/** A press that was refused while it was asked about, before a modal opened: recorded and answered like any other. */
export async function recordRefusedPress(road: Road, event: EventOf<'press.refused'>): Promise<void> {
  const { subjectId, attempted, code, message } = event.data;
  const known = isStale(code) ? await road.stores.decisions.get(subjectId) : null;
  const live = known === null ? null : await livePullRequest(road, known);
  await road.stores.transact(async (tx) => {
    const decision = await tx.decisions.get(subjectId);
    const subject = decision === null ? await otherSubject(tx, subjectId) : subjectOf(decision);
    const now = road.clock.now();
    const says =
      decision === null || live === null ? [] : await catchUp(tx, event, { decision, live, because: message, now });
    const proposal = PATCH_STALE.includes(code) ? await tx.proposals.get(subjectId) : null;
    if (proposal?.state === 'proposed') await voidProposal(tx, proposal, message, now);
    await recordRefusal(road, tx, event, attempted, { code, message }, subject, says);
  });
}

async function otherSubject(tx: Repositories, subjectId: string): Promise<string> {
  const proposal = await tx.proposals.get(subjectId);
  if (proposal !== null) return proposalKey(proposal.id);
  const review = await tx.reviews.get(subjectId);
  return review === null ? `unknown:${subjectId}` : subjectOf(review);
}

function subjectOf({ repo, number }: Pick<Decision, 'repo' | 'number'>): string {
  return pullRequestKey(repo, number);
}
