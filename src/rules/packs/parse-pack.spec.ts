import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parsePack } from './parse-pack.ts';

const COMPARATORS = [
  'openapi.validate',
  'openapi.diff',
  'openapi.version_bump',
  'docs.required_sections',
  'docs.anchor_check',
  'obligation.file_present',
  'obligation.file_changed',
  'terraform.iam_review',
  'terraform.docs_parity',
];

function problemsIn(text: string, comparators: Parameters<typeof parsePack>[2] = COMPARATORS) {
  const parsed = parsePack(text, 'pack.yaml', comparators);
  return parsed.ok ? [] : parsed.error;
}

const SMALL = 'id: small\nname: Small\nscope: { type: workspace }\n';

describe('parsePack', () => {
  it('reads YAML and the same pack as JSON to one hash', () => {
    const yaml = parsePack(SMALL, 'a.yaml', COMPARATORS);
    const json = parsePack('{"scope":{"type":"workspace"},"name":"Small","id":"small"}', 'a.json', COMPARATORS);
    expect(yaml.ok && json.ok && yaml.value.versionHash === json.value.versionHash).toBe(true);
  });

  it('names an unknown key with its place and what was meant', () => {
    const text = `${SMALL}trackA:\n  enabled: true\n  comparator:\n    - type: openapi.diff\n`;
    expect(problemsIn(text)).toMatchObject([
      {
        path: 'trackA.comparator',
        line: 6,
        column: 3,
        suggestion: 'comparators',
        message: expect.stringContaining('Unknown key "comparator".'),
      },
    ]);
  });

  it('finds unknown keys inside lists', () => {
    const text = `${SMALL}trackA:\n  enabled: true\n  comparators:\n    - { type: openapi.diff, severty: high }\n`;
    expect(problemsIn(text)).toMatchObject([
      { path: 'trackA.comparators[0].severty', line: 7, column: 29, suggestion: 'severity' },
    ]);
  });

  it('names an unknown comparator and the nearest one', () => {
    const text = `${SMALL}trackA:\n  enabled: true\n  comparators:\n    - type: openapi.dif\n`;
    expect(problemsIn(text)).toMatchObject([
      { path: 'trackA.comparators[0].type', line: 7, column: 13, suggestion: 'openapi.diff' },
    ]);
  });

  it('refuses a comparator that is listed twice', () => {
    const text = `${SMALL}trackA:\n  enabled: true\n  comparators:\n    - type: openapi.diff\n    - type: openapi.diff\n`;
    expect(problemsIn(text)).toMatchObject([{ line: 8, message: expect.stringContaining('already listed') }]);
  });

  it('checks the config of a comparator against its own schema', () => {
    const known = new Map([['openapi.diff', z.strictObject({ strictness: z.enum(['low', 'high']).optional() })]]);
    const text = `${SMALL}trackA:\n  enabled: true\n  comparators:\n    - type: openapi.diff\n      config: { stricness: high }\n`;
    expect(problemsIn(text, known)).toMatchObject([
      { path: 'trackA.comparators[0].config.stricness', line: 8, column: 17, suggestion: 'strictness' },
    ]);
  });

  it('suggests the value that was meant', () => {
    const text = `${SMALL}trackA:\n  enabled: true\n  enforcement: { mode: block_high_criticle }\n`;
    expect(problemsIn(text)).toMatchObject([
      { path: 'trackA.enforcement.mode', line: 6, suggestion: 'block_high_critical' },
    ]);
  });

  it('says which required key is missing', () => {
    expect(problemsIn('id: small\nscope: { type: workspace }\n')).toMatchObject([
      { path: 'name', message: 'name is missing.' },
    ]);
  });

  it.each([
    ['a repo scope without a repository', 'id: a\nname: A\nscope: { type: repo }\n', 'names no repository'],
    ['a service scope without a service', 'id: a\nname: A\nscope: { type: service }\n', 'names neither'],
    [
      'a repo ref that is no repository',
      'id: a\nname: A\nscope: { type: repo, ref: payments }\n',
      'must be owner/name',
    ],
    [
      'a glob with too many alternatives',
      `id: a\nname: A\nscope: { type: workspace, pathGlobs: ['{a,b,c,d,e,f,g,h,i}{a,b,c,d,e,f,g,h,i}'] }\n`,
      'alternatives',
    ],
    [
      'a glob with too many stars',
      `id: a\nname: A\nscope: { type: workspace, pathGlobs: ['${'*a'.repeat(13)}'] }\n`,
      'at most 12 stars',
    ],
    [
      'thresholds in the wrong order',
      `${SMALL}trackB: { enabled: true, materiality: { ignoreThreshold: 0.9 } }\n`,
      'must fall',
    ],
    ['a hash that is not its own', `${SMALL}versionHash: sha256:abc\n`, 'does not match'],
    ['duplicate keys', 'id: a\nid: b\n', 'unique'],
    ['a second document', `${SMALL}---\nid: b\n`, 'several documents'],
    ['nothing', '', 'empty'],
    ['a comment only', '# soon\n', 'empty'],
    ['a list', '- a\n', 'expected object'],
    ['broken YAML', 'id: [a\n', ''],
    ['an unknown tag', 'id: !js/function "x"\n', 'tag'],
    ['an unknown alias', 'id: *nobody\n', 'alias'],
    ['100 levels', `a: ${'['.repeat(100)}${']'.repeat(100)}`, 'deeper than 40'],
    ['100,000 levels', '['.repeat(100_000), 'deeper than 40'],
    ['100,000 dashes', `${'- '.repeat(100_000)}a`, 'deeper than 40'],
    ['a file of 300 KiB', `id: ${'a'.repeat(300 * 1024)}`, 'at most 262144'],
    ['a merge key into itself', 'a: &a\n  <<: *a\n', ''],
  ])('refuses %s', (_what, text, sentence) => {
    const problems = problemsIn(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map((problem) => problem.message).join('\n')).toContain(sentence);
    expect(problems.every((problem) => problem.line >= 1 && problem.column >= 1 && /[.:]$/.test(problem.message))).toBe(
      true,
    );
  });

  it('refuses an alias bomb instead of unfolding it', () => {
    const levels = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (const [index, name] of [...'bcdefghi'].entries()) {
      const before = 'abcdefghi'[index];
      levels.push(`${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(',')}]`);
    }
    expect(problemsIn(levels.join('\n'))).toMatchObject([{ message: expect.stringContaining('too many aliases') }]);
  });

  it('keeps a key named __proto__ from reaching any prototype', () => {
    expect(problemsIn(`${SMALL}__proto__: { polluted: true }\n`)).toMatchObject([{ path: '__proto__' }]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('the packs that ship', () => {
  const folder = new URL('../../../manifests/packs/', import.meta.url);
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))(
    '%s is valid and named after its id',
    (name) => {
      const parsed = parsePack(readFileSync(new URL(name, folder), 'utf8'), name, COMPARATORS);
      expect(parsed).toMatchObject({ ok: true, value: { id: name.replace('.yaml', '') } });
    },
  );
});
