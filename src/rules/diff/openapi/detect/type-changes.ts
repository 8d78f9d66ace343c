import type { Effect } from '../codes/codes.ts';
import type { TypeChange } from '../schema/delta.ts';

export const TYPE_VERDICTS = ['changed', 'generalized', 'specialized', 'compatible'] as const;
export type TypeVerdict = { verdict: (typeof TYPE_VERDICTS)[number]; effect: Effect };

/** What callers send: every value that was valid must stay valid. */
export function requestType(change: TypeChange, strong: boolean): TypeVerdict {
  if (breaks(change, strong)) return { verdict: 'changed', effect: 'narrows' };
  return isLooseSwap(change)
    ? { verdict: 'compatible', effect: 'neutral' }
    : { verdict: 'generalized', effect: 'widens' };
}

/** What callers receive: no value may come that could not come before. */
export function responseType(change: TypeChange, strong: boolean): TypeVerdict {
  const reversed = reverse(change);
  if (breaks(reversed, strong)) {
    const grew = change.base.length > 0 && covers(change.head, change.base) && change.baseFormat === change.headFormat;
    return grew ? { verdict: 'generalized', effect: 'widens' } : { verdict: 'changed', effect: 'widens' };
  }
  return isLooseSwap(reversed)
    ? { verdict: 'compatible', effect: 'neutral' }
    : { verdict: 'specialized', effect: 'narrows' };
}

/** An object inside a parameter may travel as text or as JSON: where the two disagree, it is only a warning. */
export function parameterPropertyType(change: TypeChange): TypeVerdict {
  const [strong, loose] = [breaks(change, true), breaks(change, false)];
  if (strong !== loose) return { verdict: 'changed', effect: 'neutral' };
  return strong ? { verdict: 'specialized', effect: 'narrows' } : { verdict: 'generalized', effect: 'widens' };
}

/** Whether a value valid before may be invalid after. `strong` media types tell `1` from `"1"`; text does not. */
function breaks(change: TypeChange, strong: boolean): boolean {
  const typesDiffer = !sameTypes(change);
  if (typesDiffer && change.head.length === 0) return false;
  return (typesDiffer && !typesFit(change, strong)) || (change.baseFormat !== change.headFormat && !formatFits(change));
}

function typesFit(change: TypeChange, strong: boolean): boolean {
  if (change.base.length > 0 && covers(change.head, change.base)) return true;
  if (strong) return false;
  const added = change.head.filter((type) => !change.base.includes(type));
  return added.length === 0
    ? change.base.length > 0 && isTextOnly(change)
    : added.length === 1 && added[0] === 'string';
}

/** On the wire everything is text, so a list of scalars that keeps `string` loses nothing. */
function isTextOnly(change: TypeChange): boolean {
  return change.head.includes('string');
}

/** Whether every type of `inner` is one of `outer`; an integer is a number. */
function covers(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.every((type) => outer.includes(type) || (type === 'integer' && outer.includes('number')));
}

function isLooseSwap(change: TypeChange): boolean {
  if (sameTypes(change) || change.base.length === 0 || change.head.length === 0) return false;
  return !covers(change.head, change.base);
}

const WIDER_FORMATS: ReadonlyMap<string, readonly (readonly [narrow: string, wide: string])[]> = new Map([
  ['number', [['float', 'double']]],
  [
    'integer',
    [
      ['int32', 'int64'],
      ['int32', 'bigint'],
      ['int64', 'bigint'],
    ],
  ],
  [
    'string',
    [
      ['date', 'date-time'],
      ['time', 'date-time'],
    ],
  ],
]);

function formatFits(change: TypeChange): boolean {
  if (change.headFormat === '') return true;
  const [type, second] = change.head;
  if (type === undefined || second !== undefined) return false;
  const pairs = WIDER_FORMATS.get(type) ?? [];
  return pairs.some(([narrow, wide]) => narrow === change.baseFormat && wide === change.headFormat);
}

function sameTypes(change: TypeChange): boolean {
  return change.base.length === change.head.length && change.base.every((type) => change.head.includes(type));
}

function reverse(change: TypeChange): TypeChange {
  return { base: change.head, head: change.base, baseFormat: change.headFormat, headFormat: change.baseFormat };
}

/** `string/uuid`, `integer or null`, `any`. */
export function typeText(types: readonly string[], format: string): string {
  const names = types.length === 0 ? 'any' : types.join(' or ');
  return format === '' ? names : `${names}/${format}`;
}
