import { describe, expect, it } from 'vitest';
import { fingerprintOf, fingerprintsOf } from './fingerprint.ts';
import { bandMiddle, levelOf, packSeverity } from './severity.ts';

const THRESHOLDS = { criticalThreshold: 90, highThreshold: 70, mediumThreshold: 40 };

describe('severity', () => {
  it.each([
    [0, 'low'],
    [39, 'low'],
    [40, 'medium'],
    [69, 'medium'],
    [70, 'high'],
    [89, 'high'],
    [90, 'critical'],
    [100, 'critical'],
  ] as const)('%i is %s', (severity, level) => {
    expect(levelOf(severity, THRESHOLDS)).toBe(level);
  });

  it('puts each level in the middle of its band', () => {
    expect((['critical', 'high', 'medium', 'low'] as const).map((level) => bandMiddle(level, THRESHOLDS))).toEqual([
      95, 80, 55, 20,
    ]);
  });

  it.each([
    ['keeps what the comparator says without a level', 45, 80, undefined, 45],
    ['moves the default to the band', 80, 80, 'low', 20],
    ['scales what is milder', 40, 80, 'critical', 48],
    ['stops at 100', 95, 80, 'critical', 100],
    ['bounds what is out of range', 140, 80, undefined, 100],
  ] as const)('%s', (_name, raw, defaultSeverity, level, expected) => {
    expect(packSeverity(raw, defaultSeverity, level, THRESHOLDS)).toBe(expected);
  });
});

describe('fingerprints', () => {
  it('are the same for the same finding and differ by comparator, code and key', () => {
    const prints = [
      fingerprintOf('a', 'b', 'c'),
      fingerprintOf('x', 'b', 'c'),
      fingerprintOf('a', 'x', 'c'),
      fingerprintOf('a', 'b', 'x'),
      fingerprintOf('ab', '', 'c'),
    ];
    expect(new Set(prints).size).toBe(5);
    expect(fingerprintOf('a', 'b', 'c')).toBe(prints[0]);
    expect(prints[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('tell two findings with the same key apart by an ordinal', () => {
    const twice = fingerprintsOf('a', [
      { code: 'b', key: 'c' },
      { code: 'b', key: 'c' },
    ]);
    expect(new Set(twice).size).toBe(2);
    expect(twice[0]).toBe(fingerprintOf('a', 'b', 'c'));
  });
});
