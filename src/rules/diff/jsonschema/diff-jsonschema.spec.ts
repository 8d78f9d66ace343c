import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../openapi/read/json.ts';
import { diffJsonSchema, type JsonSchemaWishes } from './diff-jsonschema.ts';

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';
const side = (schema: JsonObject | string, file = 'a.schema.json') => ({
  file,
  text: typeof schema === 'string' ? schema : JSON.stringify(schema, null, 1),
});
const diff = (base: JsonObject | string, head: JsonObject | string, wishes: JsonSchemaWishes = {}) =>
  diffJsonSchema([{ base: side(base), head: side(head) }], wishes);
const of = (value: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'object',
  properties: { a: value },
  ...more,
});

describe('a JSON Schema that changed', () => {
  it.each<[string, JsonObject, JsonObject, string, string]>([
    ['a property becomes required', of({}), of({}, { required: ['a'] }), 'property-became-required', 'error'],
    ['a required property comes', { type: 'object' }, of({}, { required: ['a'] }), 'required-property-added', 'error'],
    [
      'a property goes where others are refused',
      of({}, { additionalProperties: false }),
      { type: 'object', additionalProperties: false },
      'property-removed',
      'error',
    ],
    ['a property goes where anything is accepted', of({}), { type: 'object' }, 'property-removed', 'warn'],
    ['a type changes', of({ type: 'string' }), of({ type: 'integer' }), 'type-changed', 'error'],
    ['a type gets narrower', of({ type: 'number' }), of({ type: 'integer' }), 'type-narrowed', 'error'],
    ['an enum value goes', of({ enum: ['x', 'y'] }), of({ enum: ['x'] }), 'enum-value-removed', 'error'],
    ['a bound tightens', of({ maxLength: 9 }), of({ maxLength: 5 }), 'max-length-decreased', 'error'],
    [
      'other properties are refused',
      of({}),
      of({}, { additionalProperties: false }),
      'additional-properties-forbidden',
      'error',
    ],
    [
      'other properties have to follow a schema',
      of({}),
      of({}, { additionalProperties: { type: 'string' } }),
      'additional-properties-restricted',
      'error',
    ],
    [
      'a branch of oneOf goes',
      of({ oneOf: [{ type: 'string' }, { type: 'object', title: 'T' }, { type: 'array', items: {} }] }),
      of({ oneOf: [{ type: 'string' }, { type: 'object', title: 'T' }] }),
      'type-removed',
      'error',
    ],
    ['a pattern changes', of({ pattern: '^a' }), of({ pattern: '^b' }), 'pattern-changed', 'warn'],
    [
      'a rule inside "not" gets wider',
      of({ not: { maxLength: 3 } }),
      of({ not: { maxLength: 9 } }),
      'max-length-increased',
      'warn',
    ],
    [
      'a definition of a library goes',
      { $defs: { a: {}, b: {} } },
      { $defs: { a: {} } },
      'definition-removed',
      'error',
    ],
  ])('breaks those who write documents when %s', async (_, base, head, code, level) => {
    const { changes, problems } = await diff(base, head);
    expect(problems).toEqual([]);
    expect(changes).toMatchObject([{ code, level, risk: 'breaking' }]);
  });

  it.each<[string, JsonObject, JsonObject, string]>([
    ['an optional property comes', { type: 'object' }, of({}), 'property-added'],
    ['an enum value comes', of({ enum: ['x'] }), of({ enum: ['x', 'y'] }), 'enum-value-added'],
    ['a type gets wider', of({ type: 'integer' }), of({ type: 'number' }), 'type-widened'],
    ['a bound loosens', of({ minimum: 5 }), of({ minimum: 1 }), 'min-decreased'],
    ['a property becomes optional', of({}, { required: ['a'] }), of({}), 'property-became-optional'],
    ['a default changes', of({ default: 1 }), of({ default: 2 }), 'default-value-changed'],
  ])('tells and breaks nobody who writes when %s', async (_, base, head, code) => {
    expect((await diff(base, head)).changes).toMatchObject([{ code, level: 'info', risk: 'behavioral' }]);
  });

  it('turns round for those who read documents', async () => {
    const [less, more] = [of({ enum: ['x'] }), of({ enum: ['x', 'y'] })];
    expect((await diff(less, more, { direction: 'read' })).changes).toMatchObject([
      { level: 'warn', risk: 'breaking' },
    ]);
    expect((await diff(more, less, { direction: 'read' })).changes).toMatchObject([{ level: 'info' }]);
    expect((await diff(less, more, { direction: 'both' })).changes).toMatchObject([{ risk: 'breaking' }]);
    expect((await diff(more, less, { direction: 'both' })).changes).toMatchObject([{ risk: 'breaking' }]);
  });

  it('shows the lines of both sides, in tuples and dependencies of older drafts too', async () => {
    const old = (bound: number) =>
      `{\n "$schema": "http://json-schema.org/draft-07/schema#",\n "items": [\n  {\n   "maxLength": ${bound}\n  }\n ]\n}`;
    expect((await diff(old(9), old(5))).changes).toMatchObject([
      { code: 'max-length-decreased', location: { path: 'prefixItems[0]' }, base: { line: 5 }, head: { line: 5 } },
    ]);
    const dependent = (names: string) => `{\n "dependencies": {\n  "a": ${names}\n }\n}`;
    expect((await diff(dependent('["b"]'), dependent('["b", "c"]'))).changes).toMatchObject([
      { code: 'dependent-required-changed', head: { line: 2 } },
    ]);
  });

  it('says a shared definition once, by its name', async () => {
    const shared = (type: string): JsonObject => ({
      properties: { a: { $ref: '#/$defs/id' }, b: { $ref: '#/$defs/id' } },
      $defs: { id: { type } },
    });
    expect((await diff(shared('string'), shared('integer'))).changes).toMatchObject([
      { code: 'type-changed', location: { path: '$defs/id', pointer: '/$defs/id/type' } },
    ]);
  });
});

const SAME: JsonObject = {
  $schema: DRAFT,
  $id: 'https://acme.example/payment.json',
  type: 'object',
  required: ['id', 'amount'],
  properties: {
    id: { $ref: '#/$defs/id' },
    amount: { type: 'integer', minimum: 0 },
    state: { enum: ['open', 'paid'] },
    lines: { type: 'array', items: { anyOf: [{ type: 'string' }, { $ref: '#/$defs/line' }] } },
  },
  $defs: {
    id: { $anchor: 'id', type: 'string', minLength: 3 },
    line: { type: 'object', properties: { parent: { $ref: '#/$defs/line' } } },
  },
};
const text = JSON.stringify(SAME, null, 2);

describe('a JSON Schema that says the same in other words', () => {
  it.each<[string, string]>([
    ['no white space', JSON.stringify(SAME)],
    ['Windows line ends and a byte order mark', `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['YAML with comments', `# payments\n${stringify(SAME)}`],
    ['reordered keys', JSON.stringify(Object.fromEntries(Object.entries(SAME).reverse()))],
    [
      'reordered lists',
      text
        .replace('"open",\n        "paid"', '"paid",\n        "open"')
        .replace('"id",\n    "amount"', '"amount",\n    "id"'),
    ],
    ['a reference by anchor', text.replace('"#/$defs/id"', '"#id"')],
    ['a reference by the own address', text.replace('"#/$defs/id"', '"https://acme.example/payment.json#/$defs/id"')],
    ['definitions under their older name', text.replaceAll('$defs', 'definitions')],
    ['one type written as a list', text.replace('"type": "integer"', '"type": ["integer"]')],
    ['the type of listed values written out', text.replace('"enum"', '"type": "string", "enum"')],
    [
      'defaults of keywords written out',
      text.replace('"minLength": 3', '"minLength": 3, "uniqueItems": false, "additionalProperties": true'),
    ],
  ])('gives nothing: %s', async (_, head) => {
    expect(text).not.toBe(head);
    expect(await diff(text, head)).toEqual({ changes: [], problems: [] });
    expect(await diff(head, text)).toEqual({ changes: [], problems: [] });
  });

  it('breaks nobody when the last branches go, or the type behind allOf is written out', async () => {
    const rules = { oneOf: [{ required: ['a'] }, { required: ['b'] }] };
    const { changes } = await diff({ type: 'object', ...rules }, { type: 'object' });
    expect(new Set(changes.map(({ risk }) => risk))).toEqual(new Set(['behavioral']));
    const shared = { $defs: { id: { type: 'string' } } };
    const behind = { allOf: [{ $ref: '#/$defs/id' }] };
    expect((await diff(of(behind, shared), of({ ...behind, type: 'string' }, shared))).changes).toEqual([]);
  });

  it('keeps the fingerprint of a change when the file moves and is reordered', async () => {
    const head = text.replace('"minimum": 0', '"minimum": 1');
    const [one] = (await diff(text, head)).changes;
    const moved = await diffJsonSchema([
      {
        base: side(text),
        head: side(JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(head)).reverse())), 'b/c.json'),
      },
    ]);
    expect(one?.code).toBe('min-increased');
    expect(moved.changes.map(({ fingerprint }) => fingerprint)).toEqual([one?.fingerprint]);
  });

  it('gives nothing for the same schema, whatever is in it', async () => {
    const leaf = fc.record(
      {
        type: fc.constantFrom('string', 'integer', 'array'),
        maxLength: fc.nat(),
        enum: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 }),
        const: fc.jsonValue({ maxDepth: 1 }),
      },
      { requiredKeys: [] },
    );
    const schema = fc.record(
      {
        properties: fc.dictionary(fc.string({ maxLength: 5 }), leaf, { maxKeys: 4 }),
        items: leaf,
        oneOf: fc.array(leaf, { maxLength: 3 }),
        not: leaf,
        dependencies: fc.dictionary(fc.string({ maxLength: 5 }), leaf, { maxKeys: 2 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(schema, async (one) => {
        expect((await diff(JSON.stringify(one), JSON.stringify(one))).changes).toEqual([]);
      }),
    );
  });

  it('narrows one way and widens the other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(1000), { minLength: 2, maxLength: 2 }), async ([one = 0, other = 0]) => {
        const [low, high] = [of({ maximum: Math.min(one, other) }), of({ maximum: Math.max(one, other) })];
        expect((await diff(high, low)).changes).toMatchObject([{ code: 'max-decreased', risk: 'breaking' }]);
        expect((await diff(low, high)).changes).toMatchObject([{ code: 'max-increased', risk: 'behavioral' }]);
      }),
    );
  });
});

describe('a JSON Schema that cannot be followed', () => {
  it.each([
    ['does not parse', '{"type": ', 'unparsable'],
    ['is no object', '[]', 'unparsable'],
    ['nests too deep', `${'{"not":'.repeat(5000)}{}${'}'.repeat(5000)}`, 'too-deep'],
    ['leads outside', JSON.stringify(of({ $ref: 'https://acme.example/other.json' })), 'remote-ref'],
    ['leads nowhere', JSON.stringify(of({ $ref: '#/$defs/gone' })), 'unresolved-ref'],
  ])('is a problem: it %s', async (_, head, code) => {
    expect((await diff(of({}), head)).problems).toMatchObject([{ code, side: 'head', file: 'a.schema.json' }]);
  });

  it('is none where it leads outside before and after alike', async () => {
    const outside = (bound: number) => ({ properties: { a: { $ref: 'other.json' }, b: { maxLength: bound } } });
    expect(await diff(outside(9), outside(5))).toMatchObject({
      changes: [{ code: 'max-length-decreased' }],
      problems: [],
    });
  });
});
