import type { SemanticChange } from '../change.ts';
import { diffOpenApi, type OpenApiDiff, type OpenApiDiffOptions } from './diff-openapi.ts';
import type { Json, JsonObject } from './read/json.ts';

/** 20 November 2026: what the tests call today. */
export const TODAY = Date.UTC(2026, 10, 20);

/** A document with one operation, `POST /pets`, written down in a test. */
export function petSpec(operation: JsonObject, rest: JsonObject = {}): JsonObject {
  const responses = { '200': { description: 'OK' } };
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/pets': { post: { responses, ...operation } } },
    ...rest,
  };
}

export function requestWith(schema: Json, mediaType = 'application/json'): JsonObject {
  return petSpec({ requestBody: { content: { [mediaType]: { schema } } } });
}

export function responseWith(schema: Json, mediaType = 'application/json'): JsonObject {
  return petSpec({ responses: { '200': { description: 'OK', content: { [mediaType]: { schema } } } } });
}

export function queryWith(schema: Json, more: JsonObject = {}): JsonObject {
  return petSpec({ parameters: [{ in: 'query', name: 'limit', schema, ...more }] });
}

export function headerWith(schema: Json, more: JsonObject = {}): JsonObject {
  const response = { description: 'OK', headers: { 'X-Rate': { schema, ...more } } };
  return petSpec({ responses: { '200': response } });
}

/** The comparison of two documents, which must both be readable. */
export function compared(base: Json | string, head: Json | string, options: OpenApiDiffOptions = {}): OpenApiDiff {
  const text = (spec: Json | string): string => (typeof spec === 'string' ? spec : JSON.stringify(spec, null, 1));
  const now = options.now === undefined ? TODAY : options.now;
  const diff = diffOpenApi(
    { file: 'base.json', text: text(base) },
    { file: 'head.json', text: text(head) },
    { ...options, now },
  );
  if (!diff.ok) throw new TypeError(`Not readable: ${JSON.stringify(diff.error)}`);
  return diff.value;
}

export function changesBetween(
  base: Json | string,
  head: Json | string,
  options: OpenApiDiffOptions = {},
): SemanticChange[] {
  return compared(base, head, options).changes;
}

/** Each code once, sorted; what is said about versions and unused schemas left out, as it goes with everything. */
export function codesBetween(base: Json | string, head: Json | string, options: OpenApiDiffOptions = {}): string[] {
  const codes = changesBetween(base, head, options).map(({ code }) => code);
  return [...new Set(codes)].filter((code) => !/^api-(major-)?version-|^api-schema-removed$/.test(code)).sort();
}
