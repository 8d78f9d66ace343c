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

type Side = { document: SpecDocument };

/**
 * Whether two schemas accept the same values as far as their keywords say, through references and whatever the
 * annotations. Answers false rather than guess when they nest deeper than 60 levels.
 */
export function equivalentSchemas(
  base: Side,
  head: Side,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
): boolean {
  return sameSchema(base, head, left, right, [], 0);
}

function sameSchema(
  base: Side,
  head: Side,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
  open: readonly (readonly [JsonObject, JsonObject])[],
  depth: number,
): boolean {
  const a = base.document.schema(left);
  const b = head.document.schema(right);
  if (a === null || b === null) return a === b && sameJson(left.value, right.value);
  if (open.some(([one, other]) => one === a.value && other === b.value)) return true;
  if (depth > MAX_DEPTH) return false;
  if (isNullable(a.value) !== isNullable(b.value)) return false;
  if (!sameSet(typesOf(a.value), typesOf(b.value))) return false;
  const keys = new Set([...meaningful(a.value), ...meaningful(b.value)]);
  const within = [...open, [a.value, b.value] as const];
  for (const key of keys) {
    const one = { value: a.value[key], at: under(a.at, key) };
    const other = { value: b.value[key], at: under(b.at, key) };
    if (!sameKeyword(base, head, key, one, other, within, depth + 1)) return false;
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
  base: Side,
  head: Side,
  key: string,
  left: Sited<Json | undefined>,
  right: Sited<Json | undefined>,
  open: readonly (readonly [JsonObject, JsonObject])[],
  depth: number,
): boolean {
  const same = (one: Sited<Json | undefined>, other: Sited<Json | undefined>) =>
    sameSchema(base, head, one, other, open, depth);
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
