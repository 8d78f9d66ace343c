import { KNOWN_LEVELS } from '../codes/codes.ts';
import { type JsonObject, own } from '../read/json.ts';
import type { Delta, Facet, Link } from '../schema/delta.ts';
import { keywordPlace } from '../schema/parts.ts';
import { changePropertyLifecycle, changeReadability, changeStability, reportMembers } from './property-changes.ts';
import { prefixOf, type SchemaContext, type Spot, say } from './schema-context.ts';
import { facetText } from './text.ts';
import { parameterPropertyType, requestType, responseType, typeText } from './type-changes.ts';

/** One shared schema is reported at most this often below one body: the same news again helps nobody. */
const MAX_REPEATS = 5;

type Above = { delta: Delta; link: Link; above: Above | null };
type Step = { spot: Spot; delta: Delta; from: Above | null };

/**
 * Reports every change in a schema and below it, in the words of the place where it is used. Goes level by level, so
 * that what is shared is named by its shortest way, and however schemas contain each other each is reached.
 */
export function reportSchema(context: SchemaContext, root: Delta): void {
  const visits = new Map<Delta, number>();
  let level: Step[] = [{ spot: { context, name: '', isRoot: true, hidden: false }, delta: root, from: null }];
  while (level.length > 0 && !context.report.isFull()) {
    const next: Step[] = [];
    for (const step of level.flatMap(reportOne)) {
      const seen = visits.get(step.delta) ?? 0;
      if (seen >= MAX_REPEATS) continue;
      visits.set(step.delta, seen + 1);
      next.push(step);
    }
    level = next;
  }
}

function reportOne({ spot, delta, from }: Step): Step[] {
  if (!delta.changed) return [];
  const here = { ...spot, hidden: spot.hidden || isHidden(spot.context, delta.head.value) };
  for (const facet of delta.facets) reportFacet(here, delta, facet, from);
  reportType(here, delta);
  reportListOfTypes(here, delta);
  if (delta.wrapped) reportWrapped(here, delta);
  reportMembers(here, delta);
  const steps: Step[] = [];
  for (const link of delta.links) {
    if (!link.delta.changed || link.delta === delta || contains(from, link.delta)) continue;
    const name = spot.name === '' ? link.segment : `${spot.name}/${link.segment}`;
    const below = { context: spot.context, name, isRoot: false, hidden: here.hidden };
    steps.push({ spot: below, delta: link.delta, from: { delta, link, above: from } });
  }
  return steps;
}

function contains(from: Above | null, delta: Delta): boolean {
  for (let above = from; above !== null; above = above.above) if (above.delta === delta) return true;
  return false;
}

function reportFacet(spot: Spot, delta: Delta, facet: Facet, from: Above | null): void {
  const property = from?.link.property ?? null;
  if (facet.facet === 'read-only' || facet.facet === 'write-only') {
    if (from !== null && property !== null) changeReadability(spot, delta, facet, from.delta, property);
    return;
  }
  if (facet.facet === 'deprecated') changePropertyLifecycle(spot, delta);
  if (facet.facet === 'stability') changeStability(spot, delta);
  if (facet.facet === 'deprecated' || facet.facet === 'stability') return;
  // A default on a required value is never used.
  if (spot.isRoot && spot.context.root === 'request-parameter' && facet.facet === 'default-value') return;
  const code = codeOf(spot, facet);
  if (code === null) return;
  say(spot, code, {
    effect: facet.effect,
    text: facetText(facet),
    base: keywordPlace(delta.base, facet.keyword),
    head: keywordPlace(delta.head, facet.keyword),
  });
}

/** Codes are built as `place-facet-action`; these few are spelt otherwise in the vocabulary. */
function codeOf(spot: Spot, facet: Facet): string | null {
  const code = [prefixOf(spot), facet.facet, facet.action].filter((part) => part !== '').join('-');
  const { context } = spot;
  if (facet.facet === 'became-enum') {
    if (context.direction === 'response') return `${prefixOf(spot)}-enum-added`;
    return context.isHeaderParameter && !spot.isRoot ? 'request-header-property-became-enum' : code;
  }
  if (code === 'response-body-enum-value-removed') return 'response-mediatype-enum-value-removed';
  if (facet.facet === 'x-extensible-enum-value' && context.direction === 'response') return null;
  if (spot.isRoot || KNOWN_LEVELS.has(code)) return code;
  // What is inside a parameter goes by the code of the parameter where the vocabulary has no other.
  const outer = code.replace(context.nested, context.root);
  return context.root === 'request-parameter' && KNOWN_LEVELS.has(outer) ? outer : code;
}

function reportType(spot: Spot, delta: Delta): void {
  const change = delta.type;
  if (change === null) return;
  const { context } = spot;
  const inParameter = context.root === 'request-parameter' && !spot.isRoot;
  const judged = inParameter
    ? parameterPropertyType(change)
    : (context.direction === 'request' ? requestType : responseType)(change, context.strong);
  // Parameters have no `compatible`: they always travel as text, so there is nothing to add.
  const isParameter = context.root === 'request-parameter';
  const verdict = isParameter && judged.verdict === 'compatible' ? 'generalized' : judged.verdict;
  const from = typeText(change.base, change.baseFormat);
  const to = typeText(change.head, change.headFormat);
  say(spot, `${prefixOf(spot)}-type-${verdict}`, {
    effect: judged.effect,
    text: `the type ${verdict === 'compatible' ? 'changed compatibly' : 'changed'} from ${from} to ${to}`,
    base: keywordPlace(delta.base, 'type'),
    head: keywordPlace(delta.head, 'type'),
  });
}

function reportListOfTypes(spot: Spot, delta: Delta): void {
  const change = delta.listOfTypes;
  if (change === null) return;
  const narrowed = spot.context.direction === 'request' ? change.removed.length > 0 : change.added.length === 0;
  const gone = change.removed.length > 0 ? `no longer ${change.removed.join(', ')}` : '';
  const come = change.added.length > 0 ? `now also ${change.added.join(', ')}` : '';
  say(spot, `${prefixOf(spot)}-list-of-types-${narrowed ? 'narrowed' : 'widened'}`, {
    effect: narrowed ? 'narrows' : 'widens',
    text: `the list of types changed: ${[gone, come].filter((part) => part !== '').join(', ')}`,
    base: delta.base.at,
    head: delta.head.at,
  });
}

function reportWrapped(spot: Spot, delta: Delta): void {
  const { direction } = spot.context;
  say(spot, `${prefixOf(spot)}-wrapped-in-one-of`, {
    effect: direction === 'request' ? 'narrows' : 'widens',
    text: 'the object now stands in several oneOf branches, and a value must match exactly one',
    base: delta.base.at,
    head: keywordPlace(delta.head, 'oneOf'),
  });
}

function isHidden(context: SchemaContext, schema: JsonObject): boolean {
  if (context.root === 'request-parameter' || context.root === 'response-header') return false;
  return own(schema, context.direction === 'request' ? 'readOnly' : 'writeOnly') === true;
}
