import { describe, expect, it } from 'vitest';
import { impactMultiplier } from './impact-condition.ts';
import { Pack } from './pack.ts';

const FACTS = { drift_type: 'ownership', token_kind: 'path', doc: 'docs/run.md' };
const packWith = (condition: string) =>
  Pack.safeParse({
    id: 'docs',
    name: 'Docs',
    scope: { type: 'workspace' },
    trackB: { enabled: true, materiality: { impactRules: [{ condition, multiplier: 1.5 }] } },
  });

describe('the impact rules of a pack', () => {
  it.each([
    ["drift_type == 'ownership'", 1.5],
    ['drift_type == "ownership"', 1.5],
    ["drift_type=='process'", 1],
    ["drift_type != 'process'", 1.5],
    ["token_kind == 'path' && doc == 'docs/run.md'", 1.5],
    ["token_kind == 'path' && doc != 'docs/run.md'", 1],
  ])('%s multiplies by %d', (condition, factor) => {
    expect(packWith(condition).success).toBe(true);
    expect(impactMultiplier([{ condition, multiplier: 1.5 }], FACTS)).toBe(factor);
  });

  it('multiply with each other', () => {
    const rule = { condition: "drift_type == 'ownership'", multiplier: 0.5 };
    expect(impactMultiplier([rule, rule], FACTS)).toBe(0.25);
  });

  it.each([
    'ownership',
    "drift_type = 'ownership'",
    "drift_type == 'owner'",
    "token_kind == 'colour'",
    "severity == 'high'",
    "drift_type == 'ownership' || doc == 'README.md'",
    "drift_type == 'ownership' &&",
    '',
  ])('refuse a condition that would never hold: %j', (condition) => {
    expect(packWith(condition).error?.issues[0]?.message).toMatch(
      /write a condition such as drift_type == 'ownership'/,
    );
  });
});
