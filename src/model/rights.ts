import { OVERRIDE_RIGHTS, type OverrideRight, TIERS, type Tier } from './approval.ts';
import type { Verdict } from './decision.ts';
import type { Level } from './finding.ts';
import type { Pack } from './pack.ts';

type WithApprovals = { approvals: Pack['approvals'] };

/** The highest tier in which a pack lists this e-mail address, whatever its case; null when in none. */
export function tierOf(pack: WithApprovals, email: string | null): Tier | null {
  return tiersOf(pack, email).at(-1) ?? null;
}

/** What any of the person's tiers lets them answer. A right is never implied by another one: packs spell them out. */
export function rightsOf(pack: WithApprovals, email: string | null): OverrideRight[] {
  const held = new Set(tiersOf(pack, email).flatMap((tier) => tierIn(pack, tier).canOverride));
  return OVERRIDE_RIGHTS.filter((right) => held.has(right));
}

/**
 * The right an answer takes: `warn` for a warning; for a block the one of its highest blocking level, where anything
 * below critical counts as high and an unstated level as critical. Null when there is nothing to answer.
 */
export function rightNeeded(verdict: Verdict, highest: Level | null): OverrideRight | null {
  if (verdict === 'warn') return 'warn';
  if (verdict !== 'block') return null;
  return highest === 'critical' || highest === null ? 'block_critical' : 'block_high';
}

/** Whether this person may turn this verdict of this pack. */
export function mayOverride(
  pack: WithApprovals,
  email: string | null,
  highest: Level | null,
  verdict: Verdict,
): boolean {
  const needed = rightNeeded(verdict, highest);
  return needed !== null && rightsOf(pack, email).includes(needed);
}

/** Allowed users when the pack names any, else tier 3; nobody while the pack keeps break-glass off. */
export function mayBreakGlass(pack: WithApprovals, email: string | null): boolean {
  const { enabled, allowedUsers } = pack.approvals.breakGlass;
  if (!enabled || email === null) return false;
  if (allowedUsers === undefined || allowedUsers.length === 0) return tierOf(pack, email) === 3;
  return allowedUsers.some((user) => sameEmail(user, email));
}

/** The tiers that hold a right, lowest first: for the sentence that says whom to ask. */
export function tiersWith(pack: WithApprovals, right: OverrideRight): Tier[] {
  return TIERS.filter((tier) => tierIn(pack, tier).canOverride.includes(right));
}

/** `tier 2 (Director)`, by the pack's own name for it. */
export function tierName(pack: WithApprovals, tier: Tier): string {
  return `tier ${tier} (${tierIn(pack, tier).name})`;
}

export function sameEmail(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function tiersOf(pack: WithApprovals, email: string | null): Tier[] {
  if (email === null || email.trim() === '') return [];
  return TIERS.filter((tier) => tierIn(pack, tier).users.some((user) => sameEmail(user, email)));
}

function tierIn(pack: WithApprovals, tier: Tier): Pack['approvals']['tiers']['tier1'] {
  return pack.approvals.tiers[`tier${tier}`];
}
