import { describe, expect, it } from 'vitest';
import type { Person } from '../model/actor.ts';
import type { BreakGlassReview, Grant } from '../model/approval.ts';
import type { Decision } from '../model/decision.ts';
import { Pack, type StoredPack } from '../model/pack.ts';
import type { Proposal } from '../model/patch.ts';
import type { WatcherStatus } from '../model/watch.ts';
import type { MessageRow, PullRequestRow, Stores } from '../ports/stores.ts';
import { HOUR_MS, MINUTE_MS } from '../shared/time.ts';
import { digestFor } from './digest.ts';
import { explainDecision } from './explain.ts';
import { homeFor } from './home.ts';
import { statusFor, statusLines } from './status.ts';

const NOW = Date.parse('2026-11-20T09:00:00Z');

type Record_ = {
  /** Bodies by channel and day. */
  digests?: Record<string, string>;
  decisions?: Decision[];
  grants?: Grant[];
  reviews?: BreakGlassReview[];
  proposals?: Proposal[];
  messages?: MessageRow[];
  pullRequests?: PullRequestRow[];
  watchers?: WatcherStatus[];
  links?: Record<string, string>;
};

const PACK: StoredPack = {
  ...Pack.parse({
    id: 'api',
    name: 'API',
    scope: { type: 'workspace' },
    trackA: { enabled: true, enforcement: { mode: 'block_high_critical' } },
    approvals: {
      tiers: { tier1: { name: 'Team Lead', users: ['bob@acme.com'], canOverride: ['warn', 'block_high'] } },
      breakGlass: { enabled: true, allowedUsers: ['bob@acme.com'] },
    },
  }),
  versionHash: 'v'.repeat(64),
};

/** Only what may be asked: a question that writes has no function to call. */
function storesOf(rows: Record_): Stores {
  const {
    decisions = [],
    grants = [],
    reviews = [],
    proposals = [],
    messages = [],
    pullRequests = [],
    watchers = [],
    links = {},
    digests = {},
  } = rows;
  const asked = {
    inbox: { counts: async () => ({ pending: 2, dead: 0, oldestPendingAt: NOW - MINUTE_MS }) },
    outbox: {
      counts: async () => ({ pending: 0, dead: 1, oldestPendingAt: null }),
      dead: async () => [
        {
          id: 'O1',
          key: 'pr:1',
          lane: 'l',
          payload: { kind: 'chat.digest', channel: 'C1', day: 'd' },
          attempts: 8,
          lastError: 'channel_not_found',
          createdAt: NOW,
        },
      ],
    },
    ledger: {
      size: async () => 41,
      lastCheckpoint: async () => ({ size: 40, rootHash: '', text: '', at: NOW - HOUR_MS }),
    },
    packs: { current: async () => [PACK] },
    pullRequests: {
      get: async (repo: string, number: number) =>
        pullRequests.find((row) => row.repo === repo && row.number === number) ?? null,
    },
    decisions: {
      get: async (id: string) => decisions.find((decision) => decision.id === id) ?? null,
      inState: async (state: string) => decisions.filter((decision) => decision.state === state),
      since: async (at: number) => decisions.filter((decision) => decision.decidedAt >= at),
    },
    grants: {
      forDecision: async (id: string) => grants.filter((grant) => grant.decisionId === id),
      since: async (at: number) => grants.filter((grant) => grant.grantedAt >= at),
    },
    reviews: { stillOpen: async () => reviews },
    proposals: { inState: async (states: string[]) => proposals.filter((proposal) => states.includes(proposal.state)) },
    messages: { get: async (key: string) => messages.find((message) => message.key === key) ?? null },
    identities: {
      bySlackId: async (slackId: string) =>
        links[slackId] === undefined ? null : { slackId, githubLogin: links[slackId], email: null, linkedAt: 0 },
    },
    watchers: { all: async () => watchers },
    digests: { get: async (channel: string, day: string) => digests[`${channel} ${day}`] ?? null },
  };
  return asked as unknown as Stores;
}

function decision(number: number, over: Partial<Decision> = {}): Decision {
  const expiresAt = NOW + 24 * HOUR_MS;
  return {
    id: `D${number}`,
    repo: 'acme/payments',
    number,
    headSha: 'a'.repeat(40),
    baseSha: 'b'.repeat(40),
    verdict: 'block',
    highest: 'high',
    hasUnknown: false,
    findings: [
      {
        code: 'removed',
        outcome: 'fail',
        severity: 80,
        message: 'GET /pay is gone.',
        evidence: [{ file: 'openapi.yaml', line: 7, side: 'head', read: '' }],
        suggestedFix: 'Put it back.',
        comparator: 'openapi.diff',
        comparatorVersion: 1,
        surface: 'api',
        packId: 'api',
        level: 'high',
        fingerprint: 'f'.repeat(64),
      },
    ],
    carried: [],
    choices: [
      {
        packId: 'api',
        name: 'API',
        version: 1,
        versionHash: PACK.versionHash,
        chosen: true,
        why: 'it is for the whole workspace',
      },
    ],
    judgements: [
      {
        packId: 'api',
        packName: 'API',
        version: 1,
        versionHash: PACK.versionHash,
        mode: 'block_high_critical',
        verdict: 'block',
        approvals: { count: 0, minTier: 1 },
        reasons: ['1 high finding blocks.'],
      },
    ],
    packHash: 'p',
    binding: {
      kind: 'pull-request',
      repo: 'acme/payments',
      number,
      headSha: 'a',
      fingerprints: [],
      packHash: 'p',
      action: 'decide',
      docPath: null,
      docRevision: null,
      patchHash: null,
      expiresAt,
      nonce: 'n',
    },
    payloadHash: `hash-${number}`,
    nonce: 'n',
    expiresAt,
    state: 'open',
    voidedBecause: null,
    evaluation: { elapsedMs: 40, hostCalls: 3, filesRead: 2, comparators: ['openapi.diff'] },
    decidedAt: NOW - 2 * HOUR_MS,
    ...over,
  };
}

function row(number: number, channel: string | null = '#payments', author = 'alice'): PullRequestRow {
  return {
    repo: 'acme/payments',
    number,
    title: `Change ${number}`,
    url: `https://github.com/acme/payments/pull/${number}`,
    author,
    authorIsBot: false,
    headSha: 'a',
    baseSha: 'b',
    baseRef: 'main',
    draft: false,
    state: 'open',
    channel,
    updatedAt: NOW,
  };
}

function message(number: number, channel: string): MessageRow {
  return { key: `pr:acme/payments#${number}`, channel, ts: '1.1', permalink: `https://slack/${number}`, postedAt: NOW };
}

function grant(number: number, action: Grant['action'], over: Partial<Grant> = {}): Grant {
  return {
    id: `G${number}`,
    decisionId: `D${number}`,
    repo: 'acme/payments',
    number,
    action,
    actor: { type: 'slack-user', id: 'UBOB' },
    name: 'Bob',
    email: 'bob@acme.com',
    tier: 1,
    tierByPack: { api: 1 },
    reason: 'Agreed.',
    payloadHash: `hash-${number}`,
    covered: [{ fingerprint: 'f'.repeat(64), severity: 80 }],
    grantedAt: NOW - HOUR_MS,
    ...over,
  };
}

function review(number: number): BreakGlassReview {
  return {
    id: `R${number}`,
    grantId: 'G',
    decisionId: `D${number}`,
    repo: 'acme/payments',
    number,
    openedBy: { type: 'slack-user', id: 'UERIN' },
    openedByName: 'Erin',
    reason: 'Down.',
    nonce: 'r',
    openedAt: NOW - 3 * HOUR_MS,
    closedBy: null,
    closedByName: null,
    closedAt: null,
    conclusion: null,
  };
}

function held(id: string, state: Proposal['state'], packId = 'api'): Proposal {
  const drift = { doc: 'README.md', line: 3, oldToken: 'A_URL', newToken: 'B_URL', materiality: { score: 0.35 } };
  return {
    id,
    repo: 'acme/payments',
    packId,
    state,
    channel: null,
    number: 1,
    title: 'A_URL was renamed',
    target: { path: 'README.md' },
    drifts: [drift],
    proposedAt: NOW - HOUR_MS,
    expiresAt: NOW + HOUR_MS,
  } as unknown as Proposal;
}

function person(slackId: string, name: string): Person {
  return { slackId, name, email: `${name.toLowerCase()}@acme.com`, timeZone: null, active: true, isBot: false };
}

describe('digestFor', () => {
  const request = {
    channel: '#payments',
    packs: [{ id: 'api' }],
    day: '2026-11-20',
    timeZone: 'Europe/London',
    now: NOW,
    checkpoint: 'countersign\n41\n',
  };

  it('tells one channel what waits there, oldest first, and nothing of other channels', async () => {
    const stores = storesOf({
      decisions: [decision(1), decision(2, { decidedAt: NOW - 5 * HOUR_MS }), decision(3), decision(4)],
      pullRequests: [row(1), row(2, 'C1'), row(3, '#platform'), row(4)],
      messages: [message(2, 'C1')],
      grants: [grant(4, 'override')],
    });
    const digest = await digestFor(stores, { ...request, alsoKnownAs: ['C1'] });
    expect(digest.waiting).toEqual([
      expect.objectContaining({ number: 2, verdict: 'block', ageMs: 5 * HOUR_MS, permalink: 'https://slack/2' }),
      expect.objectContaining({ number: 1, title: 'Change 1', permalink: null }),
    ]);
    expect(digest).toMatchObject({ day: '2026-11-20', checkpoint: 'countersign\n41\n', deadDeliveries: 1 });
  });

  it.each([
    ['of the 24 hours before it', null, { block: 2, pass: 1, overridden: 1, brokenGlass: 0 }],
    [
      'since the digest of the day before',
      '2026-11-19T16:00:00Z',
      { block: 1, pass: 1, overridden: 1, brokenGlass: 0 },
    ],
  ])('counts the decisions and answers %s, so that none made after its hour is lost', async (_which, last, told) => {
    const at = (text: string) => Date.parse(text);
    const stores = storesOf({
      decisions: [
        decision(1, { decidedAt: NOW - 24 * HOUR_MS - 1 }),
        decision(2, { decidedAt: NOW - 24 * HOUR_MS }),
        decision(3, { decidedAt: at('2026-11-19T17:00:00Z'), verdict: 'pass' }),
        decision(4, { decidedAt: NOW - 1 }),
        decision(5, { decidedAt: NOW }),
      ],
      pullRequests: [1, 2, 3, 4, 5].map((number) => row(number)),
      grants: [
        grant(2, 'override', { grantedAt: NOW - HOUR_MS }),
        grant(3, 'break-glass', { grantedAt: NOW - 25 * HOUR_MS }),
      ],
      digests: last === null ? {} : { '#payments 2026-11-19': JSON.stringify({ issuedAt: at(last) }) },
    });
    expect((await digestFor(stores, request)).decided).toMatchObject(told);
  });

  it('does not call a watcher silent that nobody keeps any more', async () => {
    const gone = { watcherId: 'old-backup', state: 'silent', lastHeartbeatAt: 0, since: 0, flippedAt: null } as const;
    const cron = { id: 'cron', name: 'Timetable', what: '', source: 'cron', periodMs: 1, graceMs: 1 } as const;
    const stores = storesOf({ watchers: [gone, { ...gone, watcherId: 'cron' }] });
    const digest = await digestFor(stores, { ...request, watchers: [cron] });
    expect(digest.silent.map(({ watcherId }) => watcherId)).toEqual(['cron']);
  });

  it('lists a patch that stands in its channel, which the message knows by id and the pack by name', async () => {
    const stores = storesOf({
      proposals: [held('P3', 'proposed'), held('P4', 'proposed', 'other')],
      messages: [{ ...message(1, 'C1'), key: 'drift:acme/payments#1' }],
    });
    expect((await digestFor(stores, request)).proposals.map(({ id }) => id)).toEqual(['P3']);
  });

  it('lists held drifts of its packs, open patches, reviews and silent watchers', async () => {
    const stores = storesOf({
      proposals: [held('P1', 'held'), held('P2', 'held', 'other'), held('P3', 'proposed')],
      reviews: [review(1), review(9)],
      pullRequests: [row(1)],
      watchers: [
        { watcherId: 'cron', state: 'silent', lastHeartbeatAt: NOW - HOUR_MS, since: 0, flippedAt: null },
        { watcherId: 'monitor', state: 'up', lastHeartbeatAt: NOW, since: 0, flippedAt: null },
      ],
    });
    const digest = await digestFor(stores, {
      ...request,
      watchers: [{ id: 'cron', name: 'Timetable', what: '', source: 'cron', periodMs: 1, graceMs: 1 }],
    });
    expect(digest.held).toEqual([
      { id: 'P1', repo: 'acme/payments', doc: 'README.md', line: 3, oldToken: 'A_URL', newToken: 'B_URL', score: 0.35 },
    ]);
    expect(digest.proposals.map((proposal) => proposal.id)).toEqual(['P3']);
    expect(digest.reviews).toMatchObject([{ number: 1, openedByName: 'Erin', ageMs: 3 * HOUR_MS }]);
    expect(digest.silent).toEqual([{ watcherId: 'cron', name: 'Timetable', silentForMs: HOUR_MS }]);
  });
});

describe('homeFor', () => {
  const rows = {
    decisions: [decision(1), decision(2)],
    pullRequests: [row(1), row(2, null, 'bob')],
    reviews: [review(1)],
    proposals: [held('P3', 'proposed')],
    links: { UBOB: 'Bob' },
  };

  it('shows a team lead what he may answer, and never his own pull request', async () => {
    const home = await homeFor(storesOf(rows), person('UBOB', 'Bob'), NOW);
    expect(home.waiting).toMatchObject([{ number: 1, state: 'block', may: ['override', 'break-glass'], isOwn: false }]);
    expect(home).toMatchObject({
      waitingForOthers: 1,
      githubLogin: 'Bob',
      proposals: [{ id: 'P3' }],
      reviews: [{ id: 'R1', nonce: 'r', mayClose: true }],
    });
    expect(home.recent).toHaveLength(2);
  });

  it('shows an outsider that others are asked', async () => {
    const home = await homeFor(storesOf(rows), person('UCHARLIE', 'Charlie'), NOW);
    expect(home).toMatchObject({ waiting: [], waitingForOthers: 2, proposals: [], reviews: [{ mayClose: false }] });
  });

  it('does not let who broke the glass close the review, and hides what ran out', async () => {
    const home = await homeFor(storesOf(rows), { ...person('UERIN', 'Bob') }, NOW);
    expect(home.reviews).toMatchObject([{ mayClose: false }]);
    const late = await homeFor(storesOf(rows), person('UBOB', 'Bob'), NOW + 25 * HOUR_MS);
    expect(late.waiting).toEqual([]);
  });
});

describe('statusFor', () => {
  it('says what waits, what was given up and why, and who is silent', async () => {
    const watchers: WatcherStatus[] = [
      { watcherId: 'cron', state: 'silent', lastHeartbeatAt: NOW - HOUR_MS, since: 0, flippedAt: null },
    ];
    const lines = statusLines(await statusFor(storesOf({ decisions: [decision(1)], watchers }), NOW));
    expect(lines).toEqual([
      'Waiting: 1 pull request, 0 patches, 0 break-glass reviews.',
      'Packs: 1 active, 0 draft, 0 archived.',
      'Events: 2 waiting, the oldest for 1 min, 0 given up.',
      'Deliveries: 0 waiting, 1 given up.',
      'Given up after 8 attempts: chat.digest (pr:1): channel_not_found',
      'Silent for 1 h: cron.',
      'Watchers: 0 of 1 heard.',
      'Ledger: 41 entries, last checkpoint over 40, signed 2026-11-20T08:00:00.000Z.',
    ]);
  });
});

describe('explainDecision', () => {
  it('tells the whole story from the record', () => {
    expect(explainDecision(decision(1), [grant(1, 'override')])).toEqual([
      'acme/payments#1 at aaaaaaa: Passed: block overridden.',
      'Judged 2026-11-20T07:00:00.000Z against bbbbbbb in 0 s: 2 files read, 3 calls to the code host, comparators openapi.diff.',
      'Pack “API” version 1 was used: it is for the whole workspace.',
      '“API” (block_high_critical) says block: 1 high finding blocks.',
      'openapi.diff [high, 80] (openapi.yaml:7): GET /pay is gone.',
      'override by Bob, tier 1 at 2026-11-20T08:00:00.000Z: Agreed.',
      'Bound as hash-1; answers count until 2026-11-21T09:00:00.000Z.',
    ]);
  });
});
