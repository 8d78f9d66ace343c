import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outcomeOf } from '../../model/outcome.ts';
import { ALICE, BOB, blocked, CHARLIE, DANA, decisionOf, ERIN, findingOf, grantBy, packOf, warned } from './samples.ts';

describe('outcomeOf', () => {
  it('is the verdict while nobody answered', () => {
    expect(outcomeOf(blocked().decision, [])).toMatchObject({
      state: 'block',
      by: null,
      waiting: true,
      headline: 'Blocked: 1 finding in the way',
      missing: ['1 finding of “API” asks for a fix or an override.'],
    });
    expect(outcomeOf(warned().decision, [])).toMatchObject({
      state: 'warn',
      waiting: true,
      headline: 'Warning: 1 finding to acknowledge',
    });
  });

  it('turns with the answer that fits, and only with that', () => {
    const { decision } = blocked();
    expect(outcomeOf(decision, [grantBy(BOB, decision)])).toMatchObject({ state: 'block', by: null });
    expect(outcomeOf(decision, [grantBy(BOB, decision, { action: 'override' })])).toMatchObject({
      state: 'pass',
      by: 'overridden',
    });
    expect(
      outcomeOf(decision, [grantBy(ERIN, decision, { action: 'break-glass', covered: [], tierByPack: {} })]),
    ).toMatchObject({ state: 'pass', by: 'broken-glass' });
    const warning = warned().decision;
    expect(outcomeOf(warning, [grantBy(BOB, warning)])).toMatchObject({
      state: 'pass',
      by: 'acknowledged',
      headline: 'Passed: warnings acknowledged',
    });
  });

  it.each([
    ['for another decision', { decisionId: 'D0' }],
    ['for another payload', { payloadHash: 'f'.repeat(64) }],
    ['that covers nothing', { covered: [] }],
    ['that covers something else', { covered: [{ fingerprint: 'x', severity: 99 }] }],
    [
      'given under another version of the pack',
      { covered: [{ fingerprint: 'gone'.padEnd(64, '0'), severity: 80, packHash: 'old' }] },
    ],
    ['of somebody without a tier in the pack', { tierByPack: {} }],
  ])('does not count a grant %s', (_what, over) => {
    const { decision } = blocked();
    expect(outcomeOf(decision, [grantBy(BOB, decision, { action: 'override', ...over })]).state).toBe('block');
  });

  it('counts different people of the tier that is asked for, the author never', () => {
    const pack = packOf({ approvals: { required: { count: 2, minTier: 2 } } });
    const decision = decisionOf([{ pack, verdict: 'pass' }], []);
    const tier = (value: 1 | 2 | 3) => ({ tier: value, tierByPack: { api: value } });
    const bob = grantBy(BOB, decision, tier(1));
    const dana = grantBy(DANA, decision, tier(2));
    const danaAgain = grantBy({ ...DANA, slackId: 'UDANA2', email: 'DANA@acme.com' }, decision, tier(2));
    const erin = grantBy(ERIN, decision, tier(3));
    expect(outcomeOf(decision, [])).toMatchObject({
      state: 'needs-approval',
      headline: 'Waiting for 2 more approvals',
      missing: ['“API” needs 2 more approvals (tier 2 or higher).'],
    });
    expect(outcomeOf(decision, [bob, dana, danaAgain])).toMatchObject({
      state: 'needs-approval',
      approvals: [{ given: 1, required: 2, by: ['Dana'] }],
    });
    expect(outcomeOf(decision, [dana, erin])).toMatchObject({ state: 'pass', by: 'approved', waiting: false });
    expect(outcomeOf(decision, [dana, erin], ['UERIN'])).toMatchObject({ state: 'needs-approval' });
    expect(outcomeOf(decision, [dana, erin], ['Erin@acme.com'])).toMatchObject({ state: 'needs-approval' });
  });

  it('keeps a block whose approvals are complete, and approvals of an overridden block', () => {
    const pack = packOf({ approvals: { required: { count: 1, minTier: 1 } } });
    const decision = decisionOf([{ pack, verdict: 'block' }], [findingOf('gone', 'high')]);
    expect(outcomeOf(decision, [grantBy(BOB, decision)])).toMatchObject({ state: 'block', approvals: [{ given: 1 }] });
    expect(outcomeOf(decision, [grantBy(BOB, decision, { action: 'override' })])).toMatchObject({
      state: 'pass',
      by: 'overridden',
    });
  });

  it('judges packs side by side: one answered does not answer the other', () => {
    const api = packOf();
    const infra = packOf({ id: 'infra' });
    const decision = decisionOf(
      [
        { pack: api, verdict: 'block' },
        { pack: infra, verdict: 'block' },
      ],
      [findingOf('gone', 'high'), findingOf('open', 'high', { packId: 'infra' })],
    );
    const onlyApi = grantBy(BOB, decision, { action: 'override', tierByPack: { api: 1 } });
    expect(outcomeOf(decision, [onlyApi])).toMatchObject({
      state: 'block',
      missing: ['1 finding of “INFRA” asks for a fix or an override.'],
    });
    const legacy = grantBy(BOB, decision, { action: 'override' });
    const { tierByPack: _dropped, ...withoutTiers } = legacy;
    expect(outcomeOf(decision, [withoutTiers]).state).toBe('block');
  });

  it('never makes a pass of what could not be evaluated', () => {
    const pack = packOf({ fallbackMode: 'skip' });
    const decision = decisionOf([{ pack, verdict: 'pass' }], [findingOf('unread', 'high', { outcome: 'unknown' })], {
      verdict: 'not-applicable',
    });
    expect(outcomeOf(decision, [])).toMatchObject({
      state: 'not-applicable',
      headline: 'Not everything could be evaluated',
    });
    const asks = packOf({ id: 'infra', approvals: { required: { count: 1, minTier: 1 } } });
    const both = decisionOf(
      [
        { pack, verdict: 'not-applicable' },
        { pack: asks, verdict: 'pass' },
      ],
      [findingOf('unread', 'high', { outcome: 'unknown' })],
      { verdict: 'not-applicable' },
    );
    expect(outcomeOf(both, [grantBy(BOB, both)])).toMatchObject({ state: 'not-applicable', by: 'approved' });
    expect(outcomeOf(decisionOf([], []), [])).toMatchObject({ state: 'not-applicable', waiting: false });
  });

  it('says what an earlier push carried', () => {
    const pack = packOf();
    const finding = findingOf('gone', 'high');
    const carried = [{ fingerprint: finding.fingerprint, grantId: 'G', by: 'Bob', at: 1, severity: 80 }];
    expect(outcomeOf(decisionOf([{ pack, verdict: 'pass' }], [finding], { carried }), [])).toMatchObject({
      state: 'pass',
      by: 'carried',
      headline: 'Passed: 1 finding approved on an earlier push',
    });
  });

  it('does not depend on the order of the grants', () => {
    const api = packOf({ approvals: { required: { count: 2, minTier: 1 } } });
    const infra = packOf({ id: 'infra', mode: 'warn_only' });
    const decision = decisionOf(
      [
        { pack: api, verdict: 'block' },
        { pack: infra, verdict: 'warn' },
      ],
      [findingOf('gone', 'high'), findingOf('open', 'medium', { packId: 'infra' })],
    );
    const people = [ALICE, BOB, CHARLIE, DANA, ERIN];
    const grant = fc.record({
      who: fc.constantFrom(...people),
      action: fc.constantFrom('approve' as const, 'override' as const, 'break-glass' as const),
      tierByPack: fc.constantFrom({}, { api: 1 as const }, { api: 2 as const, infra: 1 as const }),
      at: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(
        fc
          .array(grant, { maxLength: 6 })
          .chain((list) =>
            fc.tuple(fc.constant(list), fc.shuffledSubarray([...list.keys()], { minLength: list.length })),
          ),
        ([list, order]) => {
          const grants = list.map(({ who, action, tierByPack, at }, index) =>
            grantBy(who, decision, { id: `G${index}`, action, tierByPack, grantedAt: at }),
          );
          const shuffled = order.flatMap((index) => grants[index] ?? []);
          expect(outcomeOf(decision, shuffled)).toEqual(outcomeOf(decision, grants));
        },
      ),
    );
  });
});
