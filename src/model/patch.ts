import type { Binding } from './decision.ts';
import type { Drift, Route } from './drift.ts';

export const PROPOSAL_STATES = ['proposed', 'approved', 'written', 'declined', 'voided', 'held'] as const;
/**
 * proposed: waits in a thread; approved: a person said yes, not yet written (see `writeNote` for why);
 * written: the target confirmed it; declined; voided: the page or the patch changed; held: listed in the digest only.
 */
export type ProposalState = (typeof PROPOSAL_STATES)[number];

export type DocTarget = {
  system: 'github_readme' | 'confluence' | 'notion' | 'backstage';
  repo: string;
  path: string;
  branch: string;
};

/** A change to one page, bound to the revision it was made for. */
export type Proposal = {
  id: string;
  repo: string;
  number: number;
  /** Commit whose change made the page wrong. */
  causeSha: string;
  title: string;
  target: DocTarget;
  /** Blob SHA of the page the patch was made for. */
  docRevision: string;
  /** The whole page after the patch, UTF-8. */
  newText: string;
  /** Unified diff, `a/` and `b/` prefixes, three lines of context. */
  patch: string;
  patchHash: string;
  drifts: Drift[];
  route: Route;
  writeMethod: 'pull_request' | 'commit';
  packId: string;
  packHash: string;
  /** Channel of the pack that proposed it; null for the pull request's or the default one. */
  channel: string | null;
  binding: Binding;
  payloadHash: string;
  nonce: string;
  expiresAt: number;
  state: ProposalState;
  stateNote: string | null;
  approvedBy: string | null;
  approvedByName: string | null;
  /** Slack id of the person whose words the patch now holds; they may not approve it. */
  editedBy: string | null;
  editedByName: string | null;
  writtenUrl: string | null;
  proposedAt: number;
  updatedAt: number;
};
