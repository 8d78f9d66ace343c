import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { changesBetween, petSpec, requestWith } from './given.ts';
import { isObject, type Json, type JsonObject } from './read/json.ts';

const YAML = `openapi: 3.0.3
info: {title: Pets, version: "1.0.0"}
paths:
  /pets:
    get:
      parameters:
        - {in: query, name: limit, schema: {type: integer, maximum: 100}}
        - {in: query, name: after, schema: {type: string}}
      responses:
        "200":
          description: OK
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Pet"}
components:
  schemas:
    Pet:
      type: object
      required: [id, name]
      properties:
        id: {type: integer}
        name: {type: string, enum: [cat, dog]}
`;

describe('a document that says the same in other words', () => {
  it.each([
    ['comments', YAML.replace('paths:', '# all of them\npaths: # here')],
    ['a byte order mark', `\uFEFF${YAML}`],
    ['Windows line ends', YAML.replaceAll('\n', '\r\n')],
    ['other quotes', YAML.replaceAll('"', "'")],
    ['unquoted status codes', YAML.replace('"200"', '200')],
    ['reordered lists', YAML.replace('[id, name]', '[name, id]').replace('[cat, dog]', '[dog, cat]')],
    [
      'reordered parameters and keys',
      YAML.replace(/( {8}- .*limit.*\n)( {8}- .*after.*\n)/, '$2$1').replace(
        'type: integer, maximum: 100',
        'maximum: 100, type: integer',
      ),
    ],
    [
      'an anchor and an alias',
      YAML.replace('schema: {$ref: "#/components/schemas/Pet"}', 'schema: &pet {$ref: "#/components/schemas/Pet"}') +
        '    Again: *pet\n',
    ],
    [
      'a merge key',
      `${YAML.replace('info:', 'x-shared: &number {type: integer}\ninfo:').replace('id: {type: integer}', 'id: {<<: *number}')}`,
    ],
    [
      'the schema written in place',
      YAML.replace(
        'schema: {$ref: "#/components/schemas/Pet"}',
        'schema: {type: object, required: [id, name], properties: {id: {type: integer}, name: {type: string, enum: [cat, dog]}}}',
      ),
    ],
    ['extensions and examples beside the API', YAML.replace('info:', 'x-generated-at: 2026-11-20\ninfo:')],
  ])('gives no change: %s', (_, head) => {
    expect(changesBetween(YAML, head)).toEqual([]);
  });

  it.each([
    [
      'nullable in 3.0 and null among the types in 3.1',
      { type: 'string', nullable: true },
      { type: ['string', 'null'] },
    ],
    [
      'an exclusive bound in 3.0 and in 3.1',
      { type: 'number', minimum: 1, exclusiveMinimum: true },
      { type: 'number', exclusiveMinimum: 1 },
    ],
    ['the type of an object written out', { properties: { a: {} } }, { type: 'object', properties: { a: {} } }],
    ['one type written as a list', { type: 'string' }, { type: ['string'] }],
    [
      'properties moved into allOf',
      { type: 'object', properties: { a: { type: 'string' } } },
      { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }], type: 'object' },
    ],
    ['a default value of a keyword written out', { type: 'array' }, { type: 'array', minItems: 0, uniqueItems: false }],
    ['additionalProperties: true', { type: 'object' }, { type: 'object', additionalProperties: true }],
  ])('gives no change: %s', (_, base, head) => {
    const old = { ...requestWith(base), openapi: '3.0.3' };
    expect(changesBetween(old, requestWith(head))).toEqual([]);
    expect(changesBetween(requestWith(head), old)).toEqual([]);
  });

  it('keeps the fingerprint of a change when the document is reordered, moved and reformatted', () => {
    const [before, after] = [
      petSpec({ tags: ['a'] }),
      petSpec({ tags: ['a'], parameters: [{ in: 'query', name: 'x', required: true, schema: {} }] }),
    ];
    const prints = (base: Json | string, head: Json | string) =>
      changesBetween(base, head).map(({ fingerprint }) => fingerprint);
    expect(prints(stringify(before), stringify(shuffled(after, 7)))).toEqual(prints(before, after));
    expect(prints(before, after)).toHaveLength(2);
  });
});

const leaf = fc.constantFrom<JsonObject>(
  { type: 'string' },
  { type: 'integer', maximum: 9 },
  { $ref: '#/components/schemas/A' },
  { type: 'string', enum: ['a', 'b'] },
);
const schema = fc.letrec<{ schema: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc
      .dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__', 'x/y'), tie('schema'), { maxKeys: 3 })
      .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf) => ({ oneOf })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((allOf) => ({ allOf })),
    tie('schema').map((items) => ({ type: 'array', items })),
  ),
})).schema;
const spec = fc.tuple(schema, schema, schema).map(([A, B, body]) =>
  petSpec(
    {
      requestBody: { content: { 'application/json': { schema: body } } },
      responses: {
        '200': { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/B' } } } },
      },
    },
    { components: { schemas: { A, B } } },
  ),
);

describe('for all documents', () => {
  it('a document does not differ from itself, whatever its cycles', () => {
    fc.assert(
      fc.property(spec, (one) => {
        expect(changesBetween(one, one)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('a document does not differ from itself with its keys in another order', () => {
    fc.assert(
      fc.property(spec, fc.nat(), (one, seed) => {
        expect(changesBetween(one, shuffled(one, seed))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('two documents are compared to an end, and the same way each time', () => {
    fc.assert(
      fc.property(spec, spec, (one, other) => {
        expect(changesBetween(one, other)).toEqual(changesBetween(one, other));
      }),
      { numRuns: 100 },
    );
  });
});

/** The same value with the keys of every object in another order. */
function shuffled(value: JsonObject, seed: number): JsonObject {
  const turn = (item: Json): Json => {
    if (Array.isArray(item)) return item.map(turn);
    if (!isObject(item)) return item;
    const keys = Object.keys(item);
    const cut = keys.length === 0 ? 0 : seed % keys.length;
    const order = [...keys.slice(cut), ...keys.slice(0, cut)].reverse();
    const copy: JsonObject = {};
    for (const key of order)
      Object.defineProperty(copy, key, {
        value: turn(item[key] ?? null),
        enumerable: true,
        configurable: true,
        writable: true,
      });
    return copy;
  };
  return turn(value) as JsonObject;
}
