import type { Repositories } from '../ports/stores.ts';
import { createCheckStore } from './checks.ts';
import { createDecisionStore } from './decisions.ts';
import { createDigestStore } from './digests.ts';
import { createGrantStore } from './grants.ts';
import { createIdentityStore } from './identities.ts';
import { createInbox } from './inbox.ts';
import { createLedgerStore, type Head } from './ledger.ts';
import { createMessageStore } from './messages.ts';
import { createOutbox } from './outbox.ts';
import { createPackStore } from './packs.ts';
import { createProposalStore } from './proposals.ts';
import { createPullRequestStore } from './pull-requests.ts';
import { createReviewStore } from './reviews.ts';
import type { Db } from './tables.ts';
import { createTimerStore } from './timers.ts';
import { createWatcherStore } from './watchers.ts';

/** `now` gives the time where a call has no time of its own. */
export function createRepositories(db: Db, head: Head, now: () => number): Repositories {
  return {
    inbox: createInbox(db, now),
    outbox: createOutbox(db, now),
    ledger: createLedgerStore(db, head),
    packs: createPackStore(db),
    pullRequests: createPullRequestStore(db),
    decisions: createDecisionStore(db),
    grants: createGrantStore(db),
    reviews: createReviewStore(db),
    proposals: createProposalStore(db),
    messages: createMessageStore(db),
    checks: createCheckStore(db),
    identities: createIdentityStore(db),
    watchers: createWatcherStore(db),
    timers: createTimerStore(db),
    digests: createDigestStore(db),
  };
}
