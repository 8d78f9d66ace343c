import type { Body, Content } from '../read/operation.ts';
import { under } from '../read/place.ts';
import { isKindOf, isStronglyTyped, mediaTypeOf, pairMediaTypes } from './media-types.ts';
import { note, type OperationPair } from './operation-pair.ts';
import { reportSchema } from './schema-changes.ts';
import type { SchemaContext } from './schema-context.ts';

/** What callers send as a body. */
export function compareRequestBody(both: OperationPair): void {
  const [base, head] = [both.base.body, both.head.body];
  const direction = 'request' as const;
  if (base === null && head !== null) {
    const need = head.required ? 'required' : 'optional';
    const message = `the request body: a ${need} body was added`;
    const effect = head.required ? 'narrows' : 'widens';
    const at = { base: both.base.value.at, head: head.at };
    note(both, `request-body-added-${need}`, { direction, effect, path: 'request', message, ...at });
  }
  if (base !== null && head === null) {
    const message = 'the request body: it was removed';
    const at = { base: base.at, head: both.head.value.at };
    note(both, 'request-body-removed', { direction, effect: 'narrows', path: 'request', message, ...at });
  }
  if (base !== null && head !== null) compareBodies(both, base, head);
}

function compareBodies(both: OperationPair, base: Body, head: Body): void {
  if (base.required !== head.required) {
    const ending = head.required ? 'required' : 'optional';
    const message = `the request body: it became ${ending}`;
    const effect = head.required ? 'narrows' : 'widens';
    const at = { base: base.at, head: head.required ? under(head.at, 'required') : head.at };
    note(both, `request-body-became-${ending}`, { direction: 'request', effect, path: 'request', message, ...at });
  }
  const { pairs, added, removed } = pairMediaTypes([...base.content.keys()], [...head.content.keys()]);
  for (const name of removed) {
    const message = `the request body: the media type ${name} is no longer accepted`;
    const at = { base: base.content.get(name)?.at ?? base.at, head: head.at };
    const said = { direction: 'request' as const, effect: 'narrows' as const, path: `request ${name}`, message, ...at };
    note(both, 'request-body-media-type-removed', said);
  }
  for (const name of added) {
    const message = `the request body: the media type ${name} is accepted now`;
    const at = { base: base.at, head: head.content.get(name)?.at ?? head.at };
    const said = { direction: 'request' as const, effect: 'widens' as const, path: `request ${name}`, message, ...at };
    note(both, 'request-body-media-type-added', said);
  }
  comparePairs(both, base.content, head.content, pairs, { direction: 'request', status: null });
}

/** What callers get as the body of one response. */
export function compareResponseContent(both: OperationPair, status: string, base: Content, head: Content): void {
  const { pairs, added, removed } = pairMediaTypes([...base.keys()], [...head.keys()]);
  const say = (code: string, effect: 'narrows' | 'widens' | 'neutral', name: string, text: string, other: string) => {
    const message = `the ${status} response body: ${text}`;
    const at = { base: base.get(name)?.at ?? both.base.value.at, head: head.get(other)?.at ?? both.head.value.at };
    note(both, code, { direction: 'response', effect, path: `response ${status} ${other}`, message, ...at });
  };
  for (const name of removed) {
    say('response-media-type-removed', 'widens', name, `the media type ${name} is no longer sent`, name);
  }
  for (const name of added) say('response-media-type-added', 'neutral', name, `the media type ${name} was added`, name);
  for (const [from, to] of pairs) {
    if (from === to) continue;
    const text = `the media type ${from} became ${to}`;
    if (mediaTypeOf(from).parameters !== mediaTypeOf(to).parameters) {
      say('response-media-type-name-changed', 'neutral', from, text, to);
    } else if (isKindOf(to, from)) say('response-media-type-name-specialized', 'narrows', from, text, to);
    else say('response-media-type-name-generalized', 'widens', from, text, to);
  }
  comparePairs(both, base, head, pairs, { direction: 'response', status });
}

type Where = { direction: 'request' | 'response'; status: string | null };

function comparePairs(
  both: OperationPair,
  base: Content,
  head: Content,
  pairs: readonly (readonly [string, string])[],
  where: Where,
): void {
  for (const [from, to] of pairs) {
    const [one, other] = [base.get(from), head.get(to)];
    if (one === undefined || other === undefined) continue;
    const context = contextOf(both, where, to);
    if (one.schema !== null && other.schema !== null) {
      const delta = both.pair.schemas.compare(one.schema, other.schema);
      if (delta !== null) reportSchema(context, delta);
    } else if (one.schema !== null || other.schema !== null) {
      const ending = one.schema === null ? 'added' : 'removed';
      const message = `${context.subject}: the schema of ${to} was ${ending}`;
      const at = { base: one.at, head: other.at };
      const effect = (ending === 'added') === (where.direction === 'request') ? 'narrows' : 'widens';
      const code = `${where.direction}-body-media-type-schema-${ending}`;
      note(both, code, { direction: where.direction, effect, path: context.path, message, ...at });
    }
  }
}

function contextOf(both: OperationPair, where: Where, mediaType: string): SchemaContext {
  const isRequest = where.direction === 'request';
  return {
    direction: where.direction,
    root: isRequest ? 'request-body' : 'response-body',
    nested: isRequest ? 'request-property' : 'response-property',
    operation: both.label,
    path: isRequest ? `request ${mediaType}` : `response ${where.status} ${mediaType}`,
    subject: isRequest ? 'the request body' : `the ${where.status} response body`,
    strong: isStronglyTyped(mediaType),
    isHeaderParameter: false,
    stability: both.stability,
    report: both.pair.report,
    settings: both.pair.settings,
  };
}
