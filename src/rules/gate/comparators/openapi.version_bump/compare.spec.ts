import { describe, expect, it } from 'vitest';
import { petSpec } from '../../../diff/openapi/given.ts';
import type { Json, JsonObject } from '../../../diff/openapi/read/json.ts';
import { type Given, given } from '../../given.ts';
import { openapiVersionBump } from './index.ts';

const judge = given(openapiVersionBump);
const versioned = (spec: JsonObject, version: string | null): Json => ({
  ...spec,
  info: version === null ? { title: 'Pets' } : { title: 'Pets', version },
});
const files = (base: Json, head: Json): Given => ({
  base: { 'openapi.json': JSON.stringify(base, null, 1) },
  head: { 'openapi.json': JSON.stringify(head, null, 1) },
});
const plain = petSpec({});
const added = petSpec({ parameters: [{ in: 'query', name: 'limit', schema: {} }] });
const broken = petSpec({ parameters: [{ in: 'query', name: 'limit', required: true, schema: {} }] });

describe('openapi.version_bump', () => {
  it.each([
    ['a breaking change under the same version', broken, '1.0.0', '1.0.0', 'api-version-not-bumped', 70],
    ['a breaking change under a minor bump', broken, '1.0.0', '1.1.0', 'api-major-version-not-bumped', 70],
    ['an addition under a patch', added, '1.0.0', '1.0.1', 'api-minor-version-not-bumped', 45],
    ['a version that went back', added, '1.0.0', '0.9.0', 'api-version-decreased', 60],
    ['a version that was taken away', added, '1.0.0', null, 'api-version-missing', 45],
    ['a version that was taken away and nothing else', plain, '1.0.0', null, 'api-version-missing', 45],
    ['a calendar version that stayed', broken, '2026-10-01', '2026-10-01', 'api-version-not-bumped', 70],
  ])('fails for %s', async (_, head, from, to, code, severity) => {
    expect(await judge(files(versioned(plain, from), versioned(head, to)))).toMatchObject([
      { code, severity, outcome: 'fail', evidence: [{ side: 'head', line: expect.any(Number) }, { side: 'base' }] },
    ]);
  });

  it.each([
    ['a breaking change under a major bump', broken, '1.0.0', '2.0.0'],
    ['a breaking change under a minor bump below 1.0.0', broken, '0.1.0', '0.2.0'],
    ['an addition under a minor bump', added, '1.0.0', '1.1.0'],
    ['a breaking change on a new date', broken, '2026-10-01', '2026-11-20'],
    ['a bump that nothing asked for', plain, '1.0.0', '1.0.1'],
  ])('passes for %s', async (_, head, from, to) => {
    expect(await judge(files(versioned(plain, from), versioned(head, to)))).toMatchObject([{ outcome: 'pass' }]);
  });

  it('asks only for breaking changes when the pack says so', async () => {
    const both = files(versioned(plain, '1.0.0'), versioned(added, '1.0.0'));
    expect(await judge(both, { requiredFor: 'breaking' })).toMatchObject([{ outcome: 'pass' }]);
  });

  it.each([
    ['a list', ['title', 'version']],
    ['a word', 'Pets'],
  ])('never passes when info became %s', async (_, info) => {
    const head = { ...plain, info };
    expect(await judge(files(versioned(plain, '1.0.0'), head))).toMatchObject([
      { outcome: 'fail', code: 'api-version-missing' },
    ]);
  });

  it('does not know when a side cannot be parsed', async () => {
    const both: Given = {
      base: { 'openapi.json': JSON.stringify(plain) },
      head: { 'openapi.json': '{"openapi":"3.1.0",' },
    };
    expect(await judge(both)).toMatchObject([{ outcome: 'unknown', code: 'openapi.unparsable' }]);
  });

  it('has nothing to say about a description that is new', async () => {
    expect(await judge({ base: {}, head: { 'openapi.json': JSON.stringify(plain) } })).toEqual([]);
  });
});
