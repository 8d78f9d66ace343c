import { DRIFT_TYPES, TOKEN_KINDS } from './drift.ts';

const KNOWN_VALUES: Record<string, readonly string[] | null> = {
  drift_type: DRIFT_TYPES,
  token_kind: TOKEN_KINDS,
  doc: null,
};
const COMPARISON = /^(drift_type|token_kind|doc)\s*(==|!=)\s*(?:'([^']+)'|"([^"]+)")$/;

export type ImpactFacts = { drift_type: string; token_kind: string; doc: string };
export type ImpactTest = { field: keyof ImpactFacts; equals: boolean; value: string };

/**
 * The comparisons of a condition such as `drift_type == 'ownership' && doc != 'README.md'`, all of which must hold.
 * Null when it cannot be read, or compares with a kind that does not exist.
 */
export function readImpactCondition(condition: string): ImpactTest[] | null {
  const tests: ImpactTest[] = [];
  for (const part of condition.split('&&')) {
    const [, field = '', sign, single, double] = COMPARISON.exec(part.trim()) ?? [];
    const value = single ?? double;
    if (value === undefined || KNOWN_VALUES[field]?.includes(value) === false) return null;
    tests.push({ field: field as keyof ImpactFacts, equals: sign === '==', value });
  }
  return tests;
}

/** The product of the multipliers whose condition holds; 1 when none does. */
export function impactMultiplier(
  rules: readonly { condition: string; multiplier: number }[],
  facts: ImpactFacts,
): number {
  return rules
    .filter(({ condition }) => readImpactCondition(condition)?.every((test) => holds(test, facts)) === true)
    .reduce((product, { multiplier }) => product * multiplier, 1);
}

function holds({ field, equals, value }: ImpactTest, facts: ImpactFacts): boolean {
  return (facts[field] === value) === equals;
}
