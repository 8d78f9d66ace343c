import type { Effect } from '../codes/codes.ts';
import { KNOWN_LEVELS, levelOf } from '../codes/codes.ts';
import type { Place } from '../read/place.ts';
import type { Report, Settings, Stability } from './detected.ts';

export const PREFIXES = ['request-body', 'response-body', 'request-parameter', 'response-header'] as const;

/** Where a schema is used: decides which codes its changes get, and who is hurt by them. */
export type SchemaContext = {
  direction: 'request' | 'response';
  /** How codes of the schema itself begin. */
  root: (typeof PREFIXES)[number];
  /** How codes of what is inside it begin. */
  nested: 'request-property' | 'response-property' | 'request-parameter-property' | 'response-header-property';
  operation: string;
  /** `request application/json`, `query parameter limit`. */
  path: string;
  /** For people: `the request body`, `the query parameter "limit"`. */
  subject: string;
  /** JSON tells `1` from `"1"`; text does not. */
  strong: boolean;
  isHeaderParameter: boolean;
  stability: Stability;
  report: Report;
  settings: Settings;
};

/** One schema on the way down. */
export type Spot = {
  context: SchemaContext;
  /** Names from the root, `name/items`; empty at the root. */
  name: string;
  isRoot: boolean;
  /** Nobody sends it (readOnly in a request) or receives it (writeOnly in a response), here or above. */
  hidden: boolean;
};

export function prefixOf(spot: Spot): string {
  return spot.isRoot ? spot.context.root : spot.context.nested;
}

/**
 * A readOnly value should not be sent, yet a client that reads, edits and writes back sends it. For these the
 * vocabulary makes no exception, so none is made here.
 */
const TOLD_ANYWAY = /^request-property-(pattern|min-length)-/;

export type Said = { effect: Effect; text: string; base: Place | null; head: Place | null; name?: string };

/**
 * Reports one change at a spot. Where the value never travels in this direction, a code that would break is left
 * out, unless there is one that says just that (`request-read-only-property-…`, `response-write-only-property-…`).
 */
export function say(spot: Spot, code: string, said: Said): void {
  const { context } = spot;
  let named = code;
  if (spot.hidden && !TOLD_ANYWAY.test(code) && levelOf(code, context.direction, said.effect) !== 'info') {
    const mode = context.direction === 'request' ? 'read-only' : 'write-only';
    named = code.replace(/^(request|response)-(required-|optional-)?property-/, `$1-$2${mode}-property-`);
    if (named === code || !KNOWN_LEVELS.has(named)) return;
  }
  const inside = said.name ?? spot.name;
  const subject = inside === '' ? context.subject : `"${inside}" in ${context.subject}`;
  context.report.add({
    code: named,
    direction: context.direction,
    effect: said.effect,
    operation: context.operation,
    path: inside === '' ? context.path : `${context.path} ${inside}`,
    message: `${subject}: ${said.text}`,
    base: said.base,
    head: said.head,
  });
}
