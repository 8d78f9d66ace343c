import type { GrantAction, Refusal } from '../model/approval.ts';
import type { Press } from '../model/event.ts';
import { tierOf } from '../model/rights.ts';
import { admitPress } from '../rules/approvals/admit-press.ts';
import { hunksOf } from '../rules/drift/hunks.ts';
import { ok, type Result } from '../shared/result.ts';
import { decisionFacts } from './press/answer-decision.ts';
import { patchFacts } from './press/answer-patch.ts';
import { reviewFacts } from './press/close-review.ts';
import { readLivePress } from './press/live.ts';
import type { Road } from './road.ts';

export type Question = GrantAction | 'close-review' | 'patch-approve' | 'patch-edit' | 'patch-decline';
export type About = { name: string; hunks: string[] };

/** Long enough to pass every check on length; the real words are asked for next and checked on the road. */
const REASON_TO_COME = 'The reason is asked for next.';

/**
 * Whether a press would be admitted right now. A question: nothing is written, and the answer binds nobody, because
 * everything is checked again inside the transaction when the words arrive.
 */
export async function askPress(
  road: Road,
  question: Question,
  claimed: Press,
  slackId: string,
): Promise<Result<About, Refusal>> {
  const press = { ...claimed, reason: REASON_TO_COME };
  switch (question) {
    case 'approve':
    case 'override':
    case 'break-glass': {
      const decision = await road.stores.decisions.get(press.subjectId);
      const live = decision === null ? null : await readLivePress(road, slackId, decision);
      const admitted = admitPress(await decisionFacts(road, road.stores, question, press, live));
      return admitted.ok ? ok({ name: `${decision?.repo} #${decision?.number}`, hunks: [] }) : admitted;
    }
    case 'close-review': {
      const review = await road.stores.reviews.get(press.subjectId);
      const live = review === null ? null : await readLivePress(road, slackId, review);
      const admitted = admitPress(await reviewFacts(road, road.stores, press, live));
      return admitted.ok ? ok({ name: `${review?.repo} #${review?.number}`, hunks: [] }) : admitted;
    }
    case 'patch-approve':
    case 'patch-edit':
    case 'patch-decline': {
      const action = (
        { 'patch-approve': 'approve-patch', 'patch-edit': 'edit-patch', 'patch-decline': 'decline-patch' } as const
      )[question];
      const facts = await patchFacts(road, action, press, slackId);
      const admitted = admitPress(facts);
      if (!admitted.ok) return admitted;
      return ok({
        name: facts.proposal?.target.path ?? '',
        hunks: facts.proposal === null ? [] : hunksOf(facts.proposal.patch).map((hunk) => hunk.added.join('\n')),
      });
    }
  }
}

/** How a person stands towards Countersign: a tier in any active pack, a full member, or nobody. */
export async function standingOf(road: Road, slackId: string): Promise<'nobody' | 'member' | 'tier'> {
  const person = await road.chat.person(slackId);
  if (person === null || !person.active || person.isBot || person.isGuest === true) return 'nobody';
  const packs = await road.stores.packs.current();
  return packs.some((pack) => pack.status === 'active' && tierOf(pack, person.email) !== null) ? 'tier' : 'member';
}
