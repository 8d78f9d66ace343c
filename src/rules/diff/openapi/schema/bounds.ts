import type { Effect } from '../codes/codes.ts';
import { type Json, type JsonObject, own } from '../read/json.ts';
import type { Facet } from './delta.ts';

export type Compare = (base: JsonObject, head: JsonObject, keyword: string) => Facet[];

/** An upper bound narrows when it falls, a lower bound when it rises. `absent` is what leaving it out means. */
export function bound(facet: string, kind: 'upper' | 'lower', absent?: number): Compare {
  return (base, head, keyword) => {
    const from = numberOf(base, keyword) ?? absent;
    const to = numberOf(head, keyword) ?? absent;
    if (from === to) return [];
    const say = (action: string, effect: Effect): Facet[] => [
      { facet, action, effect, keyword, from: from ?? null, to: to ?? null },
    ];
    if (from === undefined) return say('set', 'narrows');
    if (to === undefined) return say('unset', 'widens');
    const rises = to > from;
    return say(rises ? 'increased' : 'decreased', rises === (kind === 'lower') ? 'narrows' : 'widens');
  };
}

/** In 3.0 a flag on the plain bound, in 3.1 a bound of its own: told apart only when both spellings meet. */
export function exclusiveBound(facet: string, kind: 'upper' | 'lower', plain: string): Compare {
  return (base, head, keyword) => {
    const [from, to] = [own(base, keyword), own(head, keyword)];
    const flagged = from === true && to === true;
    const flags = typeof from !== 'number' && typeof to !== 'number';
    if (flagged || (flags && from !== true && to !== true)) return [];
    const asNumber = (schema: JsonObject, value: Json | undefined): JsonObject => {
      const limit = value === true ? numberOf(schema, plain) : value;
      return typeof limit === 'number' ? { [keyword]: limit } : {};
    };
    return bound(facet, kind)(asNumber(base, from), asNumber(head, to), keyword);
  };
}

/** The plain bound is not there when the other side turned the same number into an exclusive one. */
export function plainBound(facet: string, kind: 'upper' | 'lower', exclusive: string): Compare {
  return (base, head, keyword) => {
    const moved = (one: JsonObject, other: JsonObject) =>
      own(one, exclusive) === true && typeof own(other, exclusive) === 'number';
    if (moved(base, head) || moved(head, base)) return [];
    return bound(facet, kind)(base, head, keyword);
  };
}

function numberOf(schema: JsonObject, keyword: string): number | undefined {
  const value = own(schema, keyword);
  return typeof value === 'number' ? value : undefined;
}
