import type { SpecDocument } from '../read/document.ts';
import { isObject, type JsonObject, listOf, objectOf, own } from '../read/json.ts';
import type { Sited } from '../read/place.ts';
import { branchesOf } from './branches.ts';
import type { ListChange } from './delta.ts';
import { ANNOTATIONS, type Equivalent } from './equivalence.ts';
import { isNullable, typesOf } from './nullable.ts';

/**
 * Some edits are one change that looks like several: a schema wrapped to accept null also seems to lose its type,
 * its enum and its properties. They are recognised here, and what they explain is not reported again.
 */

/** `added` when head is base or null (`oneOf` or `anyOf` of base and `null`), `removed` for the reverse. */
export function nullableWrap(
  base: SpecDocument,
  head: SpecDocument,
  one: Sited<JsonObject>,
  other: Sited<JsonObject>,
  equivalent: Equivalent,
): 'added' | 'removed' | null {
  if (wraps(base, head, one, other, equivalent)) return 'added';
  return wraps(head, base, other, one, equivalent) ? 'removed' : null;
}

function wraps(
  plainDocument: SpecDocument,
  wrapperDocument: SpecDocument,
  plain: Sited<JsonObject>,
  wrapper: Sited<JsonObject>,
  equivalent: Equivalent,
): boolean {
  const keys = Object.keys(wrapper.value).filter((key) => !ANNOTATIONS.has(key));
  const keyword = keys[0];
  if (keys.length !== 1 || (keyword !== 'oneOf' && keyword !== 'anyOf')) return false;
  // Under oneOf a schema that takes null already would match twice, and so refuse null.
  if (isNullable(plain.value)) return false;
  const branches = branchesOf(wrapper, keyword);
  const rest = branches.filter((branch) => !isBareNull(branch.schema.value));
  const [payload] = rest;
  if (branches.length !== 2 || rest.length !== 1 || payload === undefined) return false;
  return equivalent(plainDocument, wrapperDocument, plain, payload.schema);
}

function isBareNull(value: unknown): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value).filter((key) => !ANNOTATIONS.has(key));
  return keys.length === 1 && keys[0] === 'type' && (value.type === 'null' || String(value.type) === 'null');
}

type TypePattern = { types: string[]; listed: boolean };

/** A type that became a list of simple types in `oneOf`/`anyOf`, or back: which types came and which went. */
export function listOfTypesChange(
  base: SpecDocument,
  head: SpecDocument,
  one: Sited<JsonObject>,
  other: Sited<JsonObject>,
): ListChange | null {
  const [before, after] = [typePattern(base, one), typePattern(head, other)];
  if (before === null || after === null || !(before.listed || after.listed)) return null;
  const added = after.types.filter((type) => !before.types.includes(type));
  const removed = before.types.filter((type) => !after.types.includes(type));
  return added.length + removed.length === 0 ? null : { added, removed };
}

function typePattern(document: SpecDocument, schema: Sited<JsonObject>): TypePattern | null {
  const value = schema.value;
  if (['not', 'allOf', 'properties'].some((key) => Object.hasOwn(value, key))) return null;
  const types = typesOf(value);
  if (types.length > 0) return { types, listed: false };
  for (const keyword of ['oneOf', 'anyOf']) {
    const listed = branchesOf(schema, keyword).map((branch) => simpleType(document, branch.schema));
    if (listed.length > 0 && !listed.includes(null)) {
      return { types: [...new Set(listed.filter((type) => type !== null))], listed: true };
    }
  }
  return null;
}

function simpleType(document: SpecDocument, sited: Parameters<SpecDocument['schema']>[0]): string | null {
  const schema = document.schema(sited)?.value;
  if (schema === undefined) return null;
  if (['properties', 'oneOf', 'anyOf', 'allOf'].some((key) => Object.hasOwn(schema, key))) return null;
  const types = typesOf(schema);
  return types.length === 1 ? (types[0] ?? null) : null;
}

/** The properties of a plain object that now stand in the branches of a bare `oneOf`; null when that did not happen. */
export function wrappedInOneOf(
  head: SpecDocument,
  one: Sited<JsonObject>,
  other: Sited<JsonObject>,
): ReadonlySet<string> | null {
  const properties = objectOf(own(one.value, 'properties'));
  if (properties === null || listOf(own(one.value, 'oneOf')).length > 0) return null;
  const branches = branchesOf(other, 'oneOf');
  if (branches.length === 0 || Object.hasOwn(other.value, 'properties') || Object.hasOwn(other.value, 'type')) {
    return null;
  }
  const known = new Set<string>();
  for (const branch of branches) {
    const schema = head.schema(branch.schema);
    const names = objectOf(schema === null ? undefined : own(schema.value, 'properties')) ?? {};
    for (const name of Object.keys(names)) known.add(name);
  }
  const moved = Object.keys(properties).filter((name) => known.has(name));
  return moved.length === 0 ? null : new Set(moved);
}
