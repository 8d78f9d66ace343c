import type { Finding, Level } from './finding.ts';

export const VERDICTS = ['pass', 'warn', 'block', 'not-applicable'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Why a pack was or was not used for a change; shown as it is. */
export type PackChoice = {
  packId: string;
  name: string;
  version: number;
  versionHash: string;
  chosen: boolean;
  why: string;
};

/** What one chosen pack makes of the findings. `reasons` are sentences for people. */
export type PackJudgement = {
  packId: string;
  packName: string;
  version: number;
  versionHash: string;
  mode: 'warn_only' | 'block_high_critical' | 'block_all_critical';
  verdict: Verdict;
  approvals: { count: number; minTier: 1 | 2 | 3 };
  reasons: string[];
  /** False when the pack keeps break-glass off, so that no button offers it. */
  breakGlass?: boolean;
};

/** Everything an answer is bound to. Its canonical JSON is hashed into `payloadHash`. */
export type Binding = {
  kind: 'pull-request' | 'patch';
  repo: string;
  number: number;
  headSha: string;
  fingerprints: string[];
  packHash: string;
  action: 'decide' | 'write';
  docPath: string | null;
  docRevision: string | null;
  patchHash: string | null;
  expiresAt: number;
  nonce: string;
};

export const DECISION_STATES = ['open', 'answered', 'settled', 'voided', 'closed'] as const;
/**
 * open: waits for a person; answered: a grant turned it; settled: nothing to answer;
 * voided: what it was bound to changed (see `voidedBecause`); closed: the pull request is closed.
 */
export type DecisionState = (typeof DECISION_STATES)[number];

/** A finding an earlier answer already covers, carried over to this head by its fingerprint. */
export type CarriedFinding = { fingerprint: string; grantId: string; by: string; at: number; severity: number };

export type Decision = {
  id: string;
  repo: string;
  number: number;
  headSha: string;
  baseSha: string;
  /** What the findings alone say. */
  verdict: Verdict;
  /** The highest level among failing or unknown findings that still ask for an answer; null when none. */
  highest: Level | null;
  hasUnknown: boolean;
  findings: Finding[];
  carried: CarriedFinding[];
  choices: PackChoice[];
  judgements: PackJudgement[];
  packHash: string;
  binding: Binding;
  payloadHash: string;
  nonce: string;
  expiresAt: number;
  state: DecisionState;
  voidedBecause: string | null;
  evaluation: { elapsedMs: number; hostCalls: number; filesRead: number; comparators: string[] };
  decidedAt: number;
};
