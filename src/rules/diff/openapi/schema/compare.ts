import { child, entriesOf, itemsOf, type SpecDocument } from '../read/document.ts';
import { type Json, type JsonObject, namesOf, objectOf, own } from '../read/json.ts';
import type { Sited } from '../read/place.ts';
import { demandsNothingMore, membersOf } from './all-of.ts';
import { type Branch, branchesOf, pairBranches } from './branches.ts';
import { type Delta, type Facet, settle } from './delta.ts';
import { createEquivalence, type Equivalent } from './equivalence.ts';
import { keywordFacets, nullability } from './keywords.ts';
import { typesOf } from './nullable.ts';
import { addMember, compareTypes, emptyDelta, mayWrap, present, withoutAllOf } from './parts.ts';
import { listOfTypesChange, nullableWrap, wrappedInOneOf } from './transitions.ts';

/** Compares pairs of schemas, each pair once however often it is used. */
export type SchemaComparison = {
  /** Null when a side cannot be followed; the documents' problems say why. */
  compare(base: Sited<Json>, head: Sited<Json>): Delta | null;
  equivalent: Equivalent;
  /** Every pair compared so far. */
  deltas(): Iterable<Delta>;
};

const SINGLE: readonly (readonly [keyword: string, facet: string])[] = [
  ['items', 'items'],
  ['not', 'not'],
  ['if', 'if'],
  ['then', 'then'],
  ['else', 'else'],
  ['contains', 'contains'],
  ['propertyNames', 'property-names'],
  ['unevaluatedItems', 'unevaluated-items'],
  ['unevaluatedProperties', 'unevaluated-properties'],
  ['contentSchema', 'content-schema'],
];
const MAPS: readonly (readonly [keyword: string, facet: string])[] = [
  ['patternProperties', 'pattern-property'],
  ['dependentSchemas', 'dependent-schema'],
];
const LISTS: readonly (readonly [keyword: string, facet: string, added: Facet['effect'], removed: Facet['effect']])[] =
  [
    ['oneOf', 'one-of', 'widens', 'narrows'],
    ['anyOf', 'any-of', 'widens', 'narrows'],
    ['allOf', 'all-of', 'narrows', 'widens'],
  ];
const EMPTY: Sited<Json> = { value: {}, at: { parent: null, key: '' } };

/** Sub-schemas wait in a list instead of on the stack, so that no document can nest too deep for it. */
export function createComparison(base: SpecDocument, head: SpecDocument): SchemaComparison {
  const known = new Map<JsonObject, Map<JsonObject, Delta>>();
  const equivalent = createEquivalence();
  const waiting: Delta[] = [];
  const all: Delta[] = [];

  const pair = (one: Sited<Json>, other: Sited<Json>): Delta | null => {
    const [left, right] = [base.schema(one), head.schema(other)];
    if (left === null || right === null) return null;
    const row = known.get(left.value) ?? new Map<JsonObject, Delta>();
    known.set(left.value, row);
    const found = row.get(right.value);
    if (found !== undefined) return found;
    const delta = emptyDelta(left, right);
    row.set(right.value, delta);
    waiting.push(delta);
    all.push(delta);
    return delta;
  };
  const link = (delta: Delta, segment: string, property: string | null, one: Sited<Json>, other: Sited<Json>): void => {
    const below = pair(one, other);
    if (below === null) return;
    delta.links.push({ segment, property, delta: below });
    below.usedBy.push(delta);
  };

  const fill = (delta: Delta): void => {
    const [one, other] = [delta.base, delta.head];
    const wrap = mayWrap(one.value, other.value) ? nullableWrap(base, head, one, other, equivalent) : null;
    if (wrap !== null) {
      delta.facets.push(nullability(wrap === 'added'));
      return;
    }
    delta.facets.push(...keywordFacets(one.value, other.value));
    delta.listOfTypes = mayWrap(one.value, other.value) ? listOfTypesChange(base, head, one, other) : null;
    const moved = wrappedInOneOf(head, one, other);
    delta.wrapped = moved !== null;
    if (delta.listOfTypes === null && moved === null) compareTypes(delta);
    compareMembers(delta, moved ?? new Set());
    compareSingles(delta);
    compareAdditional(delta);
    compareMaps(delta);
    comparePrefixItems(delta);
    compareLists(delta);
  };

  const compareMembers = (delta: Delta, moved: ReadonlySet<string>): void => {
    const [one, other] = [delta.base.value, delta.head.value];
    const words = ['properties', 'required'];
    if (!words.some((word) => Object.hasOwn(one, word) || Object.hasOwn(other, word))) return;
    const before = membersOf(base, delta.base);
    const after = membersOf(head, delta.head);
    const names = new Set([
      ...Object.keys(objectOf(one.properties) ?? {}),
      ...Object.keys(objectOf(other.properties) ?? {}),
    ]);
    for (const name of names) {
      const [left, right] = [before.properties.get(name), after.properties.get(name)];
      if (left !== undefined && right !== undefined) link(delta, name, name, left, right);
      else if (left !== undefined && !moved.has(name)) addMember(delta.removed, name, before, base, left);
      else if (right !== undefined) addMember(delta.added, name, after, head, right);
    }
    const gone = new Set(delta.removed.map(({ name }) => name));
    const come = new Set(delta.added.map(({ name }) => name));
    const requiredBefore = namesOf(own(one, 'required'));
    const requiredAfter = namesOf(own(other, 'required'));
    delta.required = {
      added: requiredAfter.filter((name) => !before.required.has(name) && !come.has(name)),
      removed: requiredBefore.filter((name) => !after.required.has(name) && !gone.has(name) && !moved.has(name)),
    };
  };

  const compareSingles = (delta: Delta): void => {
    for (const [keyword, facet] of SINGLE) {
      const [one, other] = [present(delta.base, keyword), present(delta.head, keyword)];
      if (one !== null && other !== null) link(delta, keyword, null, one, other);
      else if (one === null && other === null) continue;
      else if (keyword === 'items' && delta.type !== null) continue;
      else if (other !== null) delta.facets.push({ facet, action: 'added', effect: 'narrows', keyword });
      else delta.facets.push({ facet, action: 'removed', effect: 'widens', keyword });
    }
  };

  /** Left out, `true` and `{}` all let anything in. */
  const compareAdditional = (delta: Delta): void => {
    const keyword = 'additionalProperties';
    const [one, other] = [own(delta.base.value, keyword), own(delta.head.value, keyword)];
    if (one === undefined && other === undefined) return;
    const facet = 'additional-properties';
    if (one !== false && other === false) {
      delta.facets.push({ facet, action: 'forbidden', effect: 'narrows', keyword });
    } else if (one === false && other !== false) {
      delta.facets.push({ facet, action: 'allowed', effect: 'widens', keyword });
    } else if (objectOf(one) !== null && objectOf(other) !== null) {
      link(delta, keyword, null, child(delta.base, keyword) as Sited<Json>, child(delta.head, keyword) as Sited<Json>);
    }
  };

  const compareMaps = (delta: Delta): void => {
    for (const [keyword, facet] of MAPS) {
      const before = new Map(entriesOf(delta.base, keyword));
      const after = new Map(entriesOf(delta.head, keyword));
      for (const [name, one] of before) {
        const other = after.get(name);
        if (other !== undefined) link(delta, `${keyword}[${name}]`, null, one, other);
        else delta.facets.push({ facet, action: 'removed', effect: 'widens', keyword, name });
      }
      for (const name of after.keys()) {
        if (!before.has(name)) delta.facets.push({ facet, action: 'added', effect: 'narrows', keyword, name });
      }
    }
  };

  const comparePrefixItems = (delta: Delta): void => {
    const keyword = 'prefixItems';
    const [before, after] = [itemsOf(delta.base, keyword), itemsOf(delta.head, keyword)];
    for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
      const [one, other] = [before[index], after[index]];
      const facet = { facet: 'prefix-items', keyword, name: `#${index + 1}` };
      if (one !== undefined && other !== undefined) link(delta, `${keyword}[${index}]`, null, one, other);
      else if (one === undefined) delta.facets.push({ ...facet, action: 'added', effect: 'widens' });
      else delta.facets.push({ ...facet, action: 'removed', effect: 'narrows' });
    }
  };

  const compareLists = (delta: Delta): void => {
    for (const [keyword, facet, onAdded, onRemoved] of LISTS) {
      if (!Object.hasOwn(delta.base.value, keyword) && !Object.hasOwn(delta.head.value, keyword)) continue;
      const before = branchesOf(delta.base, keyword);
      const { pairs, added, removed } = pairBranches(base, head, before, branchesOf(delta.head, keyword), equivalent);
      for (const { base: one, head: other } of pairs) {
        link(delta, `${keyword}[${other.name}]`, null, one.schema, other.schema);
      }
      // The types came and went as a list of types already.
      if (delta.listOfTypes !== null && keyword !== 'allOf') continue;
      const say = (
        branches: Branch[],
        action: 'added' | 'removed',
        effect: Facet['effect'],
        document: SpecDocument,
      ) => {
        for (const branch of branches) {
          if (keyword === 'allOf' && isMoved(delta, branch, action)) continue;
          const bare = keyword === 'allOf' && isAnnotation(document, branch);
          const ending = bare ? `${action}-annotation-only` : action;
          delta.facets.push({ facet, action: ending, effect: bare ? 'neutral' : effect, keyword, name: branch.name });
        }
      };
      say(added, 'added', onAdded, head);
      say(removed, 'removed', onRemoved, base);
    }
  };

  const isMoved = (delta: Delta, branch: Branch, action: 'added' | 'removed'): boolean => {
    const [document, other, otherDocument] =
      action === 'added' ? [head, delta.base, base] : ([base, delta.head, head] as const);
    const members = membersOf(otherDocument, other);
    const outside = membersOf(document, withoutAllOf(action === 'added' ? delta.base : delta.head));
    // Only what the other side holds outside its own allOf can have moved here.
    if (outside.properties.size === 0) return false;
    return demandsNothingMore(document, branch.schema, members, typesOf(other.value));
  };

  const isAnnotation = (document: SpecDocument, branch: Branch): boolean =>
    equivalent(document, document, branch.schema, EMPTY);

  return {
    compare(one, other) {
      const delta = pair(one, other);
      const fresh: Delta[] = [];
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        fill(next);
        fresh.push(next);
      }
      settle(fresh);
      return delta;
    },
    equivalent,
    deltas: () => all,
  };
}
