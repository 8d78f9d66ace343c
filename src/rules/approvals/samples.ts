/** The cast and one pull request of theirs, for the specs of this folder and of the insight folder. */
import type { Person } from '../../model/actor.ts';
import type { Grant } from '../../model/approval.ts';
import type { Decision, PackJudgement } from '../../model/decision.ts';
import type { Finding, Level } from '../../model/finding.ts';
import { Pack, type StoredPack } from '../../model/pack.ts';
import type { Proposal } from '../../model/patch.ts';
import { sha256Hex } from '../../shared/sha256.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { stored } from '../packs/versions.ts';
import { bindingHash } from './binding.ts';
import type { DecisionPress, ProposalPress, ReviewPress } from './press-facts.ts';

export const NOW = Date.parse('2026-11-20T09:30:00Z');
export const OLD_HEAD = 'a'.repeat(40);
export const NEW_HEAD = 'b'.repeat(40);

function person(slackId: string, name: string): Person {
  return { slackId, email: `${name.toLowerCase()}@acme.com`, name, timeZone: 'UTC', active: true, isBot: false };
}

export const ALICE = person('UALICE', 'Alice');
export const BOB = person('UBOB', 'Bob');
export const DANA = person('UDANA', 'Dana');
export const ERIN = person('UERIN', 'Erin');
export const CHARLIE = person('UCHARLIE', 'Charlie');

export function packOf(
  over: { id?: string; mode?: PackJudgement['mode']; approvals?: Record<string, unknown>; fallbackMode?: string } = {},
): StoredPack {
  const { id = 'api', mode = 'block_high_critical', approvals = {}, fallbackMode } = over;
  return stored(
    Pack.parse({
      id,
      name: id.toUpperCase(),
      scope: { type: 'workspace' },
      trackA: { enabled: true, enforcement: { mode } },
      approvals: {
        tiers: {
          tier1: { name: 'Team Lead', users: ['bob@acme.com'], canOverride: ['warn', 'block_high'] },
          tier2: { name: 'Director', users: ['Dana@Acme.com'], canOverride: ['warn', 'block_high', 'block_critical'] },
          tier3: { name: 'CTO', users: ['erin@acme.com'], canOverride: ['warn', 'block_high', 'block_critical'] },
        },
        breakGlass: { enabled: true },
        ...approvals,
      },
      performance: fallbackMode === undefined ? {} : { fallbackMode },
    }),
  );
}

const SEVERITY: Record<Level, number> = { low: 20, medium: 55, high: 80, critical: 95 };

export function findingOf(name: string, level: Level, over: Partial<Finding> = {}): Finding {
  return {
    code: name,
    outcome: 'fail',
    severity: SEVERITY[level],
    message: `${name} is gone.`,
    evidence: [{ file: 'openapi.yaml', line: 7, side: 'head', read: name }],
    suggestedFix: 'Put it back.',
    comparator: 'openapi.diff',
    comparatorVersion: 1,
    surface: 'api',
    packId: 'api',
    level,
    fingerprint: name.padEnd(64, '0'),
    ...over,
  };
}

/** Judged by these packs; a pack's verdict is given, the rest follows. */
export function decisionOf(
  judged: { pack: StoredPack; verdict: PackJudgement['verdict'] }[],
  findings: Finding[],
  over: Partial<Decision> = {},
): Decision {
  const expiresAt = NOW + 24 * HOUR_MS;
  const binding: Decision['binding'] = {
    kind: 'pull-request',
    repo: 'acme/payments',
    number: 12,
    headSha: OLD_HEAD,
    fingerprints: findings.map((finding) => finding.fingerprint).sort(),
    packHash: 'p'.repeat(64),
    action: 'decide',
    docPath: null,
    docRevision: null,
    patchHash: null,
    expiresAt,
    nonce: 'n'.repeat(32),
  };
  const order = ['not-applicable', 'pass', 'warn', 'block'] as const;
  return {
    id: 'D1',
    repo: 'acme/payments',
    number: 12,
    headSha: OLD_HEAD,
    baseSha: 'c'.repeat(40),
    verdict:
      judged.map(({ verdict }) => verdict).sort((a, b) => order.indexOf(b) - order.indexOf(a))[0] ?? 'not-applicable',
    highest: null,
    hasUnknown: findings.some((finding) => finding.outcome === 'unknown'),
    findings,
    carried: [],
    choices: [],
    judgements: judged.map(({ pack, verdict }) => ({
      packId: pack.id,
      packName: pack.name,
      version: pack.version,
      versionHash: pack.versionHash,
      mode: pack.trackA.enforcement.mode,
      verdict,
      approvals: pack.approvals.required,
      reasons: [],
    })),
    packHash: binding.packHash,
    binding,
    payloadHash: bindingHash(binding),
    nonce: binding.nonce,
    expiresAt,
    state: 'open',
    voidedBecause: null,
    evaluation: { elapsedMs: 40, hostCalls: 3, filesRead: 2, comparators: ['openapi.diff'] },
    decidedAt: NOW - HOUR_MS,
    ...over,
  };
}

export function blocked(level: Level = 'high'): { pack: StoredPack; decision: Decision } {
  const pack = packOf();
  return { pack, decision: decisionOf([{ pack, verdict: 'block' }], [findingOf('gone', level)], { highest: level }) };
}

export function warned(): { pack: StoredPack; decision: Decision } {
  const pack = packOf({ mode: 'warn_only' });
  return {
    pack,
    decision: decisionOf([{ pack, verdict: 'warn' }], [findingOf('gone', 'medium')], { highest: 'medium' }),
  };
}

/** Bob overrides a block of the API pack by pressing on our message, unless told otherwise. */
export function pressOf(
  over: Partial<DecisionPress> & { decision: Decision; packs: readonly StoredPack[] },
): DecisionPress {
  const { decision } = over;
  return {
    action: 'override',
    press: {
      subjectId: decision.id,
      nonce: decision.nonce,
      channel: 'C1',
      messageTs: '1.1',
      reason: 'Agreed with every caller.',
    },
    place: { channel: 'C1', ts: '1.1' },
    person: BOB,
    author: { kind: 'is-other' },
    presserLogin: null,
    pullRequest: { state: 'open', headSha: decision.headSha, author: 'alice' },
    packHash: decision.packHash,
    grants: [],
    now: NOW,
    ...over,
  };
}

export function grantBy(who: Person, decision: Decision, over: Partial<Grant> = {}): Grant {
  return {
    id: `G-${who.slackId}`,
    decisionId: decision.id,
    repo: decision.repo,
    number: decision.number,
    action: 'approve',
    actor: { type: 'slack-user', id: who.slackId },
    name: who.name,
    email: who.email,
    tier: 1,
    tierByPack: Object.fromEntries(decision.judgements.map(({ packId }) => [packId, 1 as const])),
    reason: '',
    payloadHash: decision.payloadHash,
    covered: decision.findings.map(({ fingerprint, severity, outcome }) => ({ fingerprint, severity, outcome })),
    grantedAt: NOW - HOUR_MS / 2,
    ...over,
  };
}

export function reviewPress(over: Partial<ReviewPress> = {}): ReviewPress {
  return {
    action: 'close-review',
    press: { subjectId: 'R1', nonce: 'r', channel: 'C1', messageTs: '1.1', reason: 'Looked at the rollout, it holds.' },
    place: { channel: 'C1', ts: '1.1' },
    person: BOB,
    author: { kind: 'is-other' },
    presserLogin: null,
    packs: [packOf()],
    now: NOW,
    review: {
      id: 'R1',
      grantId: 'G1',
      decisionId: 'D1',
      repo: 'acme/payments',
      number: 12,
      openedBy: { type: 'slack-user', id: ERIN.slackId },
      openedByName: 'Erin',
      reason: 'Payments are down.',
      nonce: 'r',
      openedAt: NOW - HOUR_MS,
      closedBy: null,
      closedByName: null,
      closedAt: null,
      conclusion: null,
    },
    ...over,
  };
}

export function proposalOf(over: Partial<Proposal> = {}): Proposal {
  const expiresAt = NOW + HOUR_MS;
  const binding: Proposal['binding'] = {
    kind: 'patch',
    repo: 'acme/payments',
    number: 12,
    headSha: OLD_HEAD,
    fingerprints: [],
    packHash: 'p'.repeat(64),
    action: 'write',
    docPath: 'README.md',
    docRevision: 'rev-1',
    patchHash: sha256Hex('diff'),
    expiresAt,
    nonce: 'n2',
  };
  return {
    id: 'P1',
    repo: 'acme/payments',
    number: 12,
    causeSha: OLD_HEAD,
    title: 'PAYMENTS_URL was renamed',
    target: { system: 'github_readme', repo: 'acme/payments', path: 'README.md', branch: 'main' },
    docRevision: 'rev-1',
    newText: 'text',
    patch: 'diff',
    patchHash: binding.patchHash ?? '',
    drifts: [],
    route: 'notify',
    writeMethod: 'pull_request',
    packId: 'api',
    packHash: binding.packHash,
    channel: null,
    binding,
    payloadHash: bindingHash(binding),
    nonce: 'n2',
    expiresAt,
    state: 'proposed',
    stateNote: null,
    approvedBy: null,
    approvedByName: null,
    editedBy: null,
    editedByName: null,
    writtenUrl: null,
    proposedAt: NOW - HOUR_MS,
    updatedAt: NOW - HOUR_MS,
    ...over,
  };
}

export function patchPress(over: Partial<ProposalPress> = {}): ProposalPress {
  const proposal = over.proposal === undefined ? proposalOf() : over.proposal;
  return {
    action: 'approve-patch',
    press: { subjectId: 'P1', nonce: 'n2', channel: 'C1', messageTs: '2.2', reason: '' },
    place: { channel: 'C1', ts: '2.2' },
    person: BOB,
    author: { kind: 'is-other' },
    presserLogin: null,
    packs: [packOf()],
    packHash: 'p'.repeat(64),
    docRevision: 'rev-1',
    now: NOW,
    ...over,
    proposal,
  };
}
