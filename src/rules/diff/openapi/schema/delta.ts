import type { Effect } from '../codes/codes.ts';
import type { Json, JsonObject } from '../read/json.ts';
import type { Sited } from '../read/place.ts';

/** One keyword that changed, said without direction: whether it breaks depends on who writes the value. */
export type Facet = {
  /** As it stands in a code: `max-length`, `one-of`, `enum-value`. */
  facet: string;
  /** As it ends a code: `increased`, `added`, `set`. */
  action: string;
  effect: Effect;
  keyword: string;
  from?: Json;
  to?: Json;
  /** Names what was added, removed or changed when the keyword holds several. */
  name?: string;
};

/** Types without `null`; an empty list is any type. `format` is empty when there is none. */
export type TypeChange = { base: string[]; head: string[]; baseFormat: string; headFormat: string };

export type Property = { name: string; required: boolean; schema: Sited<JsonObject> };
/** A sub-schema both sides have. `property` is its name when it is a property of the schema above. */
export type Link = { segment: string; property: string | null; delta: Delta };
export type ListChange = { added: string[]; removed: string[] };

/**
 * What differs between two schemas. Deltas are shared between every place that uses the same pair, and point at each
 * other in circles where the schemas do: walk them with a guard.
 */
export type Delta = {
  base: Sited<JsonObject>;
  head: Sited<JsonObject>;
  facets: Facet[];
  type: TypeChange | null;
  listOfTypes: ListChange | null;
  /** An object that now stands in several `oneOf` branches. */
  wrapped: boolean;
  added: Property[];
  removed: Property[];
  required: ListChange;
  links: Link[];
  /** Whether anything differs here or below; null until asked. */
  changed: boolean | null;
};

/** True when the schema itself differs, not counting what is below. */
export function differsHere(delta: Delta): boolean {
  return (
    delta.facets.length > 0 ||
    delta.type !== null ||
    delta.listOfTypes !== null ||
    delta.wrapped ||
    delta.added.length > 0 ||
    delta.removed.length > 0 ||
    delta.required.added.length > 0 ||
    delta.required.removed.length > 0
  );
}

/**
 * True when anything differs in the schema or below it. Circles are walked once: when a whole reachable part holds
 * no difference, all of it is settled as unchanged together.
 */
export function isChanged(root: Delta): boolean {
  if (root.changed !== null) return root.changed;
  const seen = new Set<Delta>([root]);
  const parents = new Map<Delta, Delta>();
  const queue = [root];
  for (let delta = queue.pop(); delta !== undefined; delta = queue.pop()) {
    if (delta.changed === true || differsHere(delta)) {
      for (let up: Delta | undefined = delta; up !== undefined; up = parents.get(up)) up.changed = true;
      return true;
    }
    for (const link of delta.links) {
      if (seen.has(link.delta) || link.delta.changed === false) continue;
      seen.add(link.delta);
      parents.set(link.delta, delta);
      queue.push(link.delta);
    }
  }
  for (const delta of seen) delta.changed = false;
  return false;
}
