import type { Identity } from '../model/actor.ts';
import type { BreakGlassReview, Grant } from '../model/approval.ts';
import type { Decision, DecisionState } from '../model/decision.ts';
import type { Flip } from '../model/digest.ts';
import type { Entry } from '../model/entry.ts';
import type { Event, EventDraft } from '../model/event.ts';
import type { StoredPack } from '../model/pack.ts';
import type { Proposal, ProposalState } from '../model/patch.ts';
import type { WatcherState, WatcherStatus } from '../model/watch.ts';

/** Deliveries as they came in. `add` answers null for one seen before. */
export type Inbox = {
  add(draft: EventDraft, now: number): Promise<Event | null>;
  /** Leases the oldest due event whose lane has nothing older unfinished. */
  claim(now: number, leaseMs: number): Promise<{ event: Event; attempt: number } | null>;
  finish(eventId: string, now: number): Promise<void>;
  retry(eventId: string, at: number, error: string): Promise<void>;
  bury(eventId: string, now: number, error: string): Promise<void>;
  /** Hands leased events back at once, for a clean stop. */
  release(eventId: string): Promise<void>;
  counts(): Promise<{ pending: number; dead: number; oldestPendingAt: number | null }>;
  get(eventId: string): Promise<Event | null>;
  /** False once the event was finished or buried, by whoever worked it. */
  isOpen(eventId: string): Promise<boolean>;
};

/** Everything that leaves the house, by kind. Payloads name records; what is said is drawn from the record when it is sent. */
export type OutboxPayload =
  | {
      kind: 'check.report';
      repo: string;
      number: number;
      headSha: string;
      state: 'in_progress' | 'decided' | 'given_up';
    }
  | { kind: 'chat.pull-request'; repo: string; number: number }
  | { kind: 'chat.drift'; repo: string; number: number }
  /** `about` is the key of the living message whose thread it goes into. */
  | { kind: 'chat.note'; about: string; channel: string; text: string; code: string | null; entrySeq: number }
  | { kind: 'chat.whisper'; channel: string; slackId: string; threadTs: string | null; text: string }
  | { kind: 'chat.digest'; channel: string; day: string }
  | { kind: 'chat.flip'; channel: string; flip: Flip }
  | { kind: 'document.write'; proposalId: string; payloadHash: string };
export type OutboxKind = OutboxPayload['kind'];
export const OUTBOX_KINDS = [
  'check.report',
  'chat.pull-request',
  'chat.drift',
  'chat.note',
  'chat.whisper',
  'chat.digest',
  'chat.flip',
  'document.write',
] as const satisfies readonly OutboxKind[];

export const OUTBOX_STATES = ['pending', 'leased', 'done', 'dead'] as const;
export type OutboxState = (typeof OUTBOX_STATES)[number];

export type OutboxDraft = {
  /** The same key twice is one delivery. */
  key: string;
  /** Deliveries of one lane go out in order. */
  lane: string;
  payload: OutboxPayload;
  entrySeq: number | null;
};
export type OutboxRow = OutboxDraft & {
  id: string;
  state: OutboxState;
  attempts: number;
  nextAt: number;
  lastError: string | null;
  createdAt: number;
  doneAt: number | null;
};

export type Outbox = {
  /** Inserts; a known key is left as it is. */
  add(draft: OutboxDraft, now: number): Promise<void>;
  /** Leases the oldest due row whose lane has nothing older unfinished; `attempts` counts this one. */
  claim(now: number, leaseMs: number, kinds: readonly OutboxKind[]): Promise<OutboxRow | null>;
  finish(id: string, now: number): Promise<void>;
  retry(id: string, at: number, error: string): Promise<void>;
  bury(id: string, now: number, error: string): Promise<void>;
  /** Hands a leased row back at once, its attempt still counted: it may have gone out. */
  release(id: string): Promise<void>;
  /** Puts every dead row back to pending with one attempt counted, so that it looks first; answers how many. */
  revive(now: number): Promise<number>;
  counts(): Promise<{ pending: number; dead: number; oldestPendingAt: number | null }>;
  /** Newest first. */
  dead(limit: number): Promise<OutboxRow[]>;
};

export type LedgerStore = {
  last(): Promise<Entry | null>;
  insert(entry: Entry, payloadText: string): Promise<void>;
  get(seq: number): Promise<{ entry: Entry; payloadText: string | null } | null>;
  /** Ascending by sequence. `fromSeq` included. */
  range(fromSeq: number, limit: number): Promise<{ entry: Entry; payloadText: string | null }[]>;
  /** Newest first. */
  bySubject(subject: string, limit: number): Promise<{ entry: Entry; payloadText: string | null }[]>;
  /** Newest first. */
  latest(limit: number): Promise<{ entry: Entry; payloadText: string | null }[]>;
  size(): Promise<number>;
  /** Removes the payload of one entry and keeps its hash; the caller records the erasure as an entry. */
  erasePayload(seq: number): Promise<boolean>;
  saveCheckpoint(checkpoint: { size: number; rootHash: string; text: string; at: number }): Promise<void>;
  lastCheckpoint(): Promise<{ size: number; rootHash: string; text: string; at: number } | null>;
};

export type PackStore = {
  /** Saves a version; the same id and versionHash again is a no-op. Answers whether it was saved. */
  save(pack: StoredPack, source: 'manifest' | 'database', now: number): Promise<boolean>;
  /** The newest version of each pack, whatever its status. */
  current(): Promise<StoredPack[]>;
  get(id: string, version?: number): Promise<StoredPack | null>;
  /** Where the newest version of a pack came from; null when the pack is not known. */
  sourceOf(id: string): Promise<'manifest' | 'database' | null>;
};

/** What we know of a pull request, as last received. */
export type PullRequestRow = {
  repo: string;
  number: number;
  title: string;
  url: string;
  author: string;
  authorIsBot: boolean;
  headSha: string;
  baseSha: string;
  baseRef: string;
  draft: boolean;
  state: 'open' | 'closed' | 'merged';
  channel: string | null;
  updatedAt: number;
};
export type PullRequestStore = {
  save(row: PullRequestRow): Promise<void>;
  get(repo: string, number: number): Promise<PullRequestRow | null>;
  open(): Promise<PullRequestRow[]>;
};

export type DecisionStore = {
  save(decision: Decision): Promise<void>;
  get(id: string): Promise<Decision | null>;
  /** The newest decision of a pull request, or of one head of it. */
  latest(repo: string, number: number, headSha?: string): Promise<Decision | null>;
  /** Compare-and-set: changes the state only from one of `from`; answers whether it did. */
  moveState(id: string, from: readonly DecisionState[], to: DecisionState, because: string | null): Promise<boolean>;
  /** Marks the nonce as used up; false when it already was. */
  useNonce(nonce: string, usedBy: string, now: number): Promise<boolean>;
  /** Oldest first. */
  inState(state: DecisionState, limit: number): Promise<Decision[]>;
  /** Newest first. */
  since(at: number, limit: number): Promise<Decision[]>;
};

export type GrantStore = {
  add(grant: Grant): Promise<void>;
  forDecision(decisionId: string): Promise<Grant[]>;
  forPullRequest(repo: string, number: number): Promise<Grant[]>;
  since(at: number): Promise<Grant[]>;
};

export type ReviewStore = {
  open(review: BreakGlassReview): Promise<void>;
  get(id: string): Promise<BreakGlassReview | null>;
  forPullRequest(repo: string, number: number): Promise<BreakGlassReview[]>;
  stillOpen(): Promise<BreakGlassReview[]>;
  /** Compare-and-set from open to closed; false when somebody else was first. */
  close(
    id: string,
    by: { type: BreakGlassReview['openedBy']['type']; id: string },
    name: string,
    conclusion: string,
    now: number,
  ): Promise<boolean>;
};

export type ProposalStore = {
  save(proposal: Proposal): Promise<void>;
  get(id: string): Promise<Proposal | null>;
  forPullRequest(repo: string, number: number): Promise<Proposal[]>;
  inState(states: readonly ProposalState[], limit: number): Promise<Proposal[]>;
  /** All that were proposed at `since` or later, whatever became of them; oldest first. */
  since(since: number): Promise<Proposal[]>;
  moveState(
    id: string,
    from: readonly ProposalState[],
    to: ProposalState,
    note: string | null,
    now: number,
  ): Promise<boolean>;
};

/** Where a living message stands, by its key (`pr:acme/payments#12`, `proposal:01J…`). */
export type MessageRow = { key: string; channel: string; ts: string; permalink: string | null; postedAt: number };
export type MessageStore = {
  save(row: MessageRow): Promise<void>;
  get(key: string): Promise<MessageRow | null>;
  find(channel: string, ts: string): Promise<MessageRow | null>;
};

export type CheckRow = {
  externalId: string;
  repo: string;
  headSha: string;
  runId: string;
  conclusion: string | null;
  reportedAt: number;
};
export type CheckStore = {
  save(row: CheckRow): Promise<void>;
  get(externalId: string): Promise<CheckRow | null>;
};

export type IdentityStore = {
  save(identity: Identity): Promise<void>;
  bySlackId(slackId: string): Promise<Identity | null>;
  /** Whatever the case; the first who said the login is theirs. */
  byLogin(githubLogin: string): Promise<Identity | null>;
};

export type WatcherStore = {
  /** Starts watching from `now` when the watcher was not known. */
  ensure(watcherId: string, now: number): Promise<void>;
  beat(watcherId: string, now: number): Promise<void>;
  all(): Promise<WatcherStatus[]>;
  /** Compare-and-set of the state; false when another process flipped it first. */
  flip(watcherId: string, from: WatcherState, to: WatcherState, now: number): Promise<boolean>;
};

export type TimerStore = {
  lastDue(job: string): Promise<number | null>;
  saveDue(job: string, dueAt: number): Promise<void>;
};

export type DigestStore = {
  save(channel: string, day: string, body: string, issuedAt: number): Promise<void>;
  get(channel: string, day: string): Promise<string | null>;
};

/** One repository per noun. */
export type Repositories = {
  inbox: Inbox;
  outbox: Outbox;
  ledger: LedgerStore;
  packs: PackStore;
  pullRequests: PullRequestStore;
  decisions: DecisionStore;
  grants: GrantStore;
  reviews: ReviewStore;
  proposals: ProposalStore;
  messages: MessageStore;
  checks: CheckStore;
  identities: IdentityStore;
  watchers: WatcherStore;
  timers: TimerStore;
  digests: DigestStore;
};

/**
 * `transact` gives the same repositories bound to one transaction: all of it is on disk when it resolves, or none.
 * A lost race for the chain or a busy database is retried inside, with the work run again from its start,
 * so the work MUST NOT have effects outside the repositories it is given.
 */
export type Stores = Repositories & {
  transact<T>(work: (tx: Repositories) => Promise<T>): Promise<T>;
  /** Throws when the database cannot be read and written. */
  ping(): Promise<void>;
  close(): Promise<void>;
};
