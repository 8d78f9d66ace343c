import type { Actor } from './actor.ts';
import type { Outcome } from './finding.ts';

export const TIERS = [1, 2, 3] as const;
export type Tier = (typeof TIERS)[number];

export const OVERRIDE_RIGHTS = ['warn', 'block_high', 'block_critical'] as const;
export type OverrideRight = (typeof OVERRIDE_RIGHTS)[number];

export const GRANT_ACTIONS = ['approve', 'override', 'break-glass'] as const;
export type GrantAction = (typeof GRANT_ACTIONS)[number];

/**
 * One finding that was answered. `packHash` is the version of the pack that judged it and `until` the end of the
 * answer (epoch ms); without them the answer is not held to either.
 */
export type Covered = {
  fingerprint: string;
  severity: number;
  outcome?: Outcome;
  packHash?: string;
  until?: number;
};

/** One answer of one person to one decision, with what it covered at that moment. */
export type Grant = {
  id: string;
  decisionId: string;
  repo: string;
  number: number;
  action: GrantAction;
  actor: Actor;
  name: string;
  email: string | null;
  tier: Tier | null;
  reason: string;
  payloadHash: string;
  /** The person's tier in each pack that asked for an answer; a pack that is not named gave them none. */
  tierByPack?: Record<string, Tier>;
  /** Fingerprint and severity of what was answered: a later finding that is worse asks again. */
  covered: Covered[];
  grantedAt: number;
};

export const REFUSAL_CODES = [
  'unknown-request',
  'tampered',
  'wrong-place',
  'already-answered',
  'expired',
  'new-push',
  'pack-changed',
  'document-changed',
  'closed',
  'own-pull-request',
  'author-unknown',
  'no-tier',
  'tier-too-low',
  'not-allowed',
  'already-counted',
  'reason-missing',
  'same-person',
  'nothing-to-do',
  'unreadable',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Said to the person only, and recorded. `message` says why and what to do. */
export type Refusal = { code: RefusalCode; message: string };

/** A break-glass leaves this open until a second person closes it. */
export type BreakGlassReview = {
  id: string;
  grantId: string;
  decisionId: string;
  repo: string;
  number: number;
  openedBy: Actor;
  openedByName: string;
  reason: string;
  nonce: string;
  openedAt: number;
  closedBy: Actor | null;
  closedByName: string | null;
  closedAt: number | null;
  conclusion: string | null;
};
