import { isObject, type Json, type JsonObject, own, textOf } from './json.ts';
import { type Place, partsOf, pointerOf, ROOT, type Sited, under } from './place.ts';
import type { SpecProblem } from './problem.ts';
import type { Spec, SpecKind } from './read-spec.ts';

const MAX_HOPS = 64;
const EMPTY: JsonObject = {};
const MAPPINGS = ['info', 'paths', 'webhooks', 'components', 'definitions', 'parameters', 'responses'];

/** A readable document with its references: each is followed once, inside this document only. */
export type SpecDocument = {
  file: string;
  kind: SpecKind;
  root: Sited<JsonObject>;
  /** Problems met so far; grows while references are followed. */
  problems: SpecProblem[];
  /** Follows `$ref` chains to an object; null when there is none or it cannot be followed (a problem says why). */
  resolve(sited: Sited<Json | undefined>): Sited<JsonObject> | null;
  /** As `resolve`, for schemas: booleans become objects, and in 3.1 keywords beside `$ref` stay in force. */
  schema(sited: Sited<Json | undefined>): Sited<JsonObject> | null;
  linesOf: Spec['linesOf'];
};

export function openDocument(spec: Spec): SpecDocument {
  const root: Sited<JsonObject> = { value: spec.root, at: ROOT };
  const problems = [...spec.problems, ...misshapen(spec.root)];
  const targets = new Map<string, Sited<Json> | null>();
  const merged = new WeakMap<JsonObject, Sited<JsonObject>>();

  const complain = (code: 'remote-ref' | 'unresolved-ref', ref: string, at: Place): null => {
    const why =
      code === 'remote-ref'
        ? `"${ref}" is outside this document and is never fetched, so nothing behind it was compared.`
        : `"${ref}" points at nothing in this document, so nothing behind it was compared.`;
    problems.push({ code, message: why, line: null, pointer: pointerOf(at) });
    return null;
  };

  const target = (ref: string, at: Place): Sited<Json> | null => {
    const known = targets.get(ref);
    if (known !== undefined) return known;
    const found = ref.startsWith('#') ? lookUp(spec.root, ref.slice(1)) : complain('remote-ref', ref, at);
    const result = found === undefined ? complain('unresolved-ref', ref, at) : found;
    targets.set(ref, result);
    return result;
  };

  const resolve = (sited: Sited<Json | undefined>): Sited<JsonObject> | null => {
    let current: Sited<Json | undefined> = sited;
    for (let hop = 0; hop < MAX_HOPS; hop += 1) {
      const value = current.value;
      if (!isObject(value)) return null;
      const ref = textOf(own(value, '$ref'));
      if (ref === null) return { value, at: current.at };
      const next = target(ref, current.at);
      if (next === null) return null;
      current = next;
    }
    return complain('unresolved-ref', textOf(isObject(sited.value) ? own(sited.value, '$ref') : null) ?? '', sited.at);
  };

  const schema = (sited: Sited<Json | undefined>): Sited<JsonObject> | null => {
    if (sited.value === true) return { value: EMPTY, at: sited.at };
    if (sited.value === false) return { value: { not: EMPTY }, at: sited.at };
    if (!isObject(sited.value)) return null;
    if (!Object.hasOwn(sited.value, '$ref')) return { value: sited.value, at: sited.at };
    const direct = resolveSchemaTarget(sited);
    if (direct === null) return null;
    if (spec.kind !== 'openapi-3.1' || Object.keys(sited.value).length === 1) return direct;
    const known = merged.get(sited.value);
    if (known !== undefined) return known;
    const { $ref: _, ...beside } = sited.value;
    const both = { value: { ...direct.value, ...beside }, at: direct.at };
    merged.set(sited.value, both);
    return both;
  };

  const resolveSchemaTarget = (sited: Sited<Json | undefined>): Sited<JsonObject> | null => {
    const ref = isObject(sited.value) ? textOf(own(sited.value, '$ref')) : null;
    if (ref === null) return null;
    const found = target(ref, sited.at);
    if (found === null) return null;
    return typeof found.value === 'boolean' ? schema(found) : resolve(sited);
  };

  return { file: spec.file, kind: spec.kind, root, problems, resolve, schema, linesOf: spec.linesOf };
}

/** A part of the document that must be a mapping and is something else holds nothing that could be compared. */
function misshapen(root: JsonObject): SpecProblem[] {
  return MAPPINGS.filter((key) => Object.hasOwn(root, key) && root[key] !== null && !isObject(root[key])).map(
    (key) => ({
      code: 'wrong-shape',
      message: `"${key}" is no mapping, so nothing in it was compared.`,
      line: null,
      pointer: `/${key}`,
    }),
  );
}

function lookUp(root: JsonObject, fragment: string): Sited<Json> | undefined {
  const parts = partsOf(decode(fragment));
  if (parts === null) return undefined;
  let value: Json | undefined = root;
  let at = ROOT;
  for (const part of parts) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isObject(value) ? own(value, part) : undefined;
    if (value === undefined) return undefined;
    at = under(at, part);
  }
  return { value, at };
}

function decode(fragment: string): string {
  if (!fragment.includes('%')) return fragment;
  try {
    return decodeURIComponent(fragment);
  } catch (thrown) {
    if (thrown instanceof URIError) return fragment;
    throw thrown;
  }
}

/** A child of an object with its place; `value` is undefined when it is not there. */
export function child(parent: Sited<JsonObject>, key: string): Sited<Json | undefined> {
  return { value: own(parent.value, key), at: under(parent.at, key) };
}

/** The entries of an object child, with their places; none when it is missing or not an object. */
export function entriesOf(parent: Sited<JsonObject> | null, key: string): [string, Sited<Json>][] {
  const object = parent === null ? undefined : own(parent.value, key);
  if (parent === null || !isObject(object)) return [];
  const at = under(parent.at, key);
  return Object.keys(object).map((name) => [name, { value: object[name] ?? null, at: under(at, name) }]);
}

/** The items of a list child, with their places. */
export function itemsOf(parent: Sited<JsonObject> | null, key: string): Sited<Json>[] {
  const list = parent === null ? undefined : own(parent.value, key);
  if (parent === null || !Array.isArray(list)) return [];
  const at = under(parent.at, key);
  return list.map((value, index) => ({ value, at: under(at, index) }));
}
