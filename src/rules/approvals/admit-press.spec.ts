import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../model/approval.ts';
import type { Binding } from '../../model/decision.ts';
import { outcomeOf } from '../../model/outcome.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { admitPress, grantOf } from './admit-press.ts';
import { bindingHash } from './binding.ts';
import type { DecisionPress, ProposalPress, ReviewPress } from './press-facts.ts';
import {
  ALICE,
  BOB,
  blocked,
  CHARLIE,
  DANA,
  decisionOf,
  ERIN,
  findingOf,
  grantBy,
  NEW_HEAD,
  NOW,
  OLD_HEAD,
  packOf,
  patchPress,
  pressOf,
  proposalOf,
  reviewPress,
  warned,
} from './samples.ts';

function overrideOf(over: Partial<DecisionPress> = {}): DecisionPress {
  const { pack, decision } = blocked();
  return { ...pressOf({ decision, packs: [pack] }), ...over };
}

function withPress(over: Partial<DecisionPress['press']>): DecisionPress {
  const input = overrideOf();
  return { ...input, press: { ...input.press, ...over } };
}

describe('an override', () => {
  it('is admitted for a team lead when high is the worst that blocks, and covers what he saw', () => {
    const input = overrideOf();
    expect(admitPress(input)).toMatchObject({
      ok: true,
      value: {
        kind: 'grant',
        action: 'override',
        tier: 1,
        tierByPack: { api: 1 },
        reason: 'Agreed with every caller.',
        covered: [{ fingerprint: 'gone'.padEnd(64, '0'), severity: 80, outcome: 'fail', until: NOW + 24 * HOUR_MS }],
        payloadHash: input.decision?.payloadHash,
        opensReview: false,
      },
    });
  });

  it('of a critical block takes a director, and the refusal says so', () => {
    const { pack, decision } = blocked('critical');
    const bob = admitPress(pressOf({ decision, packs: [pack] }));
    expect(bob).toEqual({
      ok: false,
      error: {
        code: 'tier-too-low',
        message: 'Your tier cannot override this block: ask tier 2 (Director) or tier 3 (CTO) of “API”.',
      },
    });
    expect(admitPress(pressOf({ decision, packs: [pack], person: DANA }))).toMatchObject({
      ok: true,
      value: { tier: 2 },
    });
  });

  it('counts an unknown that blocks at its own level', () => {
    const pack = packOf();
    const decision = decisionOf(
      [{ pack, verdict: 'block' }],
      [findingOf('unread', 'critical', { outcome: 'unknown' })],
    );
    expect(admitPress(pressOf({ decision, packs: [pack] }))).toMatchObject({
      ok: false,
      error: { code: 'tier-too-low' },
    });
    const lenient = packOf({ fallbackMode: 'warn_only' });
    const findings = [findingOf('unread', 'critical', { outcome: 'unknown' }), findingOf('gone', 'high')];
    const mixed = decisionOf([{ pack: lenient, verdict: 'block' }], findings);
    expect(admitPress(pressOf({ decision: mixed, packs: [lenient] }))).toMatchObject({ ok: true });
  });

  it('takes the right in every pack that blocks', () => {
    const api = packOf();
    const infra = packOf({
      id: 'infra',
      approvals: { tiers: { tier2: { name: 'Infra lead', users: ['dana@acme.com'], canOverride: ['block_high'] } } },
    });
    const findings = [findingOf('gone', 'high'), findingOf('open', 'high', { packId: 'infra' })];
    const decision = decisionOf(
      [
        { pack: api, verdict: 'block' },
        { pack: infra, verdict: 'block' },
      ],
      findings,
    );
    expect(admitPress(pressOf({ decision, packs: [api, infra] }))).toMatchObject({
      ok: false,
      error: { code: 'tier-too-low', message: expect.stringContaining('tier 2 (Infra lead)') },
    });
    expect(admitPress(pressOf({ decision, packs: [api, infra], person: DANA }))).toMatchObject({
      ok: true,
      value: { tierByPack: { api: 2, infra: 2 } },
    });
  });

  it('turns the block into a pass', () => {
    const input = overrideOf();
    const admitted = admitPress(input);
    const { decision } = input;
    if (!admitted.ok || decision === null) throw new Error('not admitted');
    const grant = grantOf(admitted.value, decision, {
      id: 'G1',
      person: BOB,
      actor: { type: 'slack-user', id: 'UBOB' },
      now: NOW,
    });
    expect(outcomeOf(decision, [grant])).toMatchObject({
      state: 'pass',
      by: 'overridden',
      waiting: false,
      missing: [],
    });
  });
});

describe('a press is refused', () => {
  const answeredBy = (input: DecisionPress) =>
    input.decision === null ? [] : [grantBy(DANA, input.decision, { action: 'override' })];
  it.each<[string, () => DecisionPress, RefusalCode, string]>([
    ['for a request nobody made', () => overrideOf({ decision: null }), 'unknown-request', 'no such request'],
    ['for another request', () => withPress({ subjectId: 'D2' }), 'unknown-request', 'no such request'],
    ['with a changed value', () => withPress({ nonce: 'x' }), 'tampered', 'does not carry the value'],
    ['from another channel', () => withPress({ channel: 'C2' }), 'wrong-place', 'another message'],
    ['from another message', () => withPress({ messageTs: '9.9' }), 'wrong-place', 'another message'],
    ['when nothing was posted', () => overrideOf({ place: null }), 'unreadable', 'press again in a moment'],
    ['when the pull request cannot be read', () => overrideOf({ pullRequest: null }), 'unreadable', 'try again'],
    [
      'on a closed one',
      () => overrideOf({ pullRequest: { state: 'closed', headSha: OLD_HEAD, author: 'alice' } }),
      'closed',
      'acme/payments#12 is closed',
    ],
    [
      'on a merged one',
      () => overrideOf({ pullRequest: { state: 'merged', headSha: OLD_HEAD, author: 'alice' } }),
      'closed',
      'is merged',
    ],
    [
      'after somebody answered',
      () => {
        const input = overrideOf();
        return {
          ...input,
          decision: input.decision === null ? null : { ...input.decision, state: 'answered' },
          grants: answeredBy(input),
        };
      },
      'already-answered',
      'Dana already overrode this at 2026-11-20 09:00 UTC',
    ],
    [
      'after a push',
      () => overrideOf({ pullRequest: { state: 'open', headSha: NEW_HEAD, author: 'alice' } }),
      'new-push',
      'replaced aaaaaaa with bbbbbbb',
    ],
    [
      'when it was voided',
      () =>
        overrideOf({
          decision: { ...blocked().decision, state: 'voided', voidedBecause: 'The same commit was judged again.' },
        }),
      'new-push',
      'no longer stands (The same commit was judged again)',
    ],
    [
      'after the packs changed',
      () => overrideOf({ packHash: 'q'.repeat(64) }),
      'pack-changed',
      'The packs that apply here changed',
    ],
    [
      'after its pack changed',
      () => overrideOf({ packs: [packOf({ mode: 'warn_only' })] }),
      'pack-changed',
      'The pack “API” (was version 1) changed',
    ],
    ['after it ran out', () => overrideOf({ now: NOW + 24 * HOUR_MS }), 'expired', 'judge it again'],
    [
      'when Slack is silent about the person',
      () => overrideOf({ person: null }),
      'unreadable',
      'did not say who you are',
    ],
    ['for a bot', () => overrideOf({ person: { ...BOB, isBot: true } }), 'not-allowed', 'Bots cannot answer'],
    ['for a guest', () => overrideOf({ person: { ...BOB, isGuest: true } }), 'not-allowed', 'Guests cannot answer'],
    [
      'for a deactivated account',
      () => overrideOf({ person: { ...BOB, active: false } }),
      'not-allowed',
      'deactivated',
    ],
    [
      'without an e-mail address',
      () => overrideOf({ person: { ...BOB, email: null } }),
      'not-allowed',
      'share it with the app',
    ],
    [
      'on the own pull request',
      () => overrideOf({ author: { kind: 'is-presser' } }),
      'own-pull-request',
      'ask somebody else',
    ],
    [
      'on the own pull request by login',
      () => overrideOf({ presserLogin: 'Alice' }),
      'own-pull-request',
      'ask somebody else',
    ],
    [
      'while the author is nobody',
      () => overrideOf({ author: { kind: 'unresolved' } }),
      'author-unknown',
      '/policy link github LOGIN',
    ],
    ['for an outsider', () => overrideOf({ person: CHARLIE }), 'no-tier', 'You are in no tier'],
    ['without a reason', () => withPress({ reason: '   ' }), 'reason-missing', 'at least 10 characters'],
    [
      'with a reason of nine characters',
      () => withPress({ reason: ' 123456789 ' }),
      'reason-missing',
      'at least 10 characters',
    ],
    [
      'with a novel for a reason',
      () => withPress({ reason: 'a'.repeat(1_001) }),
      'reason-missing',
      'keep it within 1000',
    ],
  ])('%s', (_what, input, code, sentence) => {
    const answer = admitPress(input());
    expect(answer).toMatchObject({ ok: false, error: { code, message: expect.stringContaining(sentence) } });
    expect(answer.ok ? '' : answer.error.message).toMatch(/^(acme|[A-Z]).*[.]$/);
  });

  it('in this order when several things are wrong', () => {
    const wrong = overrideOf({
      person: CHARLIE,
      pullRequest: { state: 'open', headSha: NEW_HEAD, author: 'alice' },
      now: NOW + 48 * HOUR_MS,
      packHash: 'q',
    });
    expect(admitPress(wrong)).toMatchObject({ error: { code: 'new-push' } });
    expect(admitPress({ ...wrong, pullRequest: { state: 'open', headSha: OLD_HEAD, author: 'alice' } })).toMatchObject({
      error: { code: 'pack-changed' },
    });
  });

  it('lets a linked person answer when the author is nobody they are', () => {
    expect(admitPress(overrideOf({ author: { kind: 'unresolved' }, presserLogin: 'bob' }))).toMatchObject({ ok: true });
  });

  it.each<[string, (decision: DecisionPress['decision'] & object) => object]>([
    ['a finding was taken out of the record', (decision) => ({ findings: [], binding: decision.binding })],
    [
      'a finding was put into the record',
      (decision) => ({ findings: [...decision.findings, findingOf('more', 'low')] }),
    ],
    ['the expiry was moved', () => ({ expiresAt: NOW + 999 * HOUR_MS })],
    ['another hash was stored', () => ({ payloadHash: 'f'.repeat(64) })],
    ['another number was stored', () => ({ number: 13 })],
  ])('when %s', (_what, change) => {
    const input = overrideOf();
    if (input.decision === null) throw new Error('no decision');
    const decision = { ...input.decision, ...change(input.decision) };
    expect(admitPress({ ...input, decision })).toMatchObject({ ok: false, error: { code: 'tampered' } });
  });
});

describe('an approval', () => {
  it('acknowledges a warning without a reason', () => {
    const { pack, decision } = warned();
    const admitted = admitPress(
      pressOf({
        decision,
        packs: [pack],
        action: 'approve',
        press: { ...pressOf({ decision, packs: [] }).press, reason: '' },
      }),
    );
    expect(admitted).toMatchObject({ ok: true, value: { reason: '', covered: [{ severity: 55 }] } });
  });

  it('does not lift a block', () => {
    expect(admitPress(overrideOf({ action: 'approve' }))).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-do', message: expect.stringContaining('does not lift a block') },
    });
  });

  it('is counted where the pack demands it, once per person', () => {
    const pack = packOf({ approvals: { required: { count: 2, minTier: 2 } } });
    const decision = decisionOf([{ pack, verdict: 'pass' }], []);
    const approve = (over: Partial<DecisionPress>) =>
      admitPress({ ...pressOf({ decision, packs: [pack], action: 'approve' }), ...over });
    expect(approve({})).toMatchObject({
      ok: false,
      error: {
        code: 'tier-too-low',
        message: 'Your tier cannot approve this: ask tier 2 (Director) or higher of “API”.',
      },
    });
    expect(approve({ person: DANA })).toMatchObject({ ok: true, value: { tier: 2, covered: [] } });
    const grants = [grantBy(DANA, decision, { tier: 2, tierByPack: { api: 2 } })];
    expect(approve({ person: DANA, grants })).toMatchObject({ ok: false, error: { code: 'already-counted' } });
    expect(approve({ person: { ...DANA, slackId: 'UDANA2', email: 'DANA@acme.com' }, grants })).toMatchObject({
      ok: false,
      error: { code: 'already-counted' },
    });
    expect(approve({ person: ERIN, grants })).toMatchObject({ ok: true });
    expect(approve({ person: CHARLIE })).toMatchObject({ ok: false, error: { code: 'no-tier' } });
  });

  it('has nothing to do on a pass', () => {
    const pack = packOf();
    const decision = decisionOf([{ pack, verdict: 'pass' }], [], { state: 'settled' });
    expect(admitPress(pressOf({ decision, packs: [pack], action: 'approve' }))).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-do' },
    });
    expect(admitPress(pressOf({ decision, packs: [pack], action: 'override' }))).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-do' },
    });
  });
});

describe('break-glass', () => {
  it('passes at once for tier 3, and opens a review', () => {
    expect(admitPress(overrideOf({ action: 'break-glass', person: ERIN }))).toMatchObject({
      ok: true,
      value: { tier: 3, opensReview: true, covered: [] },
    });
  });

  it.each<[string, Record<string, unknown>, DecisionPress['person'], string]>([
    ['tier 2 when nobody is named', {}, DANA, 'tier 3 (CTO)'],
    [
      'tier 3 when others are named',
      { breakGlass: { enabled: true, allowedUsers: ['bob@acme.com'] } },
      ERIN,
      'the people the pack names',
    ],
    ['everybody when it is off', { breakGlass: { enabled: false } }, ERIN, 'does not allow break-glass'],
  ])('refuses %s', (_what, approvals, person, sentence) => {
    const pack = packOf({ approvals });
    const decision = decisionOf([{ pack, verdict: 'block' }], [findingOf('gone', 'high')]);
    expect(admitPress(pressOf({ decision, packs: [pack], action: 'break-glass', person }))).toMatchObject({
      ok: false,
      error: { code: 'not-allowed', message: expect.stringContaining(sentence) },
    });
  });

  it('is for those a pack names, whatever their tier', () => {
    const pack = packOf({ approvals: { breakGlass: { enabled: true, allowedUsers: ['Charlie@acme.com'] } } });
    const decision = decisionOf([{ pack, verdict: 'block' }], [findingOf('gone', 'high')]);
    expect(admitPress(pressOf({ decision, packs: [pack], action: 'break-glass', person: CHARLIE }))).toMatchObject({
      ok: true,
      value: { tier: null },
    });
  });

  it('is not needed for a warning', () => {
    const { pack, decision } = warned();
    expect(admitPress(pressOf({ decision, packs: [pack], action: 'break-glass', person: ERIN }))).toMatchObject({
      ok: false,
      error: { code: 'nothing-to-do' },
    });
  });
});

describe('a break-glass review', () => {
  it('is closed by a second person with a conclusion', () => {
    expect(admitPress(reviewPress())).toEqual({
      ok: true,
      value: { kind: 'review', reviewId: 'R1', conclusion: 'Looked at the rollout, it holds.', tier: 1 },
    });
  });

  it.each<[string, Partial<ReviewPress>, RefusalCode]>([
    ['by who opened it', { person: ERIN }, 'same-person'],
    ['by an outsider', { person: CHARLIE }, 'no-tier'],
    ['by the author', { author: { kind: 'is-presser' } }, 'own-pull-request'],
    ['from elsewhere', { place: { channel: 'C9', ts: '1.1' } }, 'wrong-place'],
    ['when there is none', { review: null }, 'unknown-request'],
    ['by somebody who may have written the change', { author: { kind: 'unresolved' as const } }, 'author-unknown'],
    ['by a guest', { person: { ...BOB, isGuest: true } }, 'not-allowed'],
    ['without a conclusion', { press: { ...reviewPress().press, reason: 'ok' } }, 'reason-missing'],
  ])('is not closed %s', (_what, over, code) => {
    expect(admitPress(reviewPress(over))).toMatchObject({ ok: false, error: { code } });
  });

  it('is closed once', () => {
    const { review } = reviewPress();
    const closed =
      review === null
        ? null
        : { ...review, closedBy: { type: 'slack-user' as const, id: 'UDANA' }, closedByName: 'Dana', closedAt: NOW };
    expect(admitPress(reviewPress({ review: closed }))).toMatchObject({
      ok: false,
      error: { code: 'already-answered', message: expect.stringContaining('Dana closed this review') },
    });
  });

  it('may be closed on the App Home, where there is no message', () => {
    expect(
      admitPress(reviewPress({ place: null, press: { ...reviewPress().press, channel: '', messageTs: '' } })),
    ).toMatchObject({ ok: true });
  });
});

describe('a patch', () => {
  it('is approved on the revision it was made for', () => {
    expect(admitPress(patchPress())).toMatchObject({
      ok: true,
      value: { kind: 'patch', action: 'approve-patch', tier: 1 },
    });
  });

  it.each<[string, Partial<ProposalPress>, RefusalCode, string]>([
    ['a page that changed', { docRevision: 'rev-2' }, 'document-changed', 'README.md changed on main'],
    ['a page that is gone', { docRevision: null }, 'document-changed', 'README.md is gone from main'],
    ['another pack version', { packHash: 'q' }, 'pack-changed', 'The pack api changed'],
    ['an outsider', { person: CHARLIE }, 'no-tier', 'You are in no tier'],
    ['whoever wrote the text', { author: { kind: 'is-presser' } }, 'own-pull-request', 'nobody answers for their own'],
    ['a declined patch', { proposal: proposalOf({ state: 'declined' }) }, 'already-answered', 'was declined'],
    [
      'a written patch',
      { proposal: proposalOf({ state: 'written', approvedByName: 'Dana' }) },
      'already-answered',
      'Dana already approved',
    ],
    [
      'a voided patch',
      { proposal: proposalOf({ state: 'voided', stateNote: 'The page changed.' }) },
      'document-changed',
      '(The page changed)',
    ],
    ['a held drift', { proposal: proposalOf({ state: 'held' }) }, 'nothing-to-do', 'held for the digest'],
    ['a late press', { now: NOW + HOUR_MS }, 'expired', 'proposes it anew'],
    [
      'another patch than was bound',
      { proposal: proposalOf({ patch: 'another diff' }) },
      'tampered',
      'no longer what was proposed',
    ],
    [
      'another page than was bound',
      { proposal: proposalOf({ target: { ...proposalOf().target, path: 'SECURITY.md' } }) },
      'tampered',
      'no longer',
    ],
    ['another nonce', { press: { ...patchPress().press, nonce: 'x' } }, 'tampered', 'does not carry'],
  ])('is refused for %s', (_what, over, code, sentence) => {
    expect(admitPress(patchPress(over))).toMatchObject({
      ok: false,
      error: { code, message: expect.stringContaining(sentence) },
    });
  });

  it('may be declined or edited by who wrote it', () => {
    for (const action of ['decline-patch', 'edit-patch'] as const) {
      expect(admitPress(patchPress({ action, author: { kind: 'is-presser' } }))).toMatchObject({
        ok: true,
        value: { action },
      });
    }
  });
});

describe('whatever the facts are', () => {
  const hex = fc.stringMatching(/^[0-9a-f]{8,64}$/);
  const other: { [K in keyof Binding]: fc.Arbitrary<Binding[K]> } = {
    kind: fc.constant('patch'),
    repo: fc.constantFrom('acme/ledger', 'evil/payments'),
    number: fc.integer({ min: 13, max: 99 }),
    headSha: hex,
    fingerprints: fc.array(hex, { minLength: 2, maxLength: 4 }),
    packHash: hex,
    action: fc.constant('write'),
    docPath: fc.constant('README.md'),
    docRevision: hex,
    patchHash: hex,
    expiresAt: fc.integer({ min: NOW + 48 * HOUR_MS, max: NOW + 99 * HOUR_MS }),
    nonce: hex,
  };
  const changed = fc
    .constantFrom(...(Object.keys(other) as (keyof Binding)[]))
    .chain((field) => fc.tuple(fc.constant(field), other[field] as fc.Arbitrary<unknown>));

  it('any change of any binding field changes the hash, and an answer to it is refused', () => {
    fc.assert(
      fc.property(changed, ([field, value]) => {
        const input = overrideOf();
        if (input.decision === null) throw new Error('no decision');
        const binding = { ...input.decision.binding, [field]: value };
        expect(bindingHash(binding)).not.toBe(input.decision.payloadHash);
        const decision = { ...input.decision, binding, payloadHash: bindingHash(binding) };
        expect(admitPress({ ...input, decision })).toMatchObject({ ok: false });
      }),
    );
  });

  const anyPress = fc.record({
    action: fc.constantFrom('approve' as const, 'override' as const, 'break-glass' as const),
    person: fc.constantFrom(ALICE, BOB, DANA, ERIN, CHARLIE, null),
    author: fc.constantFrom(
      { kind: 'is-presser' } as const,
      { kind: 'is-other' } as const,
      { kind: 'unresolved' } as const,
    ),
    presserLogin: fc.constantFrom(null, 'alice', 'ALICE', 'bob'),
    head: fc.constantFrom(OLD_HEAD, NEW_HEAD),
    now: fc.constantFrom(NOW, NOW + 25 * HOUR_MS),
    level: fc.constantFrom('high' as const, 'critical' as const),
    reason: fc.constantFrom('', 'Agreed with every caller.'),
  });

  it('nobody answers for their own, nothing is admitted on a stale head or after its time, and no outsider gets in', () => {
    fc.assert(
      fc.property(anyPress, ({ action, person, author, presserLogin, head, now, level, reason }) => {
        const { pack, decision } = blocked(level);
        const input = pressOf({
          decision,
          packs: [pack],
          action,
          person,
          author,
          presserLogin,
          now,
          pullRequest: { state: 'open', headSha: head, author: 'alice' },
        });
        const answer = admitPress({ ...input, press: { ...input.press, reason } });
        if (!answer.ok) return;
        expect(author.kind === 'is-presser' || presserLogin?.toLowerCase() === 'alice').toBe(false);
        expect(head).toBe(decision.headSha);
        expect(now < decision.expiresAt).toBe(true);
        expect([BOB, DANA, ERIN]).toContain(person);
        expect(reason).not.toBe('');
      }),
      { numRuns: 1_000 },
    );
  });
});
