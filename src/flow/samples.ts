/** A road over a database in memory for the specs of this folder; only chat and code host are played. */
import { createLedgerKey } from '../ledger/key.ts';
import type { EventDraft } from '../model/event.ts';
import type { Watcher } from '../model/watch.ts';
import type { Chat } from '../ports/chat.ts';
import type { CodeHost, PullRequest } from '../ports/code-host.ts';
import type { PullRequestRow } from '../ports/stores.ts';
import { NEW_HEAD, NOW, OLD_HEAD } from '../rules/approvals/samples.ts';
import { openStores } from '../store/open.ts';
import type { Road, RoadSettings } from './road.ts';

export { NEW_HEAD, NOW, OLD_HEAD };
export const REPO = 'acme/payments';

/** A part that answers what a spec gave it, and is loud about anything else. */
export function played<T extends object>(name: string, given: Partial<T>): T {
  return new Proxy(given as T, {
    get(part, method) {
      const known = Reflect.get(part, method) as unknown;
      if (known !== undefined || typeof method === 'symbol' || method === 'then') return known;
      throw new TypeError(`This spec did not expect ${name}.${method} to be used.`);
    },
  });
}

export type SampleRoad = Road & { at: (ms: number) => void; logged: string[] };

export async function openRoad(
  given: {
    chat?: Partial<Chat>;
    codeHost?: Partial<CodeHost>;
    settings?: Partial<RoadSettings>;
    watchers?: readonly Watcher[];
  } = {},
): Promise<SampleRoad> {
  let now = NOW;
  const logged: string[] = [];
  const write = (_fields: Record<string, unknown>, message: string) => void logged.push(message);
  const nothing = () => undefined;
  return {
    stores: await openStores({ url: 'sqlite::memory:', now: () => now }),
    chat: played<Chat>('chat', given.chat ?? {}),
    codeHost: played<CodeHost>('codeHost', given.codeHost ?? {}),
    pool: played('pool', {}),
    clock: { now: () => now },
    ledgerKey: createLedgerKey('countersign'),
    watchers: given.watchers ?? [],
    settings: {
      defaultChannel: 'C1',
      watchedRepos: [REPO],
      switches: { externalActions: false, githubWrites: false, dryRun: true },
      maxAttempts: 3,
      ...given.settings,
    },
    log: { info: write, warn: write, error: write },
    meter: { eventWorked: nothing, delivered: nothing, judged: nothing, pressed: nothing },
    composeDigest: async () => {
      throw new TypeError('This spec did not expect a digest.');
    },
    monotonicMs: () => 0,
    at: (ms) => {
      now = ms;
    },
    logged,
  };
}

export function rowOf(over: Partial<PullRequestRow> = {}): PullRequestRow {
  return {
    repo: REPO,
    number: 12,
    title: 'Ask for the customer',
    url: 'https://github.example/acme/payments/pull/12',
    author: 'alice',
    authorIsBot: false,
    headSha: OLD_HEAD,
    baseSha: 'c'.repeat(40),
    baseRef: 'main',
    draft: false,
    state: 'open',
    channel: 'C1',
    updatedAt: NOW,
    ...over,
  };
}

export function pullRequestOf(over: Partial<PullRequest> = {}): PullRequest {
  return {
    repo: REPO,
    number: 12,
    title: 'Ask for the customer',
    body: '',
    author: 'alice',
    authorIsBot: false,
    labels: [],
    draft: false,
    state: 'open',
    merged: false,
    mergeSha: null,
    baseRef: 'main',
    baseSha: 'c'.repeat(40),
    headRef: 'customer',
    headSha: OLD_HEAD,
    url: 'https://github.example/acme/payments/pull/12',
    ...over,
  };
}

/** Stores an event and hands it over as the workers would. */
export async function received(road: Road, draft: EventDraft) {
  const event = await road.stores.inbox.add(draft, road.clock.now());
  if (event === null) throw new TypeError('The event was seen before.');
  return event;
}

export function timer(job: string, key = job, dueAt = NOW): EventDraft {
  return {
    type: 'timer.due',
    source: 'cron',
    dedupeKey: key,
    lane: `timer:${job}`,
    actor: { type: 'timer', id: job },
    data: { job, dueAt },
  };
}

/** Types of the entries about `subject`, or of all, oldest first; the opening of the ledger left aside. */
export async function entryTypes(road: Road, subject?: string): Promise<string[]> {
  const entries = await road.stores.ledger.range(0, 1_000);
  return entries
    .filter(({ entry }) => entry.type !== 'ledger.opened')
    .filter(({ entry }) => subject === undefined || entry.subject === subject)
    .map(({ entry }) => entry.type);
}

/** Everything that waits to be sent, in order; taken out as if it had been sent. */
export async function outgoing(road: Road) {
  const sent = [];
  for (;;) {
    const row = await road.stores.outbox.claim(road.clock.now(), 60_000, [
      'check.report',
      'chat.pull-request',
      'chat.drift',
      'chat.note',
      'chat.whisper',
      'chat.digest',
      'chat.flip',
      'document.write',
    ]);
    if (row === null) return sent;
    sent.push(row.payload);
    await road.stores.outbox.finish(row.id, road.clock.now());
  }
}

/** Every event that waits to be worked. */
export async function waiting(road: Road) {
  const events = [];
  for (;;) {
    const claimed = await road.stores.inbox.claim(road.clock.now(), 60_000);
    if (claimed === null) return events;
    events.push(claimed.event);
    await road.stores.inbox.finish(claimed.event.id, road.clock.now());
  }
}
