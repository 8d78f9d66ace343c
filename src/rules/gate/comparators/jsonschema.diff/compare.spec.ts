import { describe, expect, it } from 'vitest';
import { type Given, given } from '../../given.ts';
import { jsonschemaDiff } from './index.ts';

const judge = given(jsonschemaDiff);
const schema = (...values: string[]) =>
  `{\n "$schema": "https://json-schema.org/draft/2020-12/schema",\n "enum": ${JSON.stringify(values)}\n}\n`;
const [MORE, LESS] = [schema('open', 'paid'), schema('open')];
const at = (base: string, head: string, path = 'api/state.schema.json'): Given => ({
  base: { [path]: base },
  head: { [path]: head },
});

describe('jsonschema.diff', () => {
  it('fails when documents would be refused, and shows the line', async () => {
    expect(await judge(at(MORE, LESS))).toMatchObject([
      {
        code: 'enum-value-removed',
        outcome: 'fail',
        evidence: [
          { file: 'api/state.schema.json', line: 3, side: 'head', read: '"enum": ["open"]' },
          { side: 'base', line: 3 },
        ],
      },
    ]);
  });

  it('passes when every document stays valid, unless those who read count too', async () => {
    expect(await judge(at(LESS, MORE))).toMatchObject([
      { outcome: 'pass', message: 'api/state.schema.json: 1 behavioral change.' },
    ]);
    expect(await judge(at(LESS, MORE), { direction: 'both' })).toMatchObject([
      { code: 'enum-value-added', outcome: 'fail' },
    ]);
  });

  it('has nothing to say about other JSON, and finds what the options name', async () => {
    expect(await judge(at('{"a": 1}', '{"a": 2}', 'schema/data.json'))).toEqual([]);
    expect(await judge(at(MORE, LESS, 'states.json'))).toEqual([]);
    expect(await judge(at(MORE, LESS, 'states.json'), { files: 'states.json' })).toMatchObject([
      { code: 'enum-value-removed' },
    ]);
  });

  it('follows a schema that moved, fails for one that was removed, and passes one that is new', async () => {
    expect(await judge({ base: { 'a/state.schema.json': MORE }, head: { 'b/state.schema.json': LESS } })).toMatchObject(
      [{ code: 'enum-value-removed' }],
    );
    expect(await judge({ base: { 'a.schema.json': MORE }, head: {} })).toMatchObject([
      { code: 'jsonschema.file-removed', outcome: 'fail' },
    ]);
    expect(await judge({ base: {}, head: { 'a.schema.json': MORE } })).toMatchObject([{ outcome: 'pass' }]);
  });

  it.each([
    [
      'is too large',
      { 'a.schema.json': { kind: 'unreadable', reason: 'too-large', detail: 'It has 90 MB.' } },
      'jsonschema.unreadable',
    ],
    ['does not parse', { 'a.schema.json': '{"type":' }, 'jsonschema.unparsable'],
    [
      'leads outside',
      { 'a.schema.json': MORE.replace('"enum"', '"$ref": "https://acme.example/b.json", "enum"') },
      'jsonschema.remote-ref',
    ],
  ] as const)('does not know about a side that %s', async (_, head, code) => {
    expect(await judge({ base: { 'a.schema.json': MORE }, head } as Given)).toMatchObject([
      { code, outcome: 'unknown' },
    ]);
  });
});
