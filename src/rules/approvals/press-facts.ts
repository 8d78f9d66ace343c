import type { Person } from '../../model/actor.ts';
import type {
  BreakGlassReview,
  Covered,
  Grant,
  GrantAction,
  Refusal,
  RefusalCode,
  Tier,
} from '../../model/approval.ts';
import type { Decision } from '../../model/decision.ts';
import type { Press } from '../../model/event.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Proposal } from '../../model/patch.ts';
import { err, type Result } from '../../shared/result.ts';
import type { AuthorResolution } from './author.ts';

export const PATCH_ACTIONS = ['approve-patch', 'edit-patch', 'decline-patch'] as const;
export type PatchAction = (typeof PATCH_ACTIONS)[number];
export type PressAction = GrantAction | 'close-review' | PatchAction;

/** The pull request as the code host has it now, not as a delivery once said. */
export type LivePullRequest = {
  state: 'open' | 'closed' | 'merged';
  headSha: string;
  author: string;
  baseRef?: string;
};

/** What holds for every press, all of it read on the server except `press`, which is only claimed. */
export type PressContext = {
  press: Press;
  /** Where our own message about it stands. Null: never posted, or (for reviews) pressed on the App Home. */
  place: { channel: string; ts: string } | null;
  /** From users.info at this moment; null when it could not be read. */
  person: Person | null;
  /** For a patch: who wrote the text that would go in, which is nobody here unless a person edited it. */
  author: AuthorResolution;
  /** GitHub login the presser linked. */
  presserLogin: string | null;
  /** The packs that judged, in the version that is current. */
  packs: readonly StoredPack[];
  now: number;
};

export type DecisionPress = PressContext & {
  action: GrantAction;
  decision: Decision | null;
  pullRequest: LivePullRequest | null;
  /** The branch it was to go into when it was judged; absent or null when that is not on record. */
  judgedInto?: string | null;
  /** Hash of the packs that would be chosen now, made the way `Decision.packHash` was. */
  packHash: string;
  /** Grants of this decision so far. */
  grants: readonly Grant[];
};

export type ReviewPress = PressContext & { action: 'close-review'; review: BreakGlassReview | null };

export type ProposalPress = PressContext & {
  action: PatchAction;
  proposal: Proposal | null;
  packHash: string;
  /** Blob SHA of the page now; null when it is gone. */
  docRevision: string | null;
};

export type PressFacts = DecisionPress | ReviewPress | ProposalPress;

export type AdmittedGrant = {
  kind: 'grant';
  action: GrantAction;
  tier: Tier | null;
  tierByPack: Record<string, Tier>;
  reason: string;
  covered: Covered[];
  payloadHash: string;
  opensReview: boolean;
};
export type AdmittedReview = { kind: 'review'; reviewId: string; conclusion: string; tier: Tier };
export type AdmittedPatch = { kind: 'patch'; action: PatchAction; tier: Tier; reason: string; payloadHash: string };
export type Admitted = AdmittedGrant | AdmittedReview | AdmittedPatch;

/** A refusal when the condition of the check holds, else null. */
export type Check = () => Refusal | null;

export function refuse(code: RefusalCode, message: string): Refusal {
  return { code, message };
}

/** The first check that refuses; later ones are not run. */
export function firstRefusal(checks: readonly Check[]): Refusal | null {
  for (const check of checks) {
    const refusal = check();
    if (refusal !== null) return refusal;
  }
  return null;
}

export function refused<T>(code: RefusalCode, message: string): Result<T, Refusal> {
  return err(refuse(code, message));
}
