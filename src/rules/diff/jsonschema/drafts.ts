import { isObject, type Json, type JsonObject, own, textOf } from '../openapi/read/json.ts';
import { escapePart, partsOf } from '../openapi/read/place.ts';

const MAPS = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);
/** What they hold is data, however much it looks like a schema. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples', 'required', 'type', '$ref', '$id', 'id']);

/** Drafts up to 7 let nothing beside `$ref` count. */
export function isOldDraft(root: JsonObject): boolean {
  return /draft-0[3-7]/.test(textOf(own(root, '$schema')) ?? '');
}

/**
 * A schema of draft 7 to 2020-12 written as 2020-12: tuples as `prefixItems`, `dependencies` taken apart, references
 * by `$id` or anchor as pointers into the document. Callers MUST have bounded the depth of `root`.
 */
export function asLatestDraft(root: JsonObject): JsonObject {
  const targets = targetsOf(root);
  const renamed = Object.hasOwn(root, 'definitions') && !Object.hasOwn(root, '$defs');
  const rewrite = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isObject(value)) return value;
    const schema: JsonObject = Object.create(null) as JsonObject;
    for (const [keyword, inner] of Object.entries(value)) {
      if (keyword === '$ref' || keyword === '$dynamicRef' || keyword === '$recursiveRef') {
        const ref = typeof inner === 'string' ? (targets.get(inner) ?? inner) : inner;
        schema.$ref = renamed && typeof ref === 'string' ? ref.replace(/^#\/definitions\//, '#/$defs/') : ref;
      } else if (DATA.has(keyword)) schema[keyword] = inner;
      else if (MAPS.has(keyword) && isObject(inner)) schema[keyword] = mapOf(inner, rewrite);
      else if (keyword === 'items' && Array.isArray(inner)) schema.prefixItems = inner.map(rewrite);
      else if (keyword === 'additionalItems') {
        if (Array.isArray(value.items)) schema.items = rewrite(inner);
      } else if (keyword === 'dependencies' && isObject(inner)) addDependencies(schema, inner, rewrite);
      else schema[keyword] = rewrite(inner);
    }
    return { ...schema };
  };
  const { definitions, ...rest } = rewrite(root) as JsonObject;
  if (definitions === undefined) return rest;
  return renamed ? { ...rest, $defs: definitions } : { ...rest, definitions };
}

function mapOf(map: JsonObject, rewrite: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(map).map(([name, value]) => [name, rewrite(value)]));
}

function addDependencies(schema: JsonObject, dependencies: JsonObject, rewrite: (value: Json) => Json): void {
  const entries = Object.entries(dependencies);
  const names = entries.filter(([, value]) => Array.isArray(value));
  const schemas = entries.filter(([, value]) => !Array.isArray(value));
  if (names.length > 0) schema.dependentRequired = Object.fromEntries(names);
  if (schemas.length > 0)
    schema.dependentSchemas = Object.fromEntries(schemas.map(([name, value]) => [name, rewrite(value)]));
}

/** Where references by name lead: every `$id` and anchor of the document, and pointers behind its own `$id`. */
function targetsOf(root: JsonObject): ReadonlyMap<string, string> {
  const targets = new Map<string, string>();
  const refs: string[] = [];
  const ids: [id: string, pointer: string][] = [];
  const visit = (value: Json, pointer: string, isMap = false): void => {
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, `${pointer}/${index}`);
    if (!isObject(value)) return;
    for (const word of ['$anchor', '$dynamicAnchor']) {
      const anchor = textOf(own(value, word));
      if (anchor !== null) targets.set(`#${anchor}`, `#${pointer}`);
    }
    const id = textOf(own(value, '$id'));
    if (id?.startsWith('#')) targets.set(id, `#${pointer}`);
    else if (id !== null && id !== undefined) ids.push([id.replace(/#$/, ''), pointer]);
    const ref = textOf(own(value, '$ref'));
    if (ref !== null) refs.push(ref);
    for (const [key, inner] of Object.entries(value)) {
      if (isMap || !DATA.has(key)) visit(inner, `${pointer}/${escapePart(key)}`, !isMap && MAPS.has(key));
    }
  };
  visit(root, '');
  if (Object.hasOwn(root, '$recursiveAnchor')) targets.set('#', '#');
  for (const ref of refs) {
    const [address = '', fragment = ''] = ref.split('#');
    if (address === '') continue;
    const found = ids.find(([id]) => id === address || id.endsWith(`/${address}`));
    if (found === undefined) continue;
    const inside =
      fragment === '' || fragment.startsWith('/') ? `#${found[1]}${fragment}` : targets.get(`#${fragment}`);
    if (inside !== undefined) targets.set(ref, inside);
  }
  return targets;
}

const WRITTEN: Readonly<Record<string, readonly string[]>> = {
  $defs: ['definitions'],
  prefixItems: ['items'],
  items: ['additionalItems'],
  dependentRequired: ['dependencies'],
  dependentSchemas: ['dependencies'],
};

/** The place in the document as it was written, for a place in what `asLatestDraft` made of it. */
export function writtenPointer(root: JsonObject, pointer: string): string {
  let value: Json | undefined = root;
  const written: string[] = [];
  for (const part of partsOf(pointer) ?? []) {
    let key = part;
    if (isObject(value)) {
      const there: JsonObject = value;
      const tuple = part === 'items' && Array.isArray(own(there, 'items'));
      if (tuple || !Object.hasOwn(there, part)) key = WRITTEN[part]?.find((name) => Object.hasOwn(there, name)) ?? part;
      value = own(there, key);
    } else value = Array.isArray(value) ? value[Number(part)] : undefined;
    written.push(escapePart(key));
  }
  return written.length === 0 ? '' : `/${written.join('/')}`;
}
