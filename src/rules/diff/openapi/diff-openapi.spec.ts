import { describe, expect, it } from 'vitest';
import {
  changesBetween,
  codesBetween,
  compared,
  headerWith,
  petSpec,
  queryWith,
  requestWith,
  responseWith,
  TODAY,
} from './given.ts';
import type { JsonObject } from './read/json.ts';

const S = { type: 'string' };
const object = (properties: Record<string, JsonObject>, required: string[] = []): JsonObject => ({
  type: 'object',
  properties,
  required,
});

describe('paths and operations', () => {
  const at = (path: string, parameter: string, more: object = {}) =>
    petSpec(
      {},
      {
        paths: {
          [path]: {
            get: {
              parameters: [{ in: 'path', name: parameter, required: true, schema: { ...S, ...more } }],
              responses: {},
            },
          },
        },
      },
    );

  it('takes a path whose parameter was renamed for the same path', () => {
    expect(codesBetween(at('/pets/{id}', 'id'), at('/pets/{petId}', 'petId'))).toEqual([]);
  });

  it('compares the renamed parameter with its old self', () => {
    expect(codesBetween(at('/pets/{id}', 'id'), at('/pets/{petId}', 'petId', { maxLength: 3 }))).toEqual([
      'request-parameter-max-length-set',
    ]);
  });

  it('names the line of what changed on both sides', () => {
    const [change] = changesBetween(
      'openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  /a:\n    get:\n      deprecated: false\n',
      'openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  /a:\n    get:\n      summary: x\n      deprecated: true\n',
    );
    expect(change).toMatchObject({
      code: 'endpoint-deprecated',
      base: { line: 5 },
      head: { line: 7 },
      location: { operation: 'GET /a' },
    });
  });
});

describe('Swagger 2.0', () => {
  const swagger = (operation: object, more: object = {}) => ({
    swagger: '2.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: { '/pets': { post: { responses: { 200: { description: '' } }, ...operation } } },
    ...more,
  });
  const body = (schema: object) =>
    swagger(
      { parameters: [{ in: 'body', name: 'pet', schema: { $ref: '#/definitions/Pet' } }] },
      { definitions: { Pet: schema } },
    );

  it('reads a body parameter as a request body', () => {
    expect(codesBetween(body(object({ a: S })), body(object({ a: S }, ['a'])))).toEqual([
      'request-property-became-required',
    ]);
  });

  it('reads a form field as a property of the body', () => {
    const form = (required: boolean) =>
      swagger({ parameters: [{ in: 'formData', name: 'a', type: 'string', required }] });
    expect(codesBetween(form(false), form(true))).toContain('request-property-became-required');
  });

  it('reads the type of a parameter that stands on the parameter itself', () => {
    const query = (type: string) => swagger({ parameters: [{ in: 'query', name: 'a', type }] });
    expect(codesBetween(query('string'), query('integer'))).toEqual(['request-parameter-type-changed']);
  });

  it('says nothing of a document that was only rewritten as OpenAPI 3', () => {
    const old = swagger({
      parameters: [
        { in: 'query', name: 'limit', type: 'integer' },
        { in: 'body', name: 'pet', required: true, schema: S },
      ],
    });
    const rewritten = petSpec({
      parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' } }],
      requestBody: { required: true, content: { 'application/json': { schema: S } } },
    });
    expect(codesBetween(old, rewritten)).toEqual([]);
  });
});

describe('security', () => {
  const guarded = (...security: object[]) => petSpec({ security: security as never });

  it.each([
    ['a first requirement', guarded(), guarded({ token: [] }), 'breaking'],
    ['another scheme beside the old one', guarded({ token: [] }), guarded({ token: [] }, { key: [] }), 'behavioral'],
    ['another scheme instead of the old one', guarded({ token: [] }), guarded({ key: [] }), 'breaking'],
    ['one of two ways in taken away', guarded({ token: [] }, { key: [] }), guarded({ token: [] }), 'breaking'],
    ['a scope more', guarded({ token: ['read'] }), guarded({ token: ['read', 'write'] }), 'breaking'],
    ['a scope less', guarded({ token: ['read', 'write'] }), guarded({ token: ['read'] }), 'behavioral'],
    ['an open door beside the guarded one', guarded({ token: [] }), guarded({ token: [] }, {}), null],
  ])('judges %s', (_, base, head, risk) => {
    expect([
      ...new Set(
        changesBetween(base, head)
          .filter(({ code }) => code.includes('security'))
          .map((change) => change.risk),
      ),
    ]).toEqual(risk === null ? [] : [risk]);
  });

  it('says nothing when an operation writes out what it inherited', () => {
    const inherited = petSpec({}, { security: [{ token: [] }] });
    expect(codesBetween(inherited, petSpec({ security: [{ token: [] }] }, { security: [{ token: [] }] }))).toEqual([]);
  });
});

describe('values by direction', () => {
  it.each([
    [
      'a narrower request',
      requestWith(object({ a: { ...S, maxLength: 9 } })),
      requestWith(object({ a: { ...S, maxLength: 5 } })),
      'breaking',
    ],
    [
      'a wider request',
      requestWith(object({ a: { ...S, maxLength: 5 } })),
      requestWith(object({ a: { ...S, maxLength: 9 } })),
      'behavioral',
    ],
    [
      'a wider response',
      responseWith(object({ a: { ...S, maxLength: 5 } })),
      responseWith(object({ a: { ...S, maxLength: 9 } })),
      'breaking',
    ],
    [
      'a response that may be null',
      responseWith(object({ a: S })),
      responseWith(object({ a: { type: ['string', 'null'] } })),
      'breaking',
    ],
    [
      'a request that may be null',
      requestWith(object({ a: S })),
      requestWith(object({ a: { type: ['string', 'null'] } })),
      'behavioral',
    ],
    [
      'a required property only the server sets',
      requestWith(object({ a: { ...S, readOnly: true } })),
      requestWith(object({ a: { ...S, readOnly: true } }, ['a'])),
      null,
    ],
    [
      'a new enum value in a response',
      responseWith(object({ a: { enum: ['x'] } })),
      responseWith(object({ a: { enum: ['x', 'y'] } })),
      'breaking',
    ],
    [
      'values no longer listed in a request',
      requestWith(object({ a: { ...S, enum: ['x'] } })),
      requestWith(object({ a: S })),
      'behavioral',
    ],
    [
      'unknown properties refused',
      requestWith(object({ a: S })),
      requestWith({ ...object({ a: S }), additionalProperties: false }),
      'breaking',
    ],
    [
      'a reworded description',
      requestWith(object({ a: S })),
      requestWith(object({ a: { ...S, description: 'the a' } })),
      'cosmetic',
    ],
    [
      'a text type that became any text in XML',
      responseWith({ type: 'string' }, 'text/plain'),
      responseWith({ type: 'integer' }, 'text/plain'),
      'behavioral',
    ],
    ['a query value that may be repeated', queryWith(S), queryWith({ type: 'array', items: S }), 'behavioral'],
    ['a header that became a number', headerWith(S), headerWith({ type: 'integer' }), 'behavioral'],
  ])('judges %s', (_, base, head, risk) => {
    const { summary } = compared(base, head, { ignore: ['api-version-not-bumped'] });
    expect(
      Object.entries(summary)
        .filter(([, count]) => count > 0)
        .map(([name]) => name),
    ).toEqual(risk === null ? [] : [risk]);
  });
});

describe('composition', () => {
  const list = (...oneOf: JsonObject[]) => requestWith({ oneOf });

  it('pairs branches whatever their order', () => {
    expect(codesBetween(list(S, object({ a: S })), list(object({ a: S }), S))).toEqual([]);
  });

  it('sees through a schema wrapped to accept null', () => {
    expect(
      codesBetween(requestWith(object({ a: S })), requestWith(object({ a: { anyOf: [S, { type: 'null' }] } }))),
    ).toEqual(['request-property-became-nullable']);
  });

  it('follows a schema that contains itself', () => {
    const tree = (type: string) =>
      petSpec(
        { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Node' } } } } },
        { components: { schemas: { Node: object({ value: { type }, next: { $ref: '#/components/schemas/Node' } }) } } },
      );
    expect(codesBetween(tree('string'), tree('integer'))).toEqual(['request-property-type-changed']);
  });

  it('finds one change among schemas that all contain each other', () => {
    const names = Array.from({ length: 90 }, (_, index) => `S${index}`);
    const links = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
    const web = (type: string) => {
      const schemas = Object.fromEntries(
        names.map((name, index) => [name, object({ ...links, value: { type: index === 89 ? type : 'string' } })]),
      );
      return petSpec(
        { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } } },
        { components: { schemas } },
      );
    };
    const paths = changesBetween(web('string'), web('integer')).map(({ location }) => location.path);
    expect(paths).toContain('request application/json S89/value');
  });

  it('finds a change below a long chain of schemas', () => {
    const chain = (type: string) => {
      const schemas: JsonObject = { S400: { type } };
      for (let index = 0; index < 400; index += 1)
        schemas[`S${index}`] = { anyOf: [{ $ref: `#/components/schemas/S${index + 1}` }, { type: 'null' }] };
      return petSpec(
        { requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/S0' } } } } },
        { components: { schemas } },
      );
    };
    expect(codesBetween(chain('string'), chain('integer'))).toContain('request-property-type-changed');
  });

  it('does not call a property removed that moved into an allOf branch', () => {
    const moved = { allOf: [object({ a: S, b: S })], properties: { c: S } };
    expect(codesBetween(requestWith({ properties: { a: S, b: S, c: S } }), requestWith(moved))).toEqual([]);
  });
});

describe('the pack', () => {
  const [base, head] = [requestWith(object({ a: S })), requestWith(object({}))];

  it('takes what may break for breaking, or not, as strictness says', () => {
    const levels = (['lenient', 'standard', 'strict'] as const).map(
      (strictness) => changesBetween(base, head, { strictness })[0]?.level,
    );
    expect(levels).toEqual(['info', 'warn', 'error']);
  });

  it('changes the level of a code, or leaves it out', () => {
    expect(changesBetween(base, head, { levels: { 'request-property-removed': 'info' } })).toMatchObject([
      { risk: 'behavioral' },
    ]);
    expect(changesBetween(base, head, { levels: { 'request-property-removed': 'none' } })).toEqual([]);
    expect(changesBetween(base, head, { ignore: ['request-property-removed'] })).toEqual([]);
  });

  it('lets an alpha operation go without a word, unless told otherwise', () => {
    const alpha = petSpec({}, { paths: { '/a': { get: { 'x-stability-level': 'alpha', responses: {} } } } });
    const gone = petSpec({}, { paths: {} });
    expect(codesBetween(alpha, gone)).toEqual([]);
    expect(codesBetween(alpha, gone, { stability: 'alpha' })).toEqual(['api-path-removed-without-deprecation']);
  });

  it('takes a sunset for not yet come when nobody says what day it is', () => {
    const old = petSpec(
      {},
      { paths: { '/a': { get: { deprecated: true, 'x-sunset': '2026-01-01', responses: {} } } } },
    );
    const gone = petSpec({}, { paths: {} });
    expect(codesBetween(old, gone, { now: null })).toEqual(['api-path-removed-before-sunset']);
    expect(codesBetween(old, gone, { now: TODAY })).toEqual(['api-path-removed-with-deprecation']);
  });
});
