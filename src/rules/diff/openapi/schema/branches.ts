import { itemsOf, type SpecDocument } from '../read/document.ts';
import { isObject, type Json, type JsonObject, own, textOf } from '../read/json.ts';
import type { Sited } from '../read/place.ts';
import type { Equivalent } from './equivalence.ts';

export type Branch = { schema: Sited<Json>; name: string; ref: string | null; title: string };
export type BranchPairs = { pairs: { base: Branch; head: Branch }[]; added: Branch[]; removed: Branch[] };

/** Beyond this many branches on a side, inline ones are matched by title only: pairing all with all would cost a square. */
const MAX_ALL_WITH_ALL = 60;

/** The schemas of `allOf`, `anyOf` or `oneOf`, with what they can be recognised by. */
export function branchesOf(owner: Sited<JsonObject>, keyword: string): Branch[] {
  return itemsOf(owner, keyword).map((schema, index) => {
    const ref = isObject(schema.value) ? textOf(own(schema.value, '$ref')) : null;
    const title = isObject(schema.value) ? (textOf(own(schema.value, 'title')) ?? '') : '';
    const component = ref === null ? null : ref.slice(ref.lastIndexOf('/') + 1);
    return { schema, name: component ?? (title === '' ? `#${index + 1}` : title), ref, title };
  });
}

/**
 * Pairs the branches of two sides whatever their order: the same reference, the same meaning, the same title, the
 * only ones left without a title; then an inline schema that became a reference of the same meaning, or the reverse.
 */
export function pairBranches(
  base: SpecDocument,
  head: SpecDocument,
  before: readonly Branch[],
  after: readonly Branch[],
  equivalent: Equivalent,
): BranchPairs {
  const pairs: BranchPairs['pairs'] = [];
  let removed = [...before];
  let added = [...after];
  const match = (matches: (one: Branch, other: Branch) => boolean): void => {
    const rest: Branch[] = [];
    for (const one of removed) {
      const at = added.findIndex((other) => matches(one, other));
      const other = added[at];
      if (other === undefined) rest.push(one);
      else {
        pairs.push({ base: one, head: other });
        added = added.toSpliced(at, 1);
      }
    }
    removed = rest;
  };
  const same = (one: Branch, other: Branch) => equivalent(base, head, one.schema, other.schema);
  match((one, other) => one.ref !== null && one.ref === other.ref);
  const small = removed.length <= MAX_ALL_WITH_ALL && added.length <= MAX_ALL_WITH_ALL;
  if (small) match((one, other) => one.ref === null && other.ref === null && same(one, other));
  match((one, other) => one.ref === null && other.ref === null && one.title !== '' && one.title === other.title);
  const inline = (branch: Branch) => branch.ref === null;
  const lone = removed.filter(inline).length === 1 && added.filter(inline).length === 1;
  if (lone) match((one, other) => inline(one) && inline(other) && one.title === '' && other.title === '');
  if (small) match((one, other) => inline(one) !== inline(other) && same(one, other));
  return { pairs, added, removed };
}
