import { child, type SpecDocument } from '../read/document.ts';
import { type Json, type JsonObject, own, textOf } from '../read/json.ts';
import { type Place, type Sited, under } from '../read/place.ts';
import type { Members } from './all-of.ts';
import type { Delta, Property } from './delta.ts';
import { sameSet } from './equivalence.ts';
import { typesOf } from './nullable.ts';

export function emptyDelta(base: Sited<JsonObject>, head: Sited<JsonObject>): Delta {
  return {
    base,
    head,
    facets: [],
    type: null,
    listOfTypes: null,
    wrapped: false,
    added: [],
    removed: [],
    required: { added: [], removed: [] },
    links: [],
    usedBy: [],
    changed: false,
  };
}

export function compareTypes(delta: Delta): void {
  const [one, other] = [delta.base.value, delta.head.value];
  const change = {
    base: typesOf(one),
    head: typesOf(other),
    baseFormat: textOf(own(one, 'format')) ?? '',
    headFormat: textOf(own(other, 'format')) ?? '',
  };
  if (impliedBy(one, change.head) || impliedBy(other, change.base)) return;
  if (!sameSet(change.base, change.head) || change.baseFormat !== change.headFormat) delta.type = change;
}

/** `properties` without a type mean an object to everybody but a validator: writing the type out breaks nobody. */
function impliedBy(schema: JsonObject, types: readonly string[]): boolean {
  if (types.length !== 1 || typesOf(schema).length > 0) return false;
  if (types[0] === 'object') return Object.hasOwn(schema, 'properties');
  return types[0] === 'array' && Object.hasOwn(schema, 'items');
}

export function mayWrap(one: JsonObject, other: JsonObject): boolean {
  return ['oneOf', 'anyOf'].some((key) => Object.hasOwn(one, key) || Object.hasOwn(other, key));
}

export function addMember(
  list: Property[],
  name: string,
  members: Members,
  document: SpecDocument,
  sited: Sited<Json>,
): void {
  const schema = document.schema(sited) ?? { value: {}, at: sited.at };
  // The line to show is where the property is named, not where its schema is kept.
  list.push({ name, required: members.required.has(name), schema: { value: schema.value, at: sited.at } });
}

/** A sub-schema that says something: `true` is the same as none. */
export function present(schema: Sited<JsonObject>, keyword: string): Sited<Json> | null {
  const sited = child(schema, keyword);
  if (sited.value === undefined || sited.value === true || sited.value === null) return null;
  return Array.isArray(sited.value) ? null : (sited as Sited<Json>);
}

export function withoutAllOf(schema: Sited<JsonObject>): Sited<JsonObject> {
  const { allOf: _, ...rest } = schema.value;
  return { value: rest, at: schema.at };
}

/** Where a keyword of a schema stands. */
export function keywordPlace(schema: Sited<JsonObject>, keyword: string): Place {
  return Object.hasOwn(schema.value, keyword) ? under(schema.at, keyword) : schema.at;
}
