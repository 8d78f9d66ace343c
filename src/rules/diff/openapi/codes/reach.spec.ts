import { describe, expect, it } from 'vitest';
import { compared, headerWith, petSpec, queryWith, requestWith, responseWith, TODAY } from '../given.ts';
import type { Json, JsonObject } from '../read/json.ts';
import { KNOWN_LEVELS } from './codes.ts';

const PAST = '2020-01-01';
const FUTURE = '2999-01-01';
const S = { type: 'string' };
const N = { type: 'number' };
const A = { type: 'array' };
const O = { type: 'object' };
const pet = (name: string) => ({ type: 'object', title: name, properties: { [name]: S } });

/** Pairs of schemas; each is placed in every position, and compared in both directions. */
const SCHEMAS: readonly (readonly [Json, Json])[] = [
  [
    { ...N, maximum: 10, minimum: 1 },
    { ...N, maximum: 5, minimum: 3 },
  ],
  [N, { ...N, maximum: 5, minimum: 3 }],
  [
    { ...N, exclusiveMaximum: 10, exclusiveMinimum: 1 },
    { ...N, exclusiveMaximum: 5, exclusiveMinimum: 3 },
  ],
  [N, { ...N, exclusiveMaximum: 5, exclusiveMinimum: 3 }],
  [
    { ...S, maxLength: 10, minLength: 1 },
    { ...S, maxLength: 5, minLength: 3 },
  ],
  [S, { ...S, maxLength: 5, minLength: 3 }],
  [
    { ...A, maxItems: 10, minItems: 1 },
    { ...A, maxItems: 5, minItems: 3 },
  ],
  [
    { ...A, contains: S, minContains: 1, maxContains: 9 },
    { ...A, contains: S, minContains: 2, maxContains: 5 },
  ],
  [S, { ...S, pattern: '^a' }],
  [
    { ...S, pattern: '^b' },
    { ...S, pattern: '^a' },
  ],
  [
    { ...S, pattern: '^b' },
    { ...S, pattern: '.*' },
  ],
  [S, { ...S, enum: ['a'] }],
  [
    { ...S, enum: ['a'] },
    { ...S, enum: ['a', 'b'] },
  ],
  [
    { ...S, 'x-extensible-enum': ['a'] },
    { ...S, 'x-extensible-enum': ['a', 'b'] },
  ],
  [S, { ...S, const: 'a' }],
  [
    { ...S, const: 'a' },
    { ...S, const: 'b' },
  ],
  [S, { ...S, default: 'a' }],
  [
    { ...S, default: 'a' },
    { ...S, default: 'b' },
  ],
  [S, { type: ['string', 'null'] }],
  [S, { type: 'integer' }],
  [N, { type: 'integer' }],
  [S, { type: ['string', 'integer'] }],
  [
    { ...S, format: 'date' },
    { ...S, format: 'date-time' },
  ],
  [S, { oneOf: [S, { type: 'integer' }] }],
  [O, { ...O, oneOf: [pet('a')] }],
  [O, { ...O, anyOf: [pet('a')] }],
  [O, { ...O, allOf: [pet('a')] }],
  [O, { ...O, allOf: [{ description: 'words' }] }],
  [pet('a'), { oneOf: [pet('a'), pet('b')] }],
  [A, { ...A, prefixItems: [S] }],
  [A, { ...A, contains: S }],
  [A, { ...A, unevaluatedItems: false }],
  [O, { ...O, unevaluatedProperties: false }],
  [O, { ...O, propertyNames: { pattern: '^a' } }],
  [O, { ...O, patternProperties: { '^a': S } }],
  [O, { ...O, dependentSchemas: { a: O } }],
  [O, { ...O, dependentRequired: { a: ['b'] } }],
  [
    { ...O, dependentRequired: { a: ['b'] } },
    { ...O, dependentRequired: { a: ['c'] } },
  ],
  [O, { ...O, ...Object.fromEntries(['if', 'then', 'else'].map((word) => [word, O])) }],
  [S, { ...S, contentSchema: O }],
  [
    { ...S, contentMediaType: 'a/a', contentEncoding: 'a' },
    { ...S, contentMediaType: 'a/b', contentEncoding: 'b' },
  ],
  [O, { ...O, discriminator: { propertyName: 'a' } }],
  [
    { ...O, discriminator: { propertyName: 'a', mapping: { x: 'X', y: 'Y' } } },
    { ...O, discriminator: { propertyName: 'b', mapping: { x: 'Z', z: 'Z' } } },
  ],
  [O, { ...O, properties: { a: S } }],
  [O, { ...O, properties: { a: S }, required: ['a'] }],
  [O, { ...O, properties: { a: { ...S, default: 'a' } }, required: ['a'] }],
  [O, { ...O, properties: { a: { ...S, writeOnly: true } } }],
  [O, { ...O, properties: { a: { ...S, writeOnly: true } }, required: ['a'] }],
  [
    { ...O, properties: { a: S } },
    { ...O, properties: { a: S }, required: ['a'] },
  ],
  [
    { ...O, properties: { a: { ...S, default: 'a' } } },
    { ...O, properties: { a: { ...S, default: 'a' } }, required: ['a'] },
  ],
  [
    { ...O, properties: { a: { ...S, writeOnly: true } } },
    { ...O, properties: { a: { ...S, writeOnly: true } }, required: ['a'] },
  ],
  ...['readOnly', 'writeOnly'].flatMap((mode): [Json, Json][] => [
    [
      { ...O, properties: { a: S } },
      { ...O, properties: { a: { ...S, [mode]: true } } },
    ],
    [
      { ...O, properties: { a: S }, required: ['a'] },
      { ...O, properties: { a: { ...S, [mode]: true } }, required: ['a'] },
    ],
    [
      { ...O, properties: { a: { ...S, [mode]: true, enum: ['a'], maxLength: 9 } } },
      { ...O, properties: { a: { ...S, [mode]: true, enum: ['a', 'b'], maxLength: 5 } } },
    ],
    [
      { ...O, properties: { a: { ...N, [mode]: true, maximum: 9, minimum: 1 } } },
      { ...O, properties: { a: { ...N, [mode]: true, maximum: 5, minimum: 2 } } },
    ],
    [
      { ...O, properties: { a: { ...N, [mode]: true, exclusiveMaximum: 9, exclusiveMinimum: 1 } } },
      { ...O, properties: { a: { ...N, [mode]: true, exclusiveMaximum: 5, exclusiveMinimum: 2 } } },
    ],
  ]),
  [S, { ...S, deprecated: true }],
  [S, { ...S, deprecated: true, 'x-sunset': FUTURE }],
  [S, { ...S, deprecated: true, 'x-sunset': PAST }],
  [S, { ...S, deprecated: true, 'x-sunset': 'soon' }],
  [
    { ...S, 'x-stability-level': 'stable' },
    { ...S, 'x-stability-level': 'beta' },
  ],
];

const nested = (schema: Json): JsonObject => ({ type: 'object', properties: { value: schema } });
const headerParameter = (schema: Json) => petSpec({ parameters: [{ in: 'header', name: 'X-A', schema }] });
const PLACES: readonly ((schema: Json) => JsonObject)[] = [
  requestWith,
  (schema) => requestWith(nested(schema)),
  (schema) => requestWith(schema, 'application/xml'),
  (schema) => requestWith(nested(schema), 'application/xml'),
  responseWith,
  (schema) => responseWith(nested(schema)),
  (schema) => responseWith(schema, 'application/xml'),
  (schema) => responseWith(nested(schema), 'application/xml'),
  (schema) => queryWith(schema),
  (schema) => queryWith(nested(schema)),
  headerParameter,
  (schema) => headerParameter(nested(schema)),
  (schema) => headerWith(schema),
];

const response = (more: JsonObject, status = '200'): JsonObject =>
  petSpec({ responses: { [status]: { description: '', ...more } } });
const body = (more: JsonObject) => petSpec({ requestBody: { content: { 'application/json': {} }, ...more } });
const content = (...types: string[]) => ({ content: Object.fromEntries(types.map((type) => [type, {}])) });
const empty = petSpec({});
const flows = (more: JsonObject) => ({
  components: {
    securitySchemes: {
      o: { type: 'oauth2', flows: { implicit: { authorizationUrl: 'a', tokenUrl: 'a', scopes: { a: 'a' }, ...more } } },
    },
  },
});
const paths = (item: JsonObject, more: JsonObject = {}) => petSpec({}, { paths: { '/pets': item, ...more } });
const get = (more: JsonObject = {}) => ({ responses: {}, ...more });

/** Pairs of documents, compared in both directions. */
const DOCUMENTS: readonly (readonly [JsonObject, JsonObject])[] = [
  [paths({ post: get(), get: get() }), paths({ post: get() })],
  ...[
    { deprecated: true },
    { deprecated: true, 'x-sunset': FUTURE },
    { deprecated: true, 'x-sunset': 'x' },
    {},
  ].flatMap((more): [JsonObject, JsonObject][] => [
    [paths({ post: get(), get: get(more) }), paths({ post: get() })],
    [paths({ post: get() }, { '/gone': { get: get(more) } }), paths({ post: get() })],
    [paths({ post: get() }), paths({ post: get(more) })],
    [queryWith(S, more), empty],
    [queryWith(S), queryWith(S, more)],
  ]),
  [paths({ post: get() }), paths({ post: get({ deprecated: true, 'x-sunset': PAST }) })],
  [paths({ post: get({ deprecated: true, 'x-sunset': FUTURE }) }), paths({ post: get({ deprecated: true }) })],
  [
    paths({ post: get({ deprecated: true, 'x-sunset': FUTURE }) }),
    paths({ post: get({ deprecated: true, 'x-sunset': PAST }) }),
  ],
  [
    paths({ post: get({ deprecated: true, 'x-sunset': FUTURE }) }),
    paths({ post: get({ deprecated: true, 'x-sunset': 'x' }) }),
  ],
  [queryWith(S), queryWith(S, { deprecated: true, 'x-sunset': PAST })],
  [queryWith(S, { deprecated: true, 'x-sunset': FUTURE }), queryWith(S, { deprecated: true })],
  [queryWith(S, { deprecated: true, 'x-sunset': FUTURE }), queryWith(S, { deprecated: true, 'x-sunset': PAST })],
  [paths({ post: get() }), paths({ post: get({ 'x-stability-level': 'beta' }) })],
  [paths({ post: get() }), paths({ post: get({ 'x-stability-level': 'x' }) })],
  [petSpec({ operationId: 'a', tags: ['a'] }), petSpec({ operationId: 'b', tags: ['b'] })],
  [petSpec({}), petSpec({ operationId: 'b' })],
  [empty, queryWith(S)],
  [empty, queryWith(S, { required: true })],
  [queryWith(S), queryWith(S, { required: true })],
  [empty, petSpec({ parameters: [{ in: 'path', name: 'id', required: true, schema: S }] })],
  [paths({ post: get() }), paths({ post: get(), parameters: [{ in: 'query', name: 'a', schema: S }] })],
  [paths({ post: get() }), paths({ post: get(), parameters: [{ in: 'query', name: 'a', required: true, schema: S }] })],
  [empty, body({})],
  [empty, body({ required: true })],
  [body({}), body({ required: true })],
  [body(content('application/json')), body(content('text/plain'))],
  [body({}), requestWith(S)],
  [response(content('application/json')), responseWith(S)],
  [response(content('application/json')), response(content('text/plain'))],
  [response(content('application/json')), response(content('application/problem+json'))],
  [response(content('application/json;a=1')), response(content('application/json;a=2'))],
  [response({}), response({}, '201')],
  [response({}, '400'), response({}, '404')],
  [response({}), headerWith(S)],
  [response({}), headerWith(S, { required: true })],
  [headerWith(S), headerWith(S, { required: true })],
  [petSpec({}), petSpec({ security: [{ a: [] }] })],
  [petSpec({ security: [{ a: ['r'] }] }), petSpec({ security: [{ a: ['w'] }] })],
  [petSpec({}), petSpec({}, { security: [{ a: [] }] })],
  [petSpec({}, { security: [{ a: ['r'] }] }), petSpec({}, { security: [{ a: ['w'] }] })],
  [petSpec({}), petSpec({}, flows({}))],
  [petSpec({}, flows({})), petSpec({}, flows({ authorizationUrl: 'b', tokenUrl: 'b', scopes: { a: 'b' } }))],
  [petSpec({}, flows({})), petSpec({}, flows({ scopes: { b: 'b' } }))],
  [petSpec({}, flows({})), petSpec({}, { components: { securitySchemes: { o: { type: 'http', scheme: 'basic' } } } })],
  [petSpec({}, { components: { schemas: { A: S } } }), petSpec({}, { components: {} })],
  [petSpec({}, { webhooks: { a: { post: {} } } }), petSpec({}, { webhooks: { b: { post: {} } } })],
  [paths({ post: get(), get: get() }), { ...paths({ post: get() }), info: { title: 'Pets', version: '0.9.0' } }],
  [paths({ post: get(), get: get() }), { ...paths({ post: get() }), info: { title: 'Pets', version: '1.1.0' } }],
  [
    petSpec({ parameters: [{ in: 'header', name: 'X-A', schema: { ...O, properties: { a: S } } }] }),
    petSpec({ parameters: [{ in: 'header', name: 'X-A', schema: { ...O, properties: { a: S }, required: ['a'] } }] }),
  ],
];

/** Ids of the vocabulary that no pair of documents can give, and why. */
const UNREACHABLE: Readonly<Record<string, string>> = {
  'request-body-min-items-set': 'leaving minItems out means 0, so the bound is increased',
  'request-property-min-items-set': 'leaving minItems out means 0, so the bound is increased',
  'request-parameter-min-items-set': 'leaving minItems out means 0, so the bound is increased',
  'response-body-min-items-unset': 'leaving minItems out means 0, so the bound is decreased',
  'response-property-min-items-unset': 'leaving minItems out means 0, so the bound is decreased',
};

describe('the codes', () => {
  const reached = new Set<string>();
  const both = (base: JsonObject, head: JsonObject): void => {
    for (const deprecationDays of [
      { stable: 0, beta: 0 },
      { stable: 30, beta: 30 },
    ]) {
      const options = { now: TODAY, deprecationDays };
      for (const { code } of compared(base, head, options).changes) reached.add(code);
      for (const { code } of compared(head, base, options).changes) reached.add(code);
    }
  };
  for (const [base, head] of SCHEMAS) for (const place of PLACES) both(place(base), place(head));
  for (const [base, head] of DOCUMENTS) both(base, head);

  it('reach every id of the vocabulary, except those with a written reason', () => {
    const missing = [...KNOWN_LEVELS.keys()].filter((code) => !reached.has(code) && UNREACHABLE[code] === undefined);
    expect(missing).toEqual([]);
  });

  it('have a mirror for every rule of a schema in requests and responses', () => {
    const mirrored = [...reached].filter(
      (code) => /^request-(body|property)-/.test(code) && !/read-only|sunset/.test(code),
    );
    const lonely = mirrored.filter(
      (code) => !WITHOUT_MIRROR.test(code) && !reached.has(code.replace(/^request/, 'response')),
    );
    expect(lonely).toEqual([]);
  });
});

/** Spelt otherwise in responses (removed, enum, media type), or meaningful to callers only. */
const WITHOUT_MIRROR =
  /property-removed|body-(added|became-(required|optional)|enum-value-removed|removed|media-type-(added|removed))|with-default|x-extensible|became-enum|min-items-set/;
