import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { describe, expect, it } from 'vitest';
import { globMatcher, globProblem } from './globs.ts';

describe('globMatcher', () => {
  it.each([
    ['/openapi.yaml', 'openapi.yaml', true],
    ['/openapi.yaml', 'api/openapi.yaml', false],
    ['openapi.yaml', 'api/openapi.yaml', true],
    ['openapi.yaml', 'openapi.yaml', true],
    ['/src/controllers/**', 'src/controllers/deep/pay.ts', true],
    ['/src/controllers/**', 'lib/src/controllers/pay.ts', false],
    ['test/**', 'packages/a/test/x.ts', true],
    ['/docs/', 'docs/a/b.md', true],
    ['/docs/', 'docs.md', false],
    ['/*.md', 'docs/a.md', false],
    ['*.md', '.github/a.md', true],
    ['/docs/**/*.md', 'docs/a.md', true],
    ['/docs/**/*.md', 'docs/x/y/a.md', true],
    ['/a?c', 'abc', true],
    ['/a?c', 'a/c', false],
    ['/[a-c]x', 'bx', true],
    ['/[!a-c]x', 'bx', false],
    ['/[a-c', '[a-c', true],
    ['/{a,b}.{yaml,yml}', 'b.yml', true],
    ['/{a,b/c}/d', 'b/c/d', true],
    ['/a{b}c', 'a{b}c', true],
    ['/a\\*b', 'a*b', true],
    ['/a\\*b', 'axb', false],
    ['/a*b*c*', 'a-b-c-d', true],
    ['/(a|b)', 'a', false],
    ['/😀*', '😀.md', true],
  ])('%s on %s is %s', (glob, path, expected) => {
    expect(globMatcher([glob])(path)).toBe(expected);
  });

  it('takes paths away again with a leading exclamation mark', () => {
    const matches = globMatcher(['/docs/**', '!/docs/archive/**']);
    expect([matches('docs/a.md'), matches('docs/archive/a.md')]).toEqual([true, false]);
  });

  it('matches nothing without a glob', () => {
    expect(globMatcher([])('README.md')).toBe(false);
  });

  it('agrees with picomatch on ordinary globs', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', 'a*b', '?', '[ab]', '{a,b}', '**');
    const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', 'c');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, names) => {
          // Whether a last `**` may be empty depends, there, on what stands before it; here it always may.
          const glob = parts.at(-1) === '**' ? [...parts, 'a'].join('/') : parts.join('/');
          const path = names.join('/');
          expect([glob, path, globMatcher([`/${glob}`])(path)]).toEqual([
            glob,
            path,
            picomatch(glob, { dot: true })(path),
          ]);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('a regex-hostile glob', () => {
  it('is answered by a process that would be killed if it hung', () => {
    const evil = [
      { glob: `/${'*a'.repeat(99)}b`, path: 'a'.repeat(4_000) },
      { glob: `/${'**/'.repeat(60)}x`, path: 'a/'.repeat(2_000) },
      { glob: `${'**/*a*a*/'.repeat(20)}b`, path: `${'aaaaaaaa/'.repeat(400)}c` },
      { glob: `/${'?*'.repeat(99)}b`, path: 'a'.repeat(4_000) },
    ];
    const module = new URL('./globs.ts', import.meta.url).href;
    const script = `import { globMatcher } from ${JSON.stringify(module)};
      const evil = ${JSON.stringify(evil)};
      process.stdout.write(JSON.stringify(evil.map(({ glob, path }) => globMatcher([glob])(path))));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      timeout: 20_000,
      encoding: 'utf8',
    });
    expect({ signal: run.signal, out: run.stdout }).toEqual({ signal: null, out: '[false,false,false,false]' });
  });
});

describe('globProblem', () => {
  it.each([
    ['', 'is empty'],
    ['!', 'is empty'],
    ['a'.repeat(201), 'is longer than 200 characters'],
    ['{a,b}'.repeat(7), 'has more than 64 alternatives in its braces'],
    [`${'{a,'.repeat(30)}b${'}'.repeat(30)}`, null],
    ['/docs/**', null],
  ])('%s', (glob, expected) => {
    expect(globProblem(glob)).toBe(expected);
  });

  it('is thrown as a sentence by the matcher', () => {
    expect(() => globMatcher(['{a,b}'.repeat(7)])).toThrow(
      'has more than 64 alternatives in its braces: write a simpler one.',
    );
  });
});
