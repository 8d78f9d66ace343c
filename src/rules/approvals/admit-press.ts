import type { Actor, Person } from '../../model/actor.ts';
import type { Grant, Refusal } from '../../model/approval.ts';
import type { Decision } from '../../model/decision.ts';
import type { Result } from '../../shared/result.ts';
import { admitDecision } from './admit-decision.ts';
import { admitProposal } from './admit-proposal.ts';
import { admitReview } from './admit-review.ts';
import type {
  Admitted,
  AdmittedGrant,
  AdmittedPatch,
  AdmittedReview,
  DecisionPress,
  PressFacts,
  ProposalPress,
  ReviewPress,
} from './press-facts.ts';

/**
 * Whether a press may do what it claims. A press is never proof: all facts but `press` are read on the server, and
 * what it answers is hashed again from them. Run it inside the transaction of the effect; a refusal is one sentence
 * that says why and what to do.
 */
export function admitPress(input: DecisionPress): Result<AdmittedGrant, Refusal>;
export function admitPress(input: ReviewPress): Result<AdmittedReview, Refusal>;
export function admitPress(input: ProposalPress): Result<AdmittedPatch, Refusal>;
export function admitPress(input: PressFacts): Result<Admitted, Refusal>;
export function admitPress(input: PressFacts): Result<Admitted, Refusal> {
  switch (input.action) {
    case 'approve':
    case 'override':
    case 'break-glass':
      return admitDecision(input);
    case 'close-review':
      return admitReview(input);
    case 'approve-patch':
    case 'edit-patch':
    case 'decline-patch':
      return admitProposal(input);
  }
}

/** The grant to store for an admitted press. */
export function grantOf(
  admitted: AdmittedGrant,
  decision: Decision,
  { id, person, actor, now }: { id: string; person: Person; actor: Actor; now: number },
): Grant {
  return {
    id,
    decisionId: decision.id,
    repo: decision.repo,
    number: decision.number,
    action: admitted.action,
    actor,
    name: person.name,
    email: person.email,
    tier: admitted.tier,
    tierByPack: admitted.tierByPack,
    reason: admitted.reason,
    payloadHash: admitted.payloadHash,
    covered: admitted.covered,
    grantedAt: now,
  };
}
