import type { SpecDocument } from '../read/document.ts';
import { isObject, type Json, type JsonObject, listOf, sameJson } from '../read/json.ts';
import { type Sited, under } from '../read/place.ts';
import { isNullable, typesOf } from './nullable.ts';

/** Keywords that say something to people and nothing about which values are valid. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'example',
  'examples',
  'externalDocs',
  'default',
  '$comment',
  'xml',
]);
/** Compared through the types, so that 3.0 and 3.1 spellings are one. */
const TYPE_WORDS = new Set(['type', 'nullable', 'x-nullable']);
const UNORDERED = new Set(['required', 'enum', 'type']);
const MAX_DEPTH = 60;

/** Pairs of schemas one question may look at, and all questions of a comparison together. */
const MOST_PAIRS = 3_000;
const MOST_PAIRS_ALTOGETHER = 300_000;

/**
 * Whether two schemas accept the same values as far as their keywords say, through references and whatever the
 * annotations. Answers false rather than guess past its limits of depth and size.
 */
export type Equivalent = (
  base: SpecDocument,
  head: SpecDocument,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
) => boolean;

type Asking = {
  base: SpecDocument;
  head: SpecDocument;
  /** Pairs taken for equal until something differs; then the whole question is answered no. */
  assumed: Map<JsonObject, Set<JsonObject>>;
  pairs: number;
};

/** Remembers its answers, so that schemas that use each other in circles are looked at once. */
export function createEquivalence(): Equivalent {
  const known = new WeakMap<JsonObject, WeakMap<JsonObject, boolean>>();
  let left = MOST_PAIRS_ALTOGETHER;
  const remember = (one: JsonObject, other: JsonObject, answer: boolean): void => {
    const row = known.get(one) ?? new WeakMap<JsonObject, boolean>();
    known.set(one, row);
    row.set(other, answer);
  };
  return (base, head, one, other) => {
    const [a, b] = [base.schema(one), head.schema(other)];
    if (a === null || b === null) return a === b && sameJson(one.value, other.value);
    const answer = known.get(a.value)?.get(b.value);
    if (answer !== undefined) return answer;
    const asking: Asking = { base, head, assumed: new Map(), pairs: Math.min(MOST_PAIRS, left) };
    const before = asking.pairs;
    const same = sameSchema(asking, a, b, 0);
    left -= before - asking.pairs;
    if (!same) remember(a.value, b.value, false);
    else for (const [from, list] of asking.assumed) for (const to of list) remember(from, to, true);
    return same;
  };
}

function sameSchema(
  asking: Asking,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
  depth: number,
): boolean {
  const a = asking.base.schema(left);
  const b = asking.head.schema(right);
  if (a === null || b === null) return a === b && sameJson(left.value, right.value);
  const assumed = asking.assumed.get(a.value) ?? new Set<JsonObject>();
  asking.assumed.set(a.value, assumed);
  if (assumed.has(b.value)) return true;
  if (depth > MAX_DEPTH || asking.pairs <= 0) return false;
  asking.pairs -= 1;
  assumed.add(b.value);
  if (isNullable(a.value) !== isNullable(b.value)) return false;
  if (!sameSet(typesOf(a.value), typesOf(b.value))) return false;
  for (const key of new Set([...meaningful(a.value), ...meaningful(b.value)])) {
    const one = { value: a.value[key], at: under(a.at, key) };
    const other = { value: b.value[key], at: under(b.at, key) };
    if (!sameKeyword(asking, key, one, other, depth + 1)) return false;
  }
  return true;
}

const SCHEMA_WORDS = new Set([
  'items',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'additionalProperties',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
]);
const SCHEMA_MAPS = new Set(['properties', 'patternProperties', 'dependentSchemas']);
const SCHEMA_LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);

function sameKeyword(
  asking: Asking,
  key: string,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
  depth: number,
): boolean {
  const same = (one: Sited<Json | undefined>, other: Sited<Json | undefined>) => sameSchema(asking, one, other, depth);
  if (UNORDERED.has(key)) return sameSet(listOf(left.value).map(stable), listOf(right.value).map(stable));
  if (left.value === undefined || right.value === undefined) return false;
  if (SCHEMA_WORDS.has(key)) return same(left, right);
  if (SCHEMA_MAPS.has(key)) {
    const [a, b] = [left.value, right.value];
    if (!isObject(a) || !isObject(b)) return sameJson(a, b);
    if (!sameSet(Object.keys(a), Object.keys(b))) return false;
    return Object.keys(a).every((name) =>
      same({ value: a[name], at: under(left.at, name) }, { value: b[name], at: under(right.at, name) }),
    );
  }
  if (SCHEMA_LISTS.has(key)) {
    const [a, b] = [listOf(left.value), listOf(right.value)];
    if (a.length !== b.length) return false;
    return a.every((item, index) =>
      same({ value: item, at: under(left.at, index) }, { value: b[index], at: under(right.at, index) }),
    );
  }
  return sameJson(left.value, right.value);
}

function meaningful(schema: JsonObject): string[] {
  return Object.keys(schema).filter(
    (key) => !ANNOTATIONS.has(key) && !TYPE_WORDS.has(key) && schema[key] !== undefined && !isDefaulted(schema, key),
  );
}

/** Keywords written with the value they have anyway. */
function isDefaulted(schema: JsonObject, key: string): boolean {
  const value = schema[key];
  if (key === 'required' || key === 'enum') return Array.isArray(value) && value.length === 0;
  if (key === 'additionalProperties') return value === true;
  return value === false && ['readOnly', 'writeOnly', 'deprecated', 'uniqueItems'].includes(key);
}

export function sameSet(left: readonly string[], right: readonly string[]): boolean {
  if (left.length !== right.length) return false;
  const known = new Set(left);
  return right.every((item) => known.has(item));
}

/** A text for a value that does not depend on the order of keys. */
export function stable(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stable(value[key] ?? null)}`).join(',')}}`;
}
