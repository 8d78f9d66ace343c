import { entriesOf, itemsOf, type SpecDocument } from '../read/document.ts';
import { type Json, type JsonObject, namesOf, own } from '../read/json.ts';
import type { Sited } from '../read/place.ts';
import { ANNOTATIONS } from './equivalence.ts';
import { typesOf } from './nullable.ts';

const MAX_DEPTH = 12;

/** An object's properties and required names, those of its `allOf` branches included. */
export type Members = { properties: Map<string, Sited<Json>>; required: Set<string> };

/** Moving a property into an `allOf` branch, or back, changes nothing on the wire: members are looked up through it. */
export function membersOf(document: SpecDocument, schema: Sited<JsonObject>): Members {
  const members: Members = { properties: new Map(), required: new Set() };
  collect(document, schema, members, new Set(), 0);
  return members;
}

function collect(
  document: SpecDocument,
  schema: Sited<JsonObject>,
  members: Members,
  seen: Set<JsonObject>,
  depth: number,
): void {
  if (depth > MAX_DEPTH || seen.has(schema.value)) return;
  seen.add(schema.value);
  for (const [name, property] of entriesOf(schema, 'properties')) {
    if (!members.properties.has(name)) members.properties.set(name, property);
  }
  for (const name of namesOf(own(schema.value, 'required'))) members.required.add(name);
  for (const item of itemsOf(schema, 'allOf')) {
    const branch = document.schema(item);
    if (branch !== null) collect(document, branch, members, seen, depth + 1);
  }
}

const MEMBER_WORDS = new Set(['type', 'properties', 'required', 'allOf']);

/** Whether an `allOf` branch demands only what the other side's object demands already. */
export function demandsNothingMore(
  document: SpecDocument,
  branch: Sited<Json>,
  members: Members,
  types: string[],
): boolean {
  const schema = document.schema(branch);
  if (schema === null) return false;
  const words = Object.keys(schema.value).filter((key) => !ANNOTATIONS.has(key) && !key.startsWith('x-'));
  if (!words.every((word) => MEMBER_WORDS.has(word))) return false;
  const branchTypes = typesOf(schema.value);
  if (branchTypes.length > 0 && types.length > 0 && !types.every((type) => branchTypes.includes(type))) return false;
  const own = membersOf(document, schema);
  if (own.properties.size === 0) return false;
  return (
    [...own.properties.keys()].every((name) => members.properties.has(name)) &&
    [...own.required].every((name) => members.required.has(name))
  );
}
