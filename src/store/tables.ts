import type { Generated, Kysely, Transaction } from 'kysely';
import type { PrincipalType } from '../model/actor.ts';
import type { DecisionState } from '../model/decision.ts';
import type { EntryType } from '../model/entry.ts';
import type { ProposalState } from '../model/patch.ts';
import type { WatcherState } from '../model/watch.ts';
import type { PullRequestRow } from '../ports/stores.ts';

/** Times are epoch milliseconds, `body` is JSON text, 0 and 1 stand for false and true. */

export const STANDINGS = ['open', 'done', 'dead'] as const;
export type Standing = (typeof STANDINGS)[number];

/** Work that is leased, tried again and buried: events that came in, deliveries that go out. */
export type LeasedTable = {
  /** Order of arrival; what is older goes first in its lane. */
  position: Generated<number>;
  id: string;
  key: string;
  lane: string;
  kind: string;
  body: string;
  entry_seq: number | null;
  standing: Standing;
  leased: number;
  attempts: number;
  /** Pending: when it is due. Leased: when the lease runs out. */
  next_at: number;
  last_error: string | null;
  created_at: number;
  done_at: number | null;
};

export type Tables = {
  events: LeasedTable;
  deliveries: LeasedTable;
  ledger_entries: {
    seq: number;
    type: EntryType;
    actor_type: PrincipalType;
    actor_id: string;
    subject: string;
    payload_hash: string;
    prev_hash: string;
    hash: string;
    at: number;
  };
  ledger_payloads: { seq: number; body: string };
  ledger_checkpoints: { size: number; root_hash: string; body: string; at: number };
  packs: {
    position: Generated<number>;
    id: string;
    version: number;
    version_hash: string;
    /** Rises with each save, so that a version that was put back is the current one again. */
    activation: number;
    source: 'manifest' | 'database';
    body: string;
    saved_at: number;
  };
  pull_requests: {
    repo: string;
    number: number;
    title: string;
    url: string;
    author: string;
    author_is_bot: number;
    head_sha: string;
    base_sha: string;
    base_ref: string;
    draft: number;
    state: PullRequestRow['state'];
    channel: string | null;
    updated_at: number;
  };
  decisions: {
    position: Generated<number>;
    id: string;
    repo: string;
    number: number;
    head_sha: string;
    state: DecisionState;
    voided_because: string | null;
    body: string;
    decided_at: number;
  };
  used_nonces: { nonce: string; used_by: string; used_at: number };
  grants: {
    position: Generated<number>;
    id: string;
    decision_id: string;
    repo: string;
    number: number;
    body: string;
    granted_at: number;
  };
  break_glass_reviews: {
    position: Generated<number>;
    id: string;
    repo: string;
    number: number;
    body: string;
    opened_at: number;
    closed_by_type: PrincipalType | null;
    closed_by_id: string | null;
    closed_by_name: string | null;
    closed_at: number | null;
    conclusion: string | null;
  };
  proposals: {
    position: Generated<number>;
    id: string;
    repo: string;
    number: number;
    state: ProposalState;
    state_note: string | null;
    body: string;
    proposed_at: number;
    updated_at: number;
  };
  messages: { key: string; channel: string; ts: string; permalink: string | null; posted_at: number };
  checks: {
    external_id: string;
    repo: string;
    head_sha: string;
    run_id: string;
    conclusion: string | null;
    reported_at: number;
  };
  identities: {
    slack_id: string;
    github_login: string;
    /** Lower case: GitHub logins are one whatever their case. */
    login_key: string;
    email: string | null;
    linked_at: number;
  };
  watchers: {
    watcher_id: string;
    state: WatcherState;
    last_heartbeat_at: number | null;
    since: number;
    flipped_at: number | null;
  };
  timers: { job: string; due_at: number };
  digests: { channel: string; day: string; body: string; issued_at: number };
};

/** Either the database itself or one transaction of it. */
export type Db = Kysely<Tables> | Transaction<Tables>;
