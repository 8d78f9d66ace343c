import { describe, expect, it } from 'vitest';
import { compared, petSpec } from '../given.ts';
import { scanJson } from './json-scan.ts';
import { looksLikeSpec, readSpec } from './read-spec.ts';

const HEAD = 'openapi: 3.0.0\ninfo: {title: a, version: "1"}\n';
const read = (text: string) => {
  const result = readSpec({ file: 'a', text });
  return result.ok ? result.spec.problems : result.error.problems;
};

describe('what cannot be read', () => {
  it.each([
    ['broken YAML', `${HEAD}paths: [`, 'syntax', 3],
    ['broken JSON', '{\n"openapi": "3.0.0",\n"paths": {,}\n}', 'syntax', 3],
    ['no OpenAPI', 'a: 1', 'not-openapi', 1],
    ['an empty file', '', 'not-openapi', 1],
    ['a list', '[1]', 'not-openapi', 1],
    ['OpenAPI of the future', 'openapi: 4.0.0', 'not-openapi', 1],
    ['an alias to nothing', `${HEAD}paths: *nowhere`, 'syntax', 3],
    ['an alias inside its own anchor', `${HEAD}paths: &a {b: *a}`, 'alias-bomb', 3],
    ['an alias bomb', `${HEAD}${bomb(12)}paths: *a12`, 'alias-bomb', null],
    ['deep YAML', `${HEAD}paths: ${'['.repeat(300)}${']'.repeat(300)}`, 'too-deep', 3],
    ['deep JSON', `{"openapi":"3.0.0","paths":${'['.repeat(300)}${']'.repeat(300)}}`, 'too-deep', null],
    ['bottomless JSON', `{"openapi":"3.0.0","paths":${'['.repeat(200_000)}`, 'syntax', null],
    ['bottomless YAML', `${HEAD}paths: ${'['.repeat(20_000)}`, 'syntax', null],
  ])('is refused with the reason: %s', (_, text, code, line) => {
    const [problem] = read(text);
    expect(problem?.code).toBe(code);
    if (line !== null) expect(problem?.line).toBe(line);
  });

  it('says which key stands twice, in YAML and in JSON', () => {
    expect(read(`${HEAD}paths:\n  /a: {}\n  /a: {}\n`)).toMatchObject([
      { code: 'duplicate-key', line: 5, pointer: '/paths/~1a' },
    ]);
    expect(read('{"openapi":"3.0.0","paths":{\n"/a":{},\n"/a":{}}}')).toMatchObject([
      { code: 'duplicate-key', line: 3, pointer: '/paths/~1a' },
    ]);
  });

  it('never fetches a reference outside the document, and says so with its line', () => {
    const remote = (type: string) =>
      petSpec({
        requestBody: { $ref: 'https://example.test/body.yaml' },
        parameters: [{ in: 'query', name: 'a', schema: { type } }, { $ref: '#/nowhere' }],
      });
    const diff = compared(remote('string'), remote('integer'));
    expect(diff.problems.head.map(({ code, line }) => [code, typeof line])).toEqual([
      ['unresolved-ref', 'number'],
      ['remote-ref', 'number'],
    ]);
    expect(diff.changes.map(({ code }) => code)).toContain('request-parameter-type-changed');
  });
});

describe('lines in JSON', () => {
  it('are found in one pass, through escapes, lists and nested text', () => {
    const text = '{\n"a\\"b": [\n{"c": "} , ]"},\n2\n],\n"d/e": {}\n}';
    const { lines } = scanJson(text, ['/a"b', '/a"b/0/c', '/a"b/1', '/d~1e'], { duplicates: false });
    expect(Object.fromEntries(lines)).toEqual({ '/a"b': 2, '/a"b/0/c': 3, '/a"b/1': 4, '/d~1e': 6 });
  });

  it('are counted alike whether the text stands on one line or on many', () => {
    const value = { a: { b: 1 }, c: [{ d: 2 }, 3] };
    const pointers = ['/a', '/a/b', '/c/0/d', '/c/1'];
    const linesAt = (indent: number) => [
      ...scanJson(JSON.stringify(value, null, indent), pointers, { duplicates: false }).lines.values(),
    ];
    expect(linesAt(0)).toEqual([1, 1, 1, 1]);
    expect(linesAt(1)).toEqual([2, 3, 7, 9]);
  });
});

describe('a file that claims to be a description', () => {
  it.each([
    ['a.yaml', 'openapi: "3.1.0"', true],
    ['a.json', '{ "swagger": "2.0" }', true],
    ['a.yaml', '# words\n\nopenapi: 3.0.0\n', true],
    ['a.md', 'openapi: 3.0.0', false],
    ['a.yaml', 'kind: Deployment', false],
  ])('%s with %s: %s', (path, text, expected) => {
    expect(looksLikeSpec(path, text)).toBe(expected);
  });
});

function bomb(levels: number): string {
  const lines = ['x0: &a0 [1,1,1,1,1,1,1,1,1,1]'];
  for (let level = 1; level <= levels; level += 1)
    lines.push(
      `x${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(',')}]`,
    );
  return `${lines.join('\n')}\n`;
}
