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
  /** The pairs that link here. */
  usedBy: Delta[];
  /** Whether anything differs here or below. */
  changed: boolean;
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

/** Settles which of the freshly compared pairs differ, here or below; each pair is touched once. */
export function settle(fresh: readonly Delta[]): void {
  const queue = fresh.filter((delta) => differsHere(delta) || delta.links.some((link) => link.delta.changed));
  for (const delta of queue) delta.changed = true;
  for (let delta = queue.pop(); delta !== undefined; delta = queue.pop()) {
    for (const above of delta.usedBy) {
      if (above.changed) continue;
      above.changed = true;
      queue.push(above);
    }
  }
}
