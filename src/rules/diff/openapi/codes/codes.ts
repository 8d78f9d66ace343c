import type { ChangeLevel } from '../../change.ts';
import { ERROR_CODES } from './error-codes.ts';
import { INFO_CODES } from './info-codes.ts';
import { WARN_CODES } from './warn-codes.ts';

/** What a change does to the set of values that are valid at its place. */
export const EFFECTS = ['narrows', 'widens', 'neutral'] as const;
export type Effect = (typeof EFFECTS)[number];

/** Who writes the value: `request` values come from callers, `response` values go to them. */
export const DIRECTIONS = ['request', 'response', 'none'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** oasdiff's vocabulary with its levels: ignore lists and severity files written for it keep their meaning. */
export const KNOWN_LEVELS: ReadonlyMap<string, ChangeLevel> = new Map([
  ...ERROR_CODES.map((code) => [code, 'error'] as const),
  ...WARN_CODES.map((code) => [code, 'warn'] as const),
  ...INFO_CODES.map((code) => [code, 'info'] as const),
]);

/** Ids of our own whose level the variance rule below would judge too hard. */
const OWN_LEVELS: ReadonlyMap<string, ChangeLevel> = new Map([
  // Readers of JSON are expected to pass over what they do not know.
  ['response-body-additional-properties-allowed', 'info'],
  ['response-property-additional-properties-allowed', 'info'],
  ['response-header-enum-value-added', 'warn'],
  ['response-body-enum-value-added', 'warn'],
  ['response-body-enum-removed', 'warn'],
  ['response-property-enum-removed', 'warn'],
]);

/**
 * The level of a code before any pack has its say. Ids that oasdiff does not have follow from variance:
 * narrowing what callers may send breaks them, and so does widening what they may receive; the rest does not.
 */
export function levelOf(code: string, direction: Direction, effect: Effect): ChangeLevel {
  const known = KNOWN_LEVELS.get(code) ?? OWN_LEVELS.get(code);
  if (known !== undefined) return known;
  if (direction === 'request' && effect === 'narrows') return code.endsWith('-set') ? 'warn' : 'error';
  if (direction === 'response' && effect === 'widens') return 'warn';
  return 'info';
}
