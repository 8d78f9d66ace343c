import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CarriedFinding, Verdict } from '../../model/decision.ts';
import { type Finding, LEVELS, OUTCOMES } from '../../model/finding.ts';
import { ENFORCEMENT_MODES, FALLBACK_MODES, Pack, type StoredPack } from '../../model/pack.ts';
import { decide } from './decide.ts';
import { levelOf } from './severity.ts';
import { judgePack } from './verdict.ts';

const THRESHOLDS = { criticalThreshold: 90, highThreshold: 70, mediumThreshold: 40 };
const SEVERITIES = { low: 20, medium: 55, high: 80, critical: 95 } as const;

function pack(mode: (typeof ENFORCEMENT_MODES)[number], fallbackMode?: (typeof FALLBACK_MODES)[number]): StoredPack {
  const parsed = Pack.parse({
    id: 'p',
    name: 'Payments',
    scope: { type: 'workspace' },
    trackA: { enabled: true, comparators: [{ type: 'obligation.file_present' }], enforcement: { mode } },
    performance: fallbackMode === undefined ? {} : { fallbackMode },
  });
  return { ...parsed, versionHash: 'f'.repeat(64) };
}

function finding(outcome: Finding['outcome'], severity = 0, fingerprint = 'a'.repeat(64)): Finding {
  return {
    code: 'x',
    outcome,
    severity,
    message: 'X.',
    evidence: [],
    suggestedFix: 'Y.',
    comparator: 'obligation.file_present',
    comparatorVersion: 1,
    surface: 'docs',
    packId: 'p',
    level: levelOf(severity, THRESHOLDS),
    fingerprint,
  };
}

function verdictOf(chosen: StoredPack, findings: Finding[], carried: CarriedFinding[] = []): Verdict {
  return decide([judgePack(chosen, findings, carried)], findings, carried).verdict;
}

describe('judgePack', () => {
  it.each([
    ['warn_only', 'critical', 'warn'],
    ['block_high_critical', 'critical', 'block'],
    ['block_high_critical', 'high', 'block'],
    ['block_high_critical', 'medium', 'warn'],
    ['block_high_critical', 'low', 'warn'],
    ['block_all_critical', 'critical', 'block'],
    ['block_all_critical', 'high', 'warn'],
  ] as const)('under %s a %s finding gives %s', (mode, level, verdict) => {
    expect(verdictOf(pack(mode), [finding('fail', SEVERITIES[level]), finding('pass')])).toBe(verdict);
  });

  it.each([
    ['warn_only', undefined, 'warn'],
    ['block_high_critical', undefined, 'block'],
    ['block_all_critical', undefined, 'block'],
    ['block_high_critical', 'warn_only', 'warn'],
    ['warn_only', 'fail', 'block'],
    ['block_high_critical', 'skip', 'not-applicable'],
  ] as const)('under %s with fallback %s something unknown gives %s', (mode, fallback, verdict) => {
    expect(verdictOf(pack(mode, fallback), [finding('unknown', 10), finding('pass')])).toBe(verdict);
  });

  it('is not applicable when nothing applied, when nothing is switched on, and when the gate is off', () => {
    const chosen = pack('block_high_critical');
    expect(judgePack(chosen, [finding('not-applicable')])).toMatchObject({
      verdict: 'not-applicable',
      reasons: ['Nothing in this change concerns this pack.'],
    });
    const comparators = chosen.trackA.comparators.map((one) => ({ ...one, enabled: false }));
    expect(judgePack({ ...chosen, trackA: { ...chosen.trackA, comparators } }, [])).toMatchObject({
      verdict: 'not-applicable',
      reasons: ['No comparator is switched on in this pack.'],
    });
    expect(judgePack({ ...chosen, trackA: { ...chosen.trackA, enabled: false } }, [])).toMatchObject({
      verdict: 'not-applicable',
      reasons: ['The gate is switched off in this pack.'],
    });
  });

  it('does not ask again for what was answered, unless it is worse now', () => {
    const carried = [{ fingerprint: 'a'.repeat(64), grantId: 'g', by: 'Bob', at: 1, severity: 80 }];
    const chosen = pack('block_high_critical');
    expect(verdictOf(chosen, [finding('fail', 80)], carried)).toBe('pass');
    expect(verdictOf(chosen, [finding('fail', 81)], carried)).toBe('block');
    expect(verdictOf(chosen, [finding('fail', 80, 'b'.repeat(64))], carried)).toBe('block');
  });

  it('asks again for what is unknown, whatever was answered before', () => {
    const carried = [{ fingerprint: 'a'.repeat(64), grantId: 'g', by: 'Bob', at: 1, severity: 100 }];
    expect(verdictOf(pack('block_high_critical'), [finding('unknown', 80)], carried)).toBe('block');
  });
});

describe('decide', () => {
  it('answers with the worst pack, and with the highest level that still asks', () => {
    const strict = judgePack(pack('block_high_critical'), [finding('fail', 80)]);
    const soft = judgePack(pack('warn_only'), [finding('fail', 80)]);
    expect(decide([soft, strict], [finding('fail', 80)])).toEqual({
      verdict: 'block',
      highest: 'high',
      hasUnknown: false,
    });
    expect(decide([], [])).toEqual({ verdict: 'not-applicable', highest: null, hasUnknown: false });
  });
});

const anyFinding = fc
  .record({
    outcome: fc.constantFrom(...OUTCOMES),
    severity: fc.integer({ min: 0, max: 100 }),
    print: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ outcome, severity, print }) => finding(outcome, severity, String(print).repeat(64)));
const anyPack = fc
  .tuple(fc.constantFrom(...ENFORCEMENT_MODES), fc.option(fc.constantFrom(...FALLBACK_MODES), { nil: undefined }))
  .map(([mode, fallback]) => pack(mode, fallback));
const anyCarried = fc.array(
  fc
    .record({ print: fc.integer({ min: 0, max: 5 }), severity: fc.integer({ min: 0, max: 100 }) })
    .map(({ print, severity }) => ({
      fingerprint: String(print).repeat(64),
      grantId: 'g',
      by: 'Bob',
      at: 1,
      severity,
    })),
);
const RANK: Record<Verdict, number> = { pass: 0, 'not-applicable': 0, warn: 1, block: 2 };

describe('for all findings', () => {
  it('something unknown never gives a pass', () => {
    fc.assert(
      fc.property(anyPack, fc.array(anyFinding), anyCarried, (chosen, findings, carried) => {
        const all = [...findings, finding('unknown', 1)];
        expect(verdictOf(chosen, all, carried)).not.toBe('pass');
      }),
    );
  });

  it('one more failing finding never improves the verdict', () => {
    const failing = fc.integer({ min: 0, max: 100 }).map((severity) => finding('fail', severity, 'f'.repeat(64)));
    fc.assert(
      fc.property(anyPack, fc.array(anyFinding), anyCarried, failing, (chosen, findings, carried, one) => {
        const before = RANK[verdictOf(chosen, findings, carried)];
        const after = RANK[verdictOf(chosen, [...findings, one], carried)];
        expect(after).toBeGreaterThanOrEqual(Math.max(before, 1));
      }),
    );
  });

  it('a pass needs something that passed or was answered', () => {
    fc.assert(
      fc.property(anyPack, fc.array(anyFinding), (chosen, findings) => {
        if (verdictOf(chosen, findings) !== 'pass') return;
        expect(findings.some(({ outcome }) => outcome === 'pass')).toBe(true);
        expect(findings.every(({ outcome }) => outcome === 'pass' || outcome === 'not-applicable')).toBe(true);
      }),
    );
  });

  it('levels rise with severity', () => {
    const level = (severity: number) => LEVELS.indexOf(levelOf(severity, THRESHOLDS));
    fc.assert(fc.property(fc.integer({ min: 0, max: 99 }), (severity) => level(severity) <= level(severity + 1)));
  });
});
