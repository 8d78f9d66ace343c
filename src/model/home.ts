import type { GrantAction } from './approval.ts';
import type { Answer, OutcomeState } from './outcome.ts';
import type { WatcherState } from './watch.ts';

/** A pull request that waits for an answer. `may` is what this person could press; empty means they can only watch. */
export type HomeWaiting = {
  decisionId: string;
  repo: string;
  number: number;
  title: string;
  url: string;
  headSha: string;
  state: OutcomeState;
  headline: string;
  missing: string[];
  ageMs: number;
  expiresAt: number;
  permalink: string | null;
  isOwn: boolean;
  may: GrantAction[];
};

export type HomeProposal = {
  id: string;
  repo: string;
  number: number;
  doc: string;
  title: string;
  ageMs: number;
  permalink: string | null;
};

/** An open break-glass review. `nonce` goes into the button; `mayClose` is checked again when it is pressed. */
export type HomeReview = {
  id: string;
  nonce: string;
  repo: string;
  number: number;
  title: string | null;
  openedByName: string;
  reason: string;
  ageMs: number;
  permalink: string | null;
  mayClose: boolean;
};

export type HomeDecision = {
  decisionId: string;
  repo: string;
  number: number;
  title: string | null;
  url: string | null;
  headSha: string;
  state: OutcomeState;
  by: Answer | null;
  headline: string;
  /** Set once nobody can answer any more; null while the pull request is open or is not known. */
  ended?: 'merged' | 'closed' | null;
  decidedAt: number;
  permalink: string | null;
};

export type WatcherLine = {
  id: string;
  name: string;
  state: WatcherState;
  lastHeartbeatAt: number | null;
  /** Time since the last heartbeat, or since watching began; milliseconds. */
  quietForMs: number;
};

/** How the house itself is. Ages in milliseconds; null where nothing waits or nothing was signed yet. */
export type Health = {
  eventsPending: number;
  eventsDead: number;
  deliveriesPending: number;
  deliveriesDead: number;
  oldestEventMs: number | null;
  oldestDeliveryMs: number | null;
  ledgerSize: number;
  lastCheckpoint: { size: number; at: number } | null;
  watchers: WatcherLine[];
};

/** What one person sees on the Home tab. Every list is sorted, oldest waiting first, newest decision first. */
export type Home = {
  slackId: string;
  name: string;
  githubLogin: string | null;
  issuedAt: number;
  waiting: HomeWaiting[];
  /** How many open pull requests wait for somebody else. */
  waitingForOthers: number;
  proposals: HomeProposal[];
  reviews: HomeReview[];
  recent: HomeDecision[];
  health: Health;
};
