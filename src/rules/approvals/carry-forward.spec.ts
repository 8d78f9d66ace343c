import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { carryForward } from './carry-forward.ts';
import { BOB, blocked, DANA, findingOf, grantBy, NOW } from './samples.ts';

const { pack, decision } = blocked();
const FINDING = findingOf('gone', 'high');
const ANSWER = {
  fingerprint: FINDING.fingerprint,
  severity: 80,
  outcome: 'fail' as const,
  packHash: pack.versionHash,
  until: NOW + HOUR_MS,
};

function grant(over: Parameters<typeof grantBy>[2] = {}) {
  return grantBy(BOB, decision, { action: 'override', covered: [ANSWER], ...over });
}

describe('carryForward', () => {
  it('keeps a finding approved whose fingerprint was answered', () => {
    expect(carryForward([FINDING], [grant()], NOW, [pack])).toEqual([
      { fingerprint: FINDING.fingerprint, grantId: 'G-UBOB', by: 'Bob', at: NOW - HOUR_MS / 2, severity: 80 },
    ]);
  });

  it('keeps it when it became better, with the severity that was answered', () => {
    expect(carryForward([{ ...FINDING, severity: 40 }], [grant()], NOW, [pack])).toMatchObject([{ severity: 80 }]);
  });

  it.each([
    ['a finding nobody answered', findingOf('other', 'high'), grant(), NOW],
    ['a finding that got worse', { ...FINDING, severity: 81 }, grant(), NOW],
    ['what could not be evaluated now', { ...FINDING, outcome: 'unknown' as const }, grant(), NOW],
    ['what could not be evaluated then', FINDING, grant({ covered: [{ ...ANSWER, outcome: 'unknown' }] }), NOW],
    ['a break-glass', FINDING, grant({ action: 'break-glass' }), NOW],
    ['an answer that ran out', FINDING, grant(), NOW + HOUR_MS],
    ['an answer under another version of the pack', FINDING, grant({ covered: [{ ...ANSWER, packHash: 'old' }] }), NOW],
    ['a finding of a pack that is not there', { ...FINDING, packId: 'infra' }, grant(), NOW],
    [
      'an answer of last year',
      FINDING,
      grant({ covered: [{ fingerprint: FINDING.fingerprint, severity: 80 }], grantedAt: NOW - 91 * DAY_MS }),
      NOW,
    ],
  ])('asks again for %s', (_what, finding, earlier, now) => {
    expect(carryForward([finding], [earlier], now, [pack])).toEqual([]);
  });

  it('asks again when only one of two packs had its finding answered', () => {
    const infra = { id: 'infra', versionHash: 'i'.repeat(64) };
    const both = [FINDING, { ...FINDING, packId: 'infra' }];
    expect(carryForward(both, [grant()], NOW, [pack, infra])).toEqual([]);
    const answered = grant({ covered: [ANSWER, { ...ANSWER, packHash: infra.versionHash }] });
    expect(carryForward(both, [answered], NOW, [pack, infra])).toHaveLength(1);
  });

  it('names the first who answered, whatever the order', () => {
    const later = grantBy(DANA, decision, { action: 'override', covered: [ANSWER], grantedAt: NOW });
    fc.assert(
      fc.property(fc.shuffledSubarray([grant(), later], { minLength: 2 }), (grants) => {
        expect(carryForward([FINDING], grants, NOW, [pack])).toMatchObject([{ by: 'Bob' }]);
      }),
    );
  });

  it('never carries what no grant covers', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (now, then) => {
        const carried = carryForward(
          [{ ...FINDING, severity: now }],
          [grant({ covered: [{ ...ANSWER, severity: then }] })],
          NOW,
          [pack],
        );
        expect(carried.length).toBe(now <= then ? 1 : 0);
      }),
    );
  });
});
