import type { Covered, OverrideRight, Refusal, Tier } from '../../model/approval.ts';
import type { Decision } from '../../model/decision.ts';
import { askingFindings, type PackOutcome, packOutcomes } from '../../model/outcome.ts';
import type { StoredPack } from '../../model/pack.ts';
import { mayBreakGlass, rightNeeded, rightsOf, tierName, tierOf, tiersWith } from '../../model/rights.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { highestBlocking } from './blocking.ts';
import { type DecisionPress, refuse } from './press-facts.ts';
import { listed } from './wording.ts';

/** What a person may do with a decision. `answers` false: they may, but nothing is there for this action to change. */
export type Rights = { tier: Tier | null; tierByPack: Record<string, Tier>; covered: Covered[]; answers: boolean };

type Asking = { outcome: PackOutcome; pack: StoredPack };
type Asked = { decision: Decision; email: string; asking: Asking[] };

/** Reads the rights of an identified person; refuses with the sentence that says which tier could. */
export function rightsFor(input: DecisionPress, decision: Decision, email: string): Result<Rights, Refusal> {
  const asking = packOutcomes(decision, input.grants).flatMap((outcome) => {
    const pack = input.packs.find((candidate) => candidate.id === outcome.judgement.packId);
    return pack === undefined ? [] : [{ outcome, pack }];
  });
  const asked: Asked = { decision, email, asking };
  switch (input.action) {
    case 'approve':
      return approveRights(asked);
    case 'override':
      return overrideRights(asked);
    case 'break-glass':
      return breakGlassRights(asked);
  }
}

function approveRights(asked: Asked): Result<Rights, Refusal> {
  const { asking, email } = asked;
  const warning = asking.filter(({ outcome }) => stillSays(outcome, 'warn'));
  const counting = asking.filter(({ outcome }) => lacksApprovals(outcome));
  const acknowledges = warning.filter(({ pack }) => rightsOf(pack, email).includes('warn'));
  const countsIn = counting.filter(
    ({ pack, outcome }) => (tierOf(pack, email) ?? 0) >= outcome.judgement.approvals.minTier,
  );
  if (acknowledges.length + countsIn.length === 0 && warning.length + counting.length > 0) {
    const able = [...warning.map(({ pack }) => whoHolds(pack, 'warn')), ...counting.map(whoCounts)];
    return err(tooLow(asking, email, 'approve this', able));
  }
  if (noTierAtAll(asking, email)) return err(tooLow(asking, email, 'approve this', []));
  return ok(rightsOver(asked, acknowledges, acknowledges.length + countsIn.length > 0));
}

function overrideRights(asked: Asked): Result<Rights, Refusal> {
  const { asking, email, decision } = asked;
  const blocking = asking.filter(({ outcome }) => stillSays(outcome, 'block'));
  const lacking = blocking.flatMap(({ outcome, pack }) => {
    const right = rightNeeded('block', highestBlocking(decision, outcome.judgement, pack));
    return right === null || rightsOf(pack, email).includes(right) ? [] : [whoHolds(pack, right)];
  });
  if (lacking.length > 0) return err(tooLow(asking, email, 'override this block', lacking));
  if (noTierAtAll(asking, email)) return err(tooLow(asking, email, 'override this', []));
  const warned = asking.filter(
    ({ outcome, pack }) => stillSays(outcome, 'warn') && rightsOf(pack, email).includes('warn'),
  );
  return ok(rightsOver(asked, [...blocking, ...warned], blocking.length > 0));
}

function breakGlassRights(asked: Asked): Result<Rights, Refusal> {
  const { asking, email } = asked;
  const standing = asking.filter(({ outcome }) => outcome.state === 'block' || outcome.state === 'needs-approval');
  for (const { pack } of standing) {
    const { enabled, allowedUsers } = pack.approvals.breakGlass;
    if (!enabled)
      return err(refuse('not-allowed', `“${pack.name}” does not allow break-glass: ask for an override instead.`));
    if (mayBreakGlass(pack, email)) continue;
    const named = allowedUsers !== undefined && allowedUsers.length > 0;
    const who = named ? 'one of the people the pack names for it' : tierName(pack, 3);
    return err(
      refuse('not-allowed', `Only ${who} may break the glass under “${pack.name}”: ask them, or for an override.`),
    );
  }
  if (standing.length === 0 && noTierAtAll(asking, email)) return err(tooLow(asking, email, 'break the glass', []));
  return ok({ ...rightsOver(asked, [], standing.length > 0), covered: [] });
}

function rightsOver({ decision, email, asking }: Asked, answered: Asking[], answers: boolean): Rights {
  const tiers = asking.flatMap(({ pack }) => {
    const tier = tierOf(pack, email);
    return tier === null ? [] : [[pack.id, tier] as const];
  });
  const tier = tiers.length === 0 ? null : (Math.min(...tiers.map(([, held]) => held)) as Tier);
  return { tier, tierByPack: Object.fromEntries(tiers), covered: coveredBy(decision, answered), answers };
}

/** What was answered, pack by pack: a finding that another pack reports too still asks there. */
function coveredBy(decision: Decision, answered: Asking[]): Covered[] {
  return answered.flatMap(({ outcome: { judgement } }) =>
    askingFindings(decision, judgement.packId).map(({ fingerprint, severity, outcome }) => ({
      fingerprint,
      severity,
      outcome,
      packHash: judgement.versionHash,
      until: decision.expiresAt,
    })),
  );
}

/** True while a pack's own verdict stands: a warning may hide behind approvals that are lacking too. */
function stillSays(outcome: PackOutcome, verdict: 'warn' | 'block'): boolean {
  return outcome.judgement.verdict === verdict && outcome.by !== 'acknowledged' && outcome.by !== 'overridden';
}

function lacksApprovals({ approvals }: PackOutcome): boolean {
  return approvals !== null && approvals.given < approvals.required;
}

function noTierAtAll(asking: Asking[], email: string): boolean {
  return asking.every(({ pack }) => tierOf(pack, email) === null);
}

function tooLow(asking: Asking[], email: string, what: string, able: string[]): Refusal {
  const ask = able.length === 0 ? 'ask somebody the pack names' : `ask ${listed([...new Set(able)])}`;
  if (noTierAtAll(asking, email)) {
    return refuse('no-tier', `You are in no tier of the packs that judged this, so you cannot ${what}: ${ask}.`);
  }
  return refuse('tier-too-low', `Your tier cannot ${what}: ${ask}.`);
}

function whoHolds(pack: StoredPack, right: OverrideRight): string {
  const tiers = tiersWith(pack, right).map((tier) => tierName(pack, tier));
  return tiers.length === 0
    ? `an administrator, because no tier of “${pack.name}” can`
    : `${listed(tiers, 'or')} of “${pack.name}”`;
}

function whoCounts({ pack, outcome }: Asking): string {
  const { minTier } = outcome.judgement.approvals;
  return `${tierName(pack, minTier)}${minTier < 3 ? ' or higher' : ''} of “${pack.name}”`;
}
