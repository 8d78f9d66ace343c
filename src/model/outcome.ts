import type { Grant, GrantAction, Tier } from './approval.ts';
import type { Decision, PackJudgement, Verdict } from './decision.ts';
import type { Finding } from './finding.ts';
import { approvalWords, headlineOf, missingWords } from './outcome-words.ts';

export const OUTCOME_STATES = ['not-applicable', 'pass', 'warn', 'needs-approval', 'block'] as const;
/** Ordered from harmless to worst. `needs-approval`: nothing else stands in the way but people who have not answered. */
export type OutcomeState = (typeof OUTCOME_STATES)[number];

export const ANSWERS = ['carried', 'approved', 'acknowledged', 'overridden', 'broken-glass'] as const;
/** What turned the verdict; the strongest answer when there were several. */
export type Answer = (typeof ANSWERS)[number];

export type ApprovalCount = {
  packId: string;
  packName: string;
  given: number;
  required: number;
  minTier: Tier;
  by: string[];
};

/** A decision together with the answers given to it, as it counts now. */
export type DecisionOutcome = {
  state: OutcomeState;
  /** What the findings alone say. */
  judged: Verdict;
  by: Answer | null;
  headline: string;
  /** True while somebody could still change something by answering. */
  waiting: boolean;
  approvals: ApprovalCount[];
  /** One sentence for each thing that still stands in the way. */
  missing: string[];
};

/** The same for one pack that judged. */
export type PackOutcome = {
  judgement: PackJudgement;
  state: OutcomeState;
  by: Answer | null;
  missing: string[];
  approvals: ApprovalCount | null;
};

/**
 * What a decision is worth with these grants; their order does not matter. A grant for another decision or another
 * payload is not counted, nor one by an id or e-mail address in `authorIds` (nobody answers for their own change).
 */
export function outcomeOf(
  decision: Decision,
  grants: readonly Grant[],
  authorIds: readonly string[] = [],
): DecisionOutcome {
  const packs = packOutcomes(decision, grants, authorIds);
  const approvals = packs.flatMap((pack) => (pack.approvals === null ? [] : [pack.approvals]));
  if (grants.some((grant) => grant.action === 'break-glass' && counts(grant, decision, authorIds))) {
    return finish(decision, { state: 'pass', by: 'broken-glass', missing: [], approvals });
  }
  if (packs.length === 0) {
    return finish(decision, { state: decision.verdict, by: null, missing: [], approvals });
  }
  const worst = packs.reduce((so, pack) => worse(so, pack.state), 'not-applicable' as OutcomeState);
  const by = packs.reduce<Answer | null>((so, pack) => stronger(so, pack.by), null);
  return finish(decision, {
    state: worst === 'pass' && leavesUnknown(decision, packs) ? 'not-applicable' : worst,
    by,
    missing: packs.flatMap((pack) => pack.missing),
    approvals,
  });
}

/** True when a pack could not look at something and nobody answered that under this very pack. */
function leavesUnknown(decision: Decision, packs: readonly PackOutcome[]): boolean {
  return decision.findings
    .filter((finding) => finding.outcome === 'unknown')
    .some(({ packId }) => !answersFindings(packs.find(({ judgement }) => judgement.packId === packId)?.by ?? null));
}

/** An approval that a pack demands, or one carried over, says nothing about what could not be evaluated. */
function answersFindings(by: Answer | null): boolean {
  return by === 'acknowledged' || by === 'overridden' || by === 'broken-glass';
}

/** What each pack that judged still asks for, break-glass left aside. */
export function packOutcomes(
  decision: Decision,
  grants: readonly Grant[],
  authorIds: readonly string[] = [],
): PackOutcome[] {
  const counting = grants.filter((grant) => counts(grant, decision, authorIds));
  return decision.judgements.map((judgement) => packOutcome(decision, judgement, counting));
}

/** Findings of a pack that still ask for an answer: failing or unknown, and not carried over from an earlier push. */
export function askingFindings(decision: Decision, packId?: string): Finding[] {
  return decision.findings.filter((finding) => {
    if (packId !== undefined && finding.packId !== packId) return false;
    if (finding.outcome === 'unknown') return true;
    return finding.outcome === 'fail' && !isCarriedIn(decision, finding);
  });
}

/** The tier a grant has in one pack. A grant without tiers per pack speaks for a decision of one pack only. */
export function tierIn(grant: Grant, decision: Decision, packId: string): Tier | null {
  if (grant.tierByPack !== undefined) return grant.tierByPack[packId] ?? null;
  return decision.judgements.length === 1 ? grant.tier : null;
}

function packOutcome(decision: Decision, judgement: PackJudgement, grants: readonly Grant[]): PackOutcome {
  const approvals = approvalCount(decision, judgement, grants);
  const lacking = approvals === null ? 0 : Math.max(0, approvals.required - approvals.given);
  const lifted = liftedBy(decision, judgement, grants);
  const verdict = lifted === null ? judgement.verdict : 'pass';
  const missing = [
    ...missingWords(judgement, verdict, askingFindings(decision, judgement.packId).length),
    ...approvalWords(approvals, lacking),
  ];
  const carried = decision.findings.some(
    (finding) => finding.packId === judgement.packId && isCarriedIn(decision, finding),
  );
  const approved = approvals !== null && approvals.required > 0 && lacking === 0 ? 'approved' : null;
  const by = lifted ?? approved ?? (carried && verdict === 'pass' ? 'carried' : null);
  const state = lacking > 0 ? worse(verdict, judgement.mode === 'warn_only' ? 'warn' : 'needs-approval') : verdict;
  return { judgement, state, by, missing, approvals };
}

/** A warning is lifted when every finding that asks was answered; a block only by an override of every one of them. */
function liftedBy(decision: Decision, judgement: PackJudgement, grants: readonly Grant[]): Answer | null {
  const { verdict, packId, versionHash } = judgement;
  if (verdict !== 'warn' && verdict !== 'block') return null;
  const actions: readonly GrantAction[] = verdict === 'block' ? ['override'] : ['approve', 'override'];
  const answering = grants.filter(
    (grant) => actions.includes(grant.action) && tierIn(grant, decision, packId) !== null,
  );
  if (answering.length === 0) return null;
  const asking = askingFindings(decision, packId);
  const answers = answering
    .flatMap((grant) => grant.covered)
    .filter((item) => (item.packHash ?? versionHash) === versionHash);
  const covered = (finding: Finding) => answers.some((item) => item.fingerprint === finding.fingerprint);
  if (!asking.every(covered)) return null;
  return verdict === 'block' ? 'overridden' : 'acknowledged';
}

function approvalCount(decision: Decision, judgement: PackJudgement, grants: readonly Grant[]): ApprovalCount | null {
  const { count, minTier } = judgement.approvals;
  if (count === 0 || judgement.verdict === 'not-applicable') return null;
  const people = new Map<string, string>();
  for (const grant of [...grants].sort((a, b) => a.grantedAt - b.grantedAt || compare(a.id, b.id))) {
    const tier = tierIn(grant, decision, judgement.packId);
    if (tier === null || tier < minTier || grant.action === 'break-glass') continue;
    const person = grant.email?.trim().toLowerCase() ?? `${grant.actor.type}:${grant.actor.id}`;
    if (!people.has(person)) people.set(person, grant.name);
  }
  return {
    packId: judgement.packId,
    packName: judgement.packName,
    given: people.size,
    required: count,
    minTier,
    by: [...people.values()],
  };
}

function finish(
  decision: Decision,
  { state, by, missing, approvals }: Pick<DecisionOutcome, 'state' | 'by' | 'missing' | 'approvals'>,
): DecisionOutcome {
  const waiting = state === 'warn' || state === 'block' || state === 'needs-approval';
  return {
    state,
    judged: decision.verdict,
    by,
    headline: headlineOf({ decision, asking: askingFindings(decision).length, state, by, approvals }),
    waiting,
    approvals,
    missing,
  };
}

function counts(grant: Grant, decision: Decision, authorIds: readonly string[]): boolean {
  if (grant.decisionId !== decision.id || grant.payloadHash !== decision.payloadHash) return false;
  const own = authorIds.map((id) => id.trim().toLowerCase());
  if (own.includes(grant.actor.id.toLowerCase())) return false;
  return grant.email === null || !own.includes(grant.email.trim().toLowerCase());
}

function isCarriedIn(decision: Decision, finding: Finding): boolean {
  if (finding.outcome !== 'fail') return false;
  return decision.carried.some((one) => one.fingerprint === finding.fingerprint && finding.severity <= one.severity);
}

function worse(left: OutcomeState, right: OutcomeState): OutcomeState {
  return OUTCOME_STATES.indexOf(right) > OUTCOME_STATES.indexOf(left) ? right : left;
}

function stronger(left: Answer | null, right: Answer | null): Answer | null {
  if (left === null) return right;
  if (right === null) return left;
  return ANSWERS.indexOf(right) > ANSWERS.indexOf(left) ? right : left;
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
