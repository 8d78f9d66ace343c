/** Views for the specs of this folder, each drawn around one piece of text from outside, and what Slack would say. */
import type { Decision } from '../../model/decision.ts';
import type { Digest, Flip } from '../../model/digest.ts';
import type { Drift } from '../../model/drift.ts';
import type { Level } from '../../model/finding.ts';
import type { Home } from '../../model/home.ts';
import type { Proposal } from '../../model/patch.ts';
import type { DriftView, Notice, PullRequestView } from '../../ports/chat.ts';
import {
  BOB,
  DANA,
  decisionOf,
  findingOf,
  grantBy,
  NOW,
  packOf,
  proposalOf,
  reviewPress,
} from '../../rules/approvals/samples.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { validateBlocks } from '../../workspace/index.ts';

export const HOSTILE_TEXTS = [
  '<!channel> <!here> <@U0BOB> <#C0PAYMENTS|payments> <https://evil.example|click>',
  '`code` ```block``` *bold* _it_ ~no~',
  '& &amp; &lt;!channel&gt; <',
  '🙈👩‍👩‍👧‍👦 '.repeat(60),
  '\u202eright to left\u202c שלום مرحبا',
  'one\ntwo\r\nthree\n\n> quoted\n\t• four',
  'x'.repeat(5_000),
  '<'.repeat(4_000),
  '&'.repeat(4_000),
  '`'.repeat(4_000),
  '|'.repeat(400),
  '\u0000\u0007\u001b[31m',
  '   ',
  '',
] as const;

/** What Slack would refuse, and what text from outside would do that it must not. Empty when all is well. */
export function problemsOf(message: { text: string; blocks: unknown[] }): string[] {
  const issues = validateBlocks(message.blocks, 'message').map(({ pointer, message: why }) => `${pointer}: ${why}`);
  if (message.text.trim() === '') issues.push('the fallback text is empty');
  if (message.text.length > 3_000) issues.push('the fallback text is long');
  return [...issues, ...leaks(message.text), ...message.blocks.flatMap(leaksIn)];
}

/** Mentions and links that only text from outside can have brought in, anywhere in the mrkdwn of a block. */
export function leaksIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaksIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  if (type === 'mrkdwn' && typeof text === 'string') return leaks(text);
  return Object.values(value).flatMap(leaksIn);
}

function leaks(mrkdwn: string): string[] {
  const own = /<!date\^\d+\^[^|<>]*\|[^<>]*>|<https?:\/\/[^|<>\s]*\|[^<>|]*>/g;
  const rest = mrkdwn.replace(own, '');
  return /</.test(rest) || /evil\.example\|/.test(rest.replace(/&lt;[^&]*&gt;/g, ''))
    ? [`unescaped: ${rest.slice(0, 80)}`]
    : [];
}

const LEVELS: readonly Level[] = ['low', 'medium', 'high', 'critical'];

export function pullRequestView(
  text: string,
  over: Partial<PullRequestView> = {},
  decision: Partial<Decision> = {},
): PullRequestView {
  const pack = { ...packOf(), name: text === '' ? 'API' : text };
  const findings = Array.from({ length: 3 }, (_, index) =>
    findingOf(`f${index}`, LEVELS[index % 4] ?? 'low', {
      message: text,
      suggestedFix: text,
      code: text.slice(0, 100),
      evidence: [{ file: text, line: index === 0 ? null : index, side: index === 2 ? 'base' : 'head', read: text }],
    }),
  );
  return {
    pullRequest: {
      repo: 'acme/payments',
      number: 12,
      title: text,
      url: 'https://github.example/acme/payments/pull/12',
      author: text === '' ? 'alice' : text,
      authorIsBot: false,
      headSha: 'a'.repeat(40),
      baseSha: 'c'.repeat(40),
      baseRef: text === '' ? 'main' : text,
      draft: false,
      state: 'open',
      channel: 'C1',
      updatedAt: NOW,
    },
    decision: decisionOf([{ pack, verdict: 'block' }], findings, { highest: 'high', ...decision }),
    grants: [],
    reviews: [],
    checkUrl: 'https://github.example/checks/1',
    ...over,
  };
}

/** One view for each state a pull request's message can be in. */
export function pullRequestViews(text: string): Record<string, PullRequestView> {
  const many = Array.from({ length: 100 }, (_, index) =>
    findingOf(`m${index}`, LEVELS[index % 4] ?? 'low', {
      message: text,
      outcome: index % 5 === 0 ? 'unknown' : 'fail',
    }),
  );
  const pack = packOf();
  const blocked = pullRequestView(text).decision;
  if (blocked === null) throw new TypeError('The sample has a decision.');
  const [first] = blocked.findings;
  const override = grantBy(BOB, blocked, { action: 'override', reason: text, name: text === '' ? 'Bob' : text });
  const review = reviewPress().review;
  const open = review === null ? [] : [{ ...review, reason: text, openedByName: text }];
  return {
    'not judged': pullRequestView(text, { decision: null }),
    blocked: pullRequestView(text),
    'with 100 findings': pullRequestView(text, { decision: decisionOf([{ pack, verdict: 'block' }], many) }),
    warned: pullRequestView(text, {
      decision: decisionOf([{ pack: packOf({ mode: 'warn_only' }), verdict: 'warn' }], many.slice(0, 2)),
    }),
    'needing approval': pullRequestView(text, {
      decision: decisionOf(
        [{ pack: packOf({ approvals: { required: { count: 2, minTier: 2 } } }), verdict: 'pass' }],
        [],
      ),
    }),
    passed: pullRequestView(text, { decision: decisionOf([{ pack, verdict: 'pass' }], [], { state: 'settled' }) }),
    'without a pack': pullRequestView(text, { decision: decisionOf([], [], { state: 'settled' }) }),
    overridden: pullRequestView(text, { grants: [override] }, { state: 'answered' }),
    'with broken glass': pullRequestView(
      text,
      { grants: [{ ...override, action: 'break-glass' }], reviews: open },
      { state: 'answered' },
    ),
    reviewed: pullRequestView(text, {
      grants: [{ ...override, action: 'break-glass' }],
      reviews: open.map((item) => ({ ...item, closedAt: NOW, closedByName: text, conclusion: text })),
    }),
    'with 30 reviews': pullRequestView(text, {
      reviews: Array.from({ length: 30 }, (_, index) => open.map((item) => ({ ...item, id: `R${index}` }))).flat(),
    }),
    voided: pullRequestView(text, {}, { state: 'voided', voidedBecause: text }),
    'carried over': pullRequestView(
      text,
      {},
      {
        carried:
          first === undefined
            ? []
            : [{ fingerprint: first.fingerprint, grantId: 'G1', by: text, at: NOW, severity: 100 }],
      },
    ),
    merged: {
      ...pullRequestView(text, {}, { state: 'closed' }),
      pullRequest: { ...pullRequestView(text).pullRequest, state: 'merged' },
    },
    closed: {
      ...pullRequestView(text, {}, { state: 'closed' }),
      pullRequest: { ...pullRequestView(text).pullRequest, state: 'closed' },
    },
    'with 20 answers': pullRequestView(text, {
      grants: Array.from({ length: 20 }, (_, index) => ({
        ...grantBy(DANA, blocked),
        id: `G${index}`,
        reason: text,
        name: text,
      })),
    }),
  };
}

export function driftOf(text: string, line = 3): Drift {
  return {
    detector: 'env-var.renamed',
    doc: 'README.md',
    section: text,
    line,
    lineText: text,
    driftType: 'instruction',
    tokenKind: 'env-var',
    oldToken: text === '' ? 'OLD' : text,
    newToken: line % 2 === 0 ? null : text,
    confidence: 0.9,
    materiality: { score: 0.8, impact: 1, confidence: 0.9, delta: 0.5, risk: 0.3 },
    route: 'notify',
    evidence: [{ file: text === '' ? 'src/config.ts' : text, line: 4, text }],
    why: text,
    fingerprint: 'f'.repeat(64),
  };
}

export function proposalAbout(text: string, over: Partial<Proposal> = {}): Proposal {
  const path = text === '' ? 'README.md' : text;
  return proposalOf({
    title: text,
    target: { system: 'github_readme', repo: 'acme/payments', path, branch: path },
    patch: `--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${text}\n+${text}!\n`,
    drifts: [
      driftOf(text, 3),
      driftOf(text, 4),
      driftOf(`${text}2`, 5),
      driftOf(`${text}3`, 6),
      driftOf(`${text}4`, 7),
    ],
    ...over,
  });
}

export function driftViews(text: string): Record<string, DriftView> {
  const view = (proposals: Proposal[], writesEnabled = true): DriftView => ({
    repo: 'acme/payments',
    number: 12,
    title: text,
    causeSha: 'd'.repeat(40),
    proposals,
    writesEnabled,
  });
  const answered = { approvedBy: 'UBOB', approvedByName: text, stateNote: text };
  return {
    'one page': view([proposalAbout(text)]),
    'one page, writing off': view([proposalAbout(text)], false),
    '30 pages': view(Array.from({ length: 30 }, (_, index) => proposalAbout(text, { id: `P${index}` }))),
    edited: view([proposalAbout(text, { editedBy: 'UDANA', editedByName: text })]),
    'approved, not written': view([proposalAbout(text, { state: 'approved', ...answered })]),
    written: view([
      proposalAbout(text, { state: 'written', ...answered, writtenUrl: `https://github.example/${text}` }),
    ]),
    'written without an address': view([proposalAbout(text, { state: 'written', ...answered, writeMethod: 'commit' })]),
    declined: view([proposalAbout(text, { state: 'declined', stateNote: text })]),
    voided: view([proposalAbout(text, { state: 'voided', stateNote: text })]),
    'without drifts': view([proposalAbout(text, { drifts: [], patch: '' })]),
    'a patch of 3,000 lines': view([proposalAbout(text, { patch: `+${text}\n`.repeat(3_000) })]),
  };
}

const NOTHING_DECIDED = { pass: 0, warn: 0, block: 0, notApplicable: 0, overridden: 0, brokenGlass: 0 };

export function digestWith(text: string, count: number): Digest {
  const times = <T>(make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
  const url = 'https://github.example/acme/payments/pull/12';
  return {
    channel: 'C1',
    day: '2026-11-20',
    timeZone: 'Europe/London',
    issuedAt: NOW,
    waiting: times((number) => ({
      repo: 'acme/payments',
      number,
      title: text,
      url,
      verdict: 'block',
      ageMs: HOUR_MS,
      permalink: number % 2 === 0 ? null : url,
    })),
    proposals: times((index) => ({
      id: `P${index}`,
      repo: 'acme/payments',
      doc: text,
      title: text,
      ageMs: DAY_MS,
      permalink: null,
    })),
    held: times((line) => ({
      id: `H${line}`,
      repo: 'acme/payments',
      doc: text,
      line,
      oldToken: text,
      newToken: line % 2 === 0 ? null : text,
      score: 0.3,
    })),
    reviews: times((number) => ({ repo: 'acme/payments', number, openedByName: text, ageMs: DAY_MS, permalink: null })),
    silent: times((index) => ({ watcherId: `w${index}`, name: text, silentForMs: HOUR_MS })),
    decided: { ...NOTHING_DECIDED, block: count, overridden: count },
    deadDeliveries: count,
    checkpoint: `countersign\n${count}\nroot\n\n— key signature\n`,
  };
}

export function flipOf(text: string, over: Partial<Flip> = {}): Flip {
  return {
    watcherId: 'w',
    name: text === '' ? 'GitHub' : text,
    from: 'up',
    to: 'silent',
    at: NOW,
    lastHeartbeatAt: NOW - HOUR_MS,
    what: text,
    ...over,
  };
}

/** Every notice there is, in every state, around one text. */
export function allNotices(text: string): [string, Notice][] {
  return [
    ...Object.entries(pullRequestViews(text)).map(([name, view]): [string, Notice] => [
      `a pull request ${name}`,
      { type: 'pull-request', view },
    ]),
    ...Object.entries(driftViews(text)).map(([name, view]): [string, Notice] => [
      `a drift: ${name}`,
      { type: 'drift', view },
    ]),
    ...[0, 1, 100].map((count): [string, Notice] => [
      `a digest of ${count}`,
      { type: 'digest', digest: digestWith(text, count) },
    ]),
    ['a silence', { type: 'flip', flip: flipOf(text) }],
    ['a silence from the start', { type: 'flip', flip: flipOf(text, { lastHeartbeatAt: null }) }],
    ['a recovery', { type: 'flip', flip: flipOf(text, { to: 'up', from: 'silent' }) }],
    ['a note', { type: 'note', text: text === '' ? 'Judged.' : text, code: null }],
    ['a note with code', { type: 'note', text: 'Proposed patch:', code: text }],
  ];
}

export function homeWith(text: string, count: number, over: Partial<Home> = {}): Home {
  const times = <T>(make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
  const url = 'https://github.example/acme/payments/pull/12';
  const common = { repo: 'acme/payments', title: text, url, headSha: 'a'.repeat(40), headline: text, permalink: null };
  return {
    slackId: 'UBOB',
    name: text,
    githubLogin: text === '' ? null : text,
    issuedAt: NOW,
    waiting: times((number) => ({
      ...common,
      decisionId: `D${number}`,
      number,
      state: 'block',
      missing: [text],
      ageMs: HOUR_MS,
      expiresAt: NOW,
      isOwn: false,
      may: ['approve', 'override', 'break-glass'],
    })),
    waitingForOthers: count,
    proposals: times((index) => ({
      id: `P${index}`,
      repo: 'acme/payments',
      number: index,
      doc: text,
      title: text,
      ageMs: HOUR_MS,
      permalink: url,
    })),
    reviews: times((index) => ({
      id: `R${index}`,
      nonce: 'n'.repeat(32),
      repo: 'acme/payments',
      number: index,
      title: text,
      openedByName: text,
      reason: text,
      ageMs: HOUR_MS,
      permalink: null,
      mayClose: index % 2 === 0,
    })),
    recent: times((number) => ({
      ...common,
      decisionId: `D${number}`,
      number,
      state: 'pass',
      by: null,
      decidedAt: NOW,
    })),
    health: {
      eventsPending: count,
      eventsDead: count,
      deliveriesPending: count,
      deliveriesDead: 0,
      oldestEventMs: count === 0 ? null : HOUR_MS,
      oldestDeliveryMs: null,
      ledgerSize: count,
      lastCheckpoint: count === 0 ? null : { size: count, at: NOW - HOUR_MS },
      watchers: times((index) => ({
        id: `w${index}`,
        name: text,
        state: index % 2 === 0 ? 'silent' : 'up',
        lastHeartbeatAt: null,
        quietForMs: HOUR_MS,
      })),
    },
    ...over,
  };
}
