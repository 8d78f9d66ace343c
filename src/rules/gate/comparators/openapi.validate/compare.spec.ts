import { describe, expect, it } from 'vitest';
import { type Given, given } from '../../given.ts';
import { openapiValidate } from './index.ts';

const judge = given(openapiValidate);
const HEAD = 'openapi: 3.0.3\ninfo:\n  title: Pets\n  version: "1"\n';
const VALID = `${HEAD}paths:\n  /pets:\n    get:\n      responses:\n        "200": {description: OK}\n`;
const file = (head: string, base?: string): Given => ({
  ...(base === undefined ? {} : { base: { 'openapi.yaml': base } }),
  head: { 'openapi.yaml': head },
});

describe('openapi.validate', () => {
  it.each([
    ['3.0', VALID],
    ['3.1', VALID.replace('3.0.3', '3.1.0')],
    ['Swagger 2.0', VALID.replace('openapi: 3.0.3', 'swagger: "2.0"')],
  ])('passes a valid document: %s', async (_, text) => {
    expect(await judge(file(text))).toMatchObject([{ code: 'openapi.valid', outcome: 'pass' }]);
  });

  it.each([
    [
      'a missing description',
      VALID.replace('{description: OK}', '{}'),
      'openapi.invalid',
      9,
      '"description" is missing here',
    ],
    [
      'a field that may not stand there',
      VALID.replace('      responses:', '      respones: {}\n      responses:'),
      'openapi.invalid',
      8,
      '"respones" is not a field',
    ],
    [
      'a type that is none',
      VALID.replace('{description: OK}', '{description: OK, content: {a/b: {schema: {type: text}}}}'),
      'openapi.invalid',
      9,
      'must be one of',
    ],
    ['a missing title', VALID.replace('  title: Pets\n', ''), 'openapi.invalid', 2, '"title" is missing'],
    [
      'an operation id used twice',
      VALID.replace('      responses:', '      operationId: a\n      responses:') +
        '    put:\n      operationId: a\n      responses: {"200": {description: OK}}\n',
      'openapi.operation-id-repeated',
      12,
      'already used by GET /pets',
    ],
    [
      'a path parameter nobody declares',
      VALID.replace('/pets:', '/pets/{id}:'),
      'openapi.path-parameter-undeclared',
      7,
      '{id}',
    ],
    [
      'a reference to nothing',
      VALID.replace('{description: OK}', '{$ref: "#/components/responses/Gone"}'),
      'openapi.unresolved-ref',
      9,
      'points at nothing',
    ],
    [
      'a reference outside',
      VALID.replace('{description: OK}', '{$ref: "other.yaml#/a"}'),
      'openapi.remote-ref',
      9,
      'never fetched',
    ],
    [
      'an undeclared security scheme',
      VALID.replace('      responses:', '      security: [{token: []}]\n      responses:'),
      'openapi.security-scheme-undeclared',
      8,
      '"token"',
    ],
    [
      'a key that stands twice',
      VALID.replace('  version: "1"\n', '  version: "1"\n  version: "2"\n'),
      'openapi.duplicate-key',
      5,
      'stands twice',
    ],
  ])('fails with the line for %s', async (_, text, code, line, words) => {
    expect(await judge(file(text))).toMatchObject([
      {
        code,
        outcome: 'fail',
        message: expect.stringContaining(words),
        evidence: [{ file: 'openapi.yaml', line, side: 'head' }],
      },
    ]);
  });

  it('leaves faults alone that were there before, unless asked', async () => {
    const old = VALID.replace('{description: OK}', '{}');
    const both = file(`${old}    put:\n      responses: {"200": {description: OK}}\n`, old);
    expect(await judge(both)).toMatchObject([
      { outcome: 'pass', message: 'openapi.yaml is valid, apart from 1 fault that it had before.' },
    ]);
    expect(await judge(both, { includeExisting: true })).toMatchObject([{ code: 'openapi.invalid', outcome: 'fail' }]);
  });

  it('does not know when the document cannot be parsed', async () => {
    const broken = file(`${VALID}  - broken: [`);
    expect(await judge(broken)).toMatchObject([
      {
        code: 'openapi.unparsable',
        outcome: 'unknown',
        evidence: expect.arrayContaining([expect.objectContaining({ line: 10 })]),
      },
    ]);
  });

  it('folds what is beyond the limit', async () => {
    const many =
      VALID.replace('{description: OK}', '{}') +
      Array.from({ length: 9 }, (_, index) => `  /p${index}: {get: {responses: {"200": {}}}}\n`).join('');
    const found = await judge(file(many), { mostFindings: 3 });
    expect(found).toHaveLength(4);
    expect(found.at(-1)).toMatchObject({
      code: 'openapi.more-faults',
      message: expect.stringContaining('And 7 more faults'),
    });
  });
});
