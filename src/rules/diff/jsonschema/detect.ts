import { facetText, valueText } from '../openapi/detect/text.ts';
import { itemsOf, type SpecDocument } from '../openapi/read/document.ts';
import { isObject, type Json, type JsonObject, own, sameJson } from '../openapi/read/json.ts';
import { type Place, pointerOf, type Sited, under } from '../openapi/read/place.ts';
import type { Delta, Facet, TypeChange } from '../openapi/schema/delta.ts';
import { typesOf } from '../openapi/schema/nullable.ts';

/** What a change does to the set of documents that are valid; `unsure`: it may do either. */
export type Effect = 'narrows' | 'widens' | 'neutral' | 'unsure' | 'words';
export type Detected = {
  code: string;
  effect: Effect;
  path: string;
  message: string;
  base: Place | null;
  head: Place | null;
};

/** Where one pair of schemas is first met; what is shared is named by where it is kept. */
type Met = { delta: Delta; path: string; unsure: boolean };

export type Documents = { base: SpecDocument; head: SpecDocument };

/** Every difference below a pair of schemas, each pair told once. */
export function detectChanges(root: Delta, path: string, documents: Documents): Detected[] {
  const found: Detected[] = [];
  const seen = new Set<Delta>([root]);
  const waiting: Met[] = [{ delta: root, path, unsure: false }];
  for (let met = waiting.shift(); met !== undefined; met = waiting.shift()) {
    found.push(...changesAt(met, documents));
    const above = pointerOf(met.delta.head.at);
    for (const { segment, delta } of met.delta.links) {
      if (seen.has(delta)) continue;
      seen.add(delta);
      const pointer = pointerOf(delta.head.at);
      const inside = pointer.startsWith(`${above}/`) && !/^\/(\$defs|definitions)\/[^/]+$/.test(pointer);
      const below = met.path === '' ? segment : `${met.path}/${segment}`;
      // Under these a tighter rule may accept more.
      const unsure = met.unsure || segment === 'not' || segment === 'if';
      waiting.push({ delta, path: inside ? below : pointer.slice(1).replace(/\/\d+(?=\/|$)/g, '/*'), unsure });
    }
  }
  return found;
}

function changesAt({ delta, path, unsure }: Met, documents: Documents): Detected[] {
  const found: Detected[] = [];
  const [base, head] = [delta.base, delta.head];
  const at = path === '' ? '' : `${path}: `;
  const say = (code: string, effect: Effect, message: string, keyword: string | null = null): void => {
    const place = (side: typeof base) =>
      keyword !== null && Object.hasOwn(side.value, keyword) ? under(side.at, keyword) : side.at;
    const certain = unsure && (effect === 'narrows' || effect === 'widens') ? 'unsure' : effect;
    found.push({ code, effect: certain, path, message: `${at}${message}`, base: place(base), head: place(head) });
  };
  for (const facet of delta.facets)
    say(codeOf(facet), effectOf(facet, base.value, head.value), facetText(facet), facet.keyword);
  if (delta.type !== null) sayTypes(withImplied(delta.type, base, head, documents), say);
  for (const type of delta.listOfTypes?.removed ?? []) say('type-removed', 'narrows', `${type} is no longer accepted`);
  for (const type of delta.listOfTypes?.added ?? []) say('type-added', 'widens', `${type} is accepted now`);
  if (delta.wrapped) say('wrapped-in-one-of', 'unsure', 'the object stands in branches of oneOf now', 'oneOf');
  for (const { name, required, schema } of delta.added) {
    const [code, effect] = required
      ? (['required-property-added', 'narrows'] as const)
      : (['property-added', 'widens'] as const);
    const message = `${at}the ${required ? 'required ' : ''}property "${name}" was added`;
    found.push({
      code,
      effect: unsure ? 'unsure' : effect,
      path: joined(path, name),
      message,
      base: null,
      head: schema.at,
    });
  }
  for (const { name, schema } of delta.removed) {
    const closed = isClosed(head.value);
    const rest = closed
      ? 'and properties that are not named are refused'
      : 'so nothing is said about its value any more';
    const message = `${at}the property "${name}" was removed, ${rest}`;
    found.push({
      code: 'property-removed',
      effect: closed && !unsure ? 'narrows' : 'unsure',
      path: joined(path, name),
      message,
      base: schema.at,
      head: null,
    });
  }
  for (const name of delta.required.added)
    say('property-became-required', 'narrows', `the property "${name}" became required`, 'required');
  for (const name of delta.required.removed)
    say('property-became-optional', 'widens', `the property "${name}" became optional`, 'required');
  sayAdditional(base.value, head.value, say);
  for (const word of ['title', 'description', '$comment', 'examples']) {
    if (!sameJson(own(base.value, word), own(head.value, word)))
      say(`${word.replace('$', '')}-changed`, 'words', `the ${word} reads otherwise`, word);
  }
  return found;
}

type Say = (code: string, effect: Effect, message: string, keyword?: string) => void;

/** From anything to something, and back; what is refused altogether is compared with the other keywords. */
function sayAdditional(base: JsonObject, head: JsonObject, say: Say): void {
  const keyword = 'additionalProperties';
  const limits = (schema: JsonObject) => {
    const value = own(schema, keyword);
    return isObject(value) && Object.keys(value).length > 0;
  };
  const open = (schema: JsonObject) => own(schema, keyword) !== false && !limits(schema);
  if (open(base) && limits(head))
    say('additional-properties-restricted', 'narrows', 'additional properties have to follow a schema now', keyword);
  if (limits(base) && open(head))
    say('additional-properties-freed', 'widens', 'additional properties may be anything now', keyword);
}

/** Listed values, and what `allOf` points at, say which types there are, whether or not they are written out. */
function withImplied(
  types: TypeChange,
  base: Sited<JsonObject>,
  head: Sited<JsonObject>,
  documents: Documents,
): TypeChange {
  const implied = (written: string[], schema: Sited<JsonObject>, document: SpecDocument): string[] => {
    if (written.length > 0) return written;
    const constant = own(schema.value, 'const');
    const values = own(schema.value, 'enum') ?? (constant === undefined ? null : [constant]);
    if (Array.isArray(values)) return [...new Set(values.map(typeOf))].filter((type) => type !== 'null').sort();
    const branches = itemsOf(schema, 'allOf').map((branch) => document.schema(branch)?.value ?? {});
    return branches.map(typesOf).find((found) => found.length > 0) ?? [];
  };
  return {
    ...types,
    base: implied(types.base, base, documents.base),
    head: implied(types.head, head, documents.head),
  };
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function sayTypes({ base, head, baseFormat, headFormat }: TypeChange, say: Say): void {
  const covers = (types: readonly string[], type: string) =>
    types.length === 0 || types.includes(type) || (type === 'integer' && types.includes('number'));
  const within = (inner: readonly string[], outer: readonly string[]) =>
    outer.length === 0 || (inner.length > 0 && inner.every((type) => covers(outer, type)));
  const text = (types: readonly string[]) => (types.length === 0 ? 'any' : types.join(' or '));
  const [wider, narrower] = [within(base, head), within(head, base)];
  if (!(wider && narrower)) {
    const message = `the type changed from ${text(base)} to ${text(head)}`;
    if (wider) say('type-widened', 'widens', message, 'type');
    else say(narrower ? 'type-narrowed' : 'type-changed', 'narrows', message, 'type');
  }
  if (baseFormat === headFormat) return;
  const effect = headFormat === '' ? 'widens' : 'unsure';
  say(
    'format-changed',
    effect,
    `the format changed from ${valueText(baseFormat || null)} to ${valueText(headFormat || null)}`,
    'format',
  );
}

function codeOf({ facet, action }: Facet): string {
  return action === '' ? facet : `${facet}-${action}`;
}

function effectOf(facet: Facet, base: JsonObject, head: JsonObject): Effect {
  if (facet.keyword === 'oneOf' || facet.keyword === 'anyOf') {
    // Branches widen beside other branches; the first ones are a rule that was not there, and the last ones its end.
    const onlyMore = Object.keys(base).every((keyword) => Object.hasOwn(head, keyword));
    // Where another rule went at the same time, the branches may say the same in other words.
    if (!Object.hasOwn(base, facet.keyword)) return onlyMore ? 'narrows' : facet.effect;
    if (!Object.hasOwn(head, facet.keyword)) return 'widens';
  }
  if (facet.facet === 'pattern' && facet.action === 'changed') return 'unsure';
  // What is said about the content of a text binds nobody who only validates.
  if (facet.keyword.startsWith('content')) return 'neutral';
  return facet.effect;
}

function isClosed(schema: JsonObject): boolean {
  return own(schema, 'additionalProperties') === false || own(schema, 'unevaluatedProperties') === false;
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}

/** A document that only keeps definitions for others. */
export function isLibrary(root: JsonObject): boolean {
  const says = [
    'type',
    'properties',
    'items',
    '$ref',
    'allOf',
    'anyOf',
    'oneOf',
    'enum',
    'const',
    'patternProperties',
    'not',
    'if',
  ];
  return !says.some((keyword) => Object.hasOwn(root, keyword));
}
