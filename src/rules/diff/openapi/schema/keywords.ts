import type { Effect } from '../codes/codes.ts';
import { isObject, type Json, type JsonObject, namesOf, own, sameJson } from '../read/json.ts';
import { bound, type Compare, exclusiveBound, plainBound } from './bounds.ts';
import type { Facet } from './delta.ts';
import { compareDiscriminator } from './discriminator.ts';
import { stable } from './equivalence.ts';
import { isNullable, isTyped } from './nullable.ts';

function anyChange(facet: string, effects: { added: Effect; removed: Effect; changed: Effect }): Compare {
  return (base, head, keyword) => {
    const [from, to] = [own(base, keyword), own(head, keyword)];
    if (sameJson(from, to)) return [];
    const values = { keyword, from: from ?? null, to: to ?? null };
    if (from === undefined) return [{ facet, action: 'added', effect: effects.added, ...values }];
    if (to === undefined) return [{ facet, action: 'removed', effect: effects.removed, ...values }];
    return [{ facet, action: 'changed', effect: effects.changed, ...values }];
  };
}

function changedOnly(facet: string): Compare {
  return (base, head, keyword) => {
    const [from, to] = [own(base, keyword), own(head, keyword)];
    if (sameJson(from, to)) return [];
    return [{ facet, action: 'changed', effect: 'narrows', keyword, from: from ?? null, to: to ?? null }];
  };
}

/** A flag that is false when left out. `on` is the effect of turning it on. */
function flag(facet: string, on: Effect, off: Effect, actions: readonly [string, string]): Compare {
  return (base, head, keyword) => {
    const [from, to] = [own(base, keyword) === true, own(head, keyword) === true];
    if (from === to) return [];
    return [{ facet, action: to ? actions[0] : actions[1], effect: to ? on : off, keyword, from, to }];
  };
}

function comparePattern(base: JsonObject, head: JsonObject, keyword: string): Facet[] {
  const from = own(base, keyword) ?? '';
  const to = own(head, keyword) ?? '';
  if (from === to) return [];
  const values = { facet: 'pattern', keyword, from, to };
  if (to === '') return [{ ...values, action: 'removed', effect: 'widens' }];
  if (from === '') return [{ ...values, action: 'added', effect: 'narrows' }];
  const everything = to === '.*' || to === '^.*$';
  return [{ ...values, action: everything ? 'generalized' : 'changed', effect: everything ? 'widens' : 'neutral' }];
}

function compareEnum(base: JsonObject, head: JsonObject, keyword: string): Facet[] {
  const [from, to] = [own(base, keyword), own(head, keyword)];
  if (!Array.isArray(from) && !Array.isArray(to)) return [];
  if (!Array.isArray(from)) return [{ facet: 'became-enum', action: '', effect: 'narrows', keyword, to: to ?? null }];
  if (!Array.isArray(to)) return [{ facet: 'enum', action: 'removed', effect: 'widens', keyword, from }];
  return valueChanges('enum-value', keyword, from, to);
}

function compareExtensibleEnum(base: JsonObject, head: JsonObject, keyword: string): Facet[] {
  const [from, to] = [own(base, keyword), own(head, keyword)];
  if (!Array.isArray(from) || !Array.isArray(to)) return [];
  return valueChanges('x-extensible-enum-value', keyword, from, to).filter(({ action }) => action === 'removed');
}

function valueChanges(facet: string, keyword: string, from: Json[], to: Json[]): Facet[] {
  const before = new Map(from.map((value) => [stable(value), value]));
  const after = new Map(to.map((value) => [stable(value), value]));
  const removed = [...before].filter(([key]) => !after.has(key));
  const added = [...after].filter(([key]) => !before.has(key));
  return [
    ...removed.map(
      ([name, value]): Facet => ({ facet, action: 'removed', effect: 'narrows', keyword, name, from: value }),
    ),
    ...added.map(([name, value]): Facet => ({ facet, action: 'added', effect: 'widens', keyword, name, to: value })),
  ];
}

function compareDependentRequired(base: JsonObject, head: JsonObject, keyword: string): Facet[] {
  const [from, to] = [own(base, keyword), own(head, keyword)];
  const [before, after] = [isObject(from) ? from : {}, isObject(to) ? to : {}];
  const facets: Facet[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [one, other] = [namesOf(before[name]), namesOf(after[name])];
    const values = { facet: 'dependent-required', keyword, name, from: one, to: other };
    if (!Object.hasOwn(before, name)) facets.push({ ...values, action: 'added', effect: 'narrows' });
    else if (!Object.hasOwn(after, name)) facets.push({ ...values, action: 'removed', effect: 'widens' });
    else if (!sameJson([...one].sort(), [...other].sort())) {
      facets.push({ ...values, action: 'changed', effect: 'narrows' });
    }
  }
  return facets;
}

function compareNullable(base: JsonObject, head: JsonObject): Facet[] {
  const [from, to] = [isNullable(base), isNullable(head)];
  if (from === to) return [];
  // A schema without any type takes null already.
  const byTypes = !Object.hasOwn(base, 'nullable') && !Object.hasOwn(head, 'nullable');
  if (byTypes && !isTyped(to ? base : head)) return [];
  return [nullability(to)];
}

/** The one facet of a schema that began or ceased to accept null. */
export function nullability(accepted: boolean): Facet {
  const effect = accepted ? 'widens' : 'narrows';
  return { facet: accepted ? 'became-nullable' : 'became-not-nullable', action: '', effect, keyword: 'type' };
}

const VALUE = { added: 'narrows', removed: 'widens', changed: 'narrows' } as const;
const NEUTRAL = { added: 'neutral', removed: 'neutral', changed: 'neutral' } as const;

/** Every keyword whose change can be told from its own value. Sub-schemas and lists of schemas are compared elsewhere. */
const KEYWORDS: ReadonlyMap<string, Compare> = new Map<string, Compare>([
  ['maximum', plainBound('max', 'upper', 'exclusiveMaximum')],
  ['minimum', plainBound('min', 'lower', 'exclusiveMinimum')],
  ['exclusiveMaximum', exclusiveBound('exclusive-max', 'upper', 'maximum')],
  ['exclusiveMinimum', exclusiveBound('exclusive-min', 'lower', 'minimum')],
  ['maxLength', bound('max-length', 'upper')],
  ['minLength', bound('min-length', 'lower', 0)],
  ['maxItems', bound('max-items', 'upper')],
  ['minItems', bound('min-items', 'lower', 0)],
  ['maxProperties', bound('max-properties', 'upper')],
  ['minProperties', bound('min-properties', 'lower', 0)],
  ['maxContains', bound('max-contains', 'upper', Number.POSITIVE_INFINITY)],
  ['minContains', bound('min-contains', 'lower', 1)],
  ['multipleOf', anyChange('multiple-of', VALUE)],
  ['uniqueItems', flag('unique-items', 'narrows', 'widens', ['added', 'removed'])],
  ['pattern', comparePattern],
  ['enum', compareEnum],
  ['x-extensible-enum', compareExtensibleEnum],
  ['const', anyChange('const', VALUE)],
  ['default', anyChange('default-value', NEUTRAL)],
  ['contentMediaType', changedOnly('content-media-type')],
  ['contentEncoding', changedOnly('content-encoding')],
  ['dependentRequired', compareDependentRequired],
  ['discriminator', compareDiscriminator],
  ['readOnly', flag('read-only', 'neutral', 'neutral', ['became', 'became-not'])],
  ['writeOnly', flag('write-only', 'neutral', 'neutral', ['became', 'became-not'])],
  ['deprecated', flag('deprecated', 'neutral', 'neutral', ['on', 'off'])],
  ['x-stability-level', anyChange('stability', NEUTRAL)],
]);

const NULL_WORDS = ['type', 'nullable', 'x-nullable'];

/** What changed in the keywords of one schema, sub-schemas left out. */
export function keywordFacets(base: JsonObject, head: JsonObject): Facet[] {
  const facets: Facet[] = [];
  const compare = (keyword: string): void => {
    const known = KEYWORDS.get(keyword);
    if (known !== undefined) facets.push(...known(base, head, keyword));
  };
  for (const keyword of Object.keys(base)) compare(keyword);
  for (const keyword of Object.keys(head)) if (!Object.hasOwn(base, keyword)) compare(keyword);
  if (NULL_WORDS.some((word) => Object.hasOwn(base, word) || Object.hasOwn(head, word))) {
    facets.push(...compareNullable(base, head));
  }
  return facets;
}
