import { describe, expect, it } from 'vitest';
import type { SemanticChange } from '../change.ts';
import { bumpOf, pathMajorOf } from './version.ts';

const change = (risk: SemanticChange['risk']) => ({ risk, code: 'x' }) as SemanticChange;
const NO_PATHS = { base: null, head: null };

describe('the bump', () => {
  it.each([
    ['1.2.3', '2.0.0', 'breaking', 'major', true],
    ['1.2.3', '1.3.0', 'breaking', 'minor', false],
    ['1.2.3', '1.2.3', 'breaking', 'none', false],
    ['1.2.3', '1.3.0', 'behavioral', 'minor', true],
    ['1.2.3', '1.2.4', 'behavioral', 'patch', false],
    ['1.2.3', '1.2.4', 'cosmetic', 'patch', true],
    ['1.2.3', '1.2.2', 'cosmetic', 'decreased', false],
    ['0.3.0', '0.4.0', 'breaking', 'minor', true],
    ['0.3.0', '0.3.1', 'breaking', 'patch', false],
    ['2.0.0-rc.1', '2.0.0-rc.2', 'breaking', 'patch', false],
    ['v1', 'v2', 'breaking', 'major', true],
    ['1.0', '1.1', 'behavioral', 'minor', true],
    ['2026-10-01', '2026-11-20', 'breaking', 'major', true],
    ['2026-10-01', '2026-10-01', 'breaking', 'none', false],
    ['2026-10-01', '2026-09-01', 'breaking', 'decreased', false],
    ['', '', 'breaking', 'none', false],
    ['1.2.3', '', 'cosmetic', 'none', false],
    ['one', 'two', 'breaking', 'major', true],
  ] as const)('from %s to %s with a %s change is %s', (base, head, risk, made, enough) => {
    expect(bumpOf({ base, head }, [change(risk)], NO_PATHS)).toMatchObject({ made, enough });
  });

  it('asks for nothing when nothing changed', () => {
    expect(bumpOf({ base: '1.0.0', head: '1.0.0' }, [], NO_PATHS)).toEqual({
      deserved: 'none',
      made: 'none',
      scheme: 'semver',
      enough: true,
    });
  });

  it('takes the number in the path where the version says nothing', () => {
    const versions = { base: 'latest', head: 'latest' };
    expect(bumpOf(versions, [change('breaking')], { base: 1, head: 1 })).toMatchObject({
      scheme: 'path',
      enough: false,
    });
    expect(bumpOf(versions, [change('breaking')], { base: 1, head: 2 })).toMatchObject({ made: 'major', enough: true });
    expect(bumpOf(versions, [change('behavioral')], { base: 1, head: 1 })).toMatchObject({ enough: true });
  });
});

describe('the number in the path', () => {
  it.each([
    [{ servers: [{ url: 'https://api.acme.test/v2' }] }, 2],
    [{ servers: [{ url: 'https://a/v1' }, { url: 'https://b/v2' }] }, null],
    [{ basePath: '/v3' }, 3],
    [{ paths: { '/v1/a': {}, '/v1/b': {} } }, 1],
    [{ paths: { '/v1/a': {}, '/b': {} } }, null],
  ])('is read from %j', (root, major) => {
    expect(pathMajorOf(root)).toBe(major);
  });
});
