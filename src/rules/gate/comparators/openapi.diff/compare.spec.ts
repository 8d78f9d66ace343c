import { describe, expect, it } from 'vitest';
import { petSpec } from '../../../diff/openapi/given.ts';
import type { Json, JsonObject } from '../../../diff/openapi/read/json.ts';
import { type Given, given } from '../../given.ts';
import { openapiDiff } from './index.ts';

const judge = given(openapiDiff);
const text = (spec: Json) => JSON.stringify(spec, null, 1);
const artifact = (base: string | null, head: string | null) => ({
  type: 'openapi_spec',
  path: { base, head },
  from: 'explicit' as const,
  tried: ['openapi.json'],
});
const files = (base: Json, head: Json): Given => ({
  base: { 'openapi.json': text(base) },
  head: { 'openapi.json': text(head) },
  artifacts: [artifact('openapi.json', 'openapi.json')],
});
const limit = (more: JsonObject = {}) =>
  petSpec({ parameters: [{ in: 'query', name: 'limit', schema: { type: 'integer' }, ...more }] });

describe('openapi.diff', () => {
  it('has nothing to say when no description changed', async () => {
    expect(await judge({ head: { 'src/a.ts': '' }, artifacts: [artifact('openapi.json', 'openapi.json')] })).toEqual(
      [],
    );
    expect(await judge({ head: { 'config.yaml': 'a: 1' } })).toEqual([]);
  });

  it.each([
    ['info', ['title', 'version']],
    ['info', 'Pets'],
    ['components', [1]],
  ])('does not know, and passes nothing, when %s is no mapping', async (part, value) => {
    const findings = await judge(files(limit(), { ...limit(), [part]: value }));
    expect(findings).toContainEqual(
      expect.objectContaining({ outcome: 'unknown', code: 'openapi.wrong-shape', key: expect.stringContaining(part) }),
    );
    expect(findings.filter(({ outcome }) => outcome === 'pass')).toEqual([]);
  });

  it('fails when callers would be refused, and shows both lines', async () => {
    expect(await judge(files(limit(), limit({ required: true })))).toMatchObject([
      {
        code: 'request-parameter-became-required',
        outcome: 'fail',
        severity: 95,
        message: expect.stringContaining('POST /pets'),
        evidence: [
          { file: 'openapi.json', side: 'head', line: expect.any(Number), read: '"required": true' },
          { file: 'openapi.json', side: 'base', line: expect.any(Number) },
        ],
      },
    ]);
  });

  it('passes when nothing breaks, and counts what differs', async () => {
    expect(await judge(files(petSpec({}), limit()))).toMatchObject([
      { outcome: 'pass', message: 'openapi.json: 1 behavioral change.' },
    ]);
  });

  it('finds a description the pack does not name by its name and content', async () => {
    const found = {
      base: { 'api/pets-openapi.json': text(limit()) },
      head: { 'api/pets-openapi.json': text(petSpec({})) },
    };
    expect(await judge(found)).toMatchObject([{ code: 'request-parameter-removed', outcome: 'fail' }]);
  });

  it('leaves descriptions kept as test data alone', async () => {
    const path = 'test/fixtures/openapi.json';
    expect(await judge({ base: { [path]: text(limit()) }, head: { [path]: text(petSpec({})) } })).toEqual([]);
  });

  it('follows a description that moved, though git saw two files', async () => {
    const moved: Given = {
      base: { 'openapi.json': text(limit()) },
      head: { 'docs/openapi.json': text(limit({ required: true })) },
    };
    expect(await judge(moved)).toMatchObject([
      {
        code: 'request-parameter-became-required',
        evidence: [{ file: 'docs/openapi.json' }, { file: 'openapi.json' }],
      },
    ]);
  });

  it('fails when the description was removed', async () => {
    const gone: Given = {
      base: { 'openapi.json': text(limit()) },
      head: {},
      artifacts: [artifact('openapi.json', null)],
    };
    expect(await judge(gone)).toMatchObject([{ code: 'openapi.spec-removed', outcome: 'fail', severity: 95 }]);
  });

  it('promises nothing about a description that is new', async () => {
    const fresh: Given = {
      base: {},
      head: { 'openapi.json': text(limit()) },
      artifacts: [artifact(null, 'openapi.json')],
    };
    expect(await judge(fresh)).toMatchObject([{ code: 'openapi.spec-added', outcome: 'pass' }]);
  });

  it.each([
    [
      'a side that is too large',
      {
        base: { 'openapi.json': text(limit()) },
        head: { 'openapi.json': { kind: 'unreadable', reason: 'too-large', detail: 'It has 90 MB.' } },
      },
      'openapi.unreadable',
    ],
    [
      'a side that does not parse',
      { base: { 'openapi.json': text(limit()) }, head: { 'openapi.json': '{"openapi": "3.0.0",' } },
      'openapi.unparsable',
    ],
    [
      'a base that is no description',
      { base: { 'openapi.json': '{}' }, head: { 'openapi.json': text(limit()) } },
      'openapi.unparsable',
    ],
  ] as const)('does not know about %s', async (_, sides, code) => {
    const asked = { ...sides, artifacts: [artifact('openapi.json', 'openapi.json')] } as Given;
    expect(await judge(asked)).toMatchObject([{ code, outcome: 'unknown' }]);
  });

  it('does not know about an artifact that is nowhere', async () => {
    expect(await judge({ head: { a: '' }, artifacts: [artifact(null, null)] })).toMatchObject([
      { code: 'openapi.spec-missing', outcome: 'unknown' },
    ]);
  });

  it('judges the rest when a reference leads outside, and says what it did not see', async () => {
    const outside = (required: boolean) =>
      petSpec({ parameters: [{ in: 'query', name: 'a', required, schema: {} }, { $ref: 'common.yaml#/limit' }] });
    expect(await judge(files(outside(false), outside(true)))).toMatchObject([
      { code: 'request-parameter-became-required', outcome: 'fail' },
      { code: 'openapi.remote-ref', outcome: 'unknown' },
    ]);
  });

  it('reports a shared schema once, however many operations use it', async () => {
    const shared = (type: string) => {
      const use = {
        responses: {
          '200': { description: '', content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } } },
        },
      };
      const paths = Object.fromEntries(['/a', '/b', '/c'].map((path) => [path, { get: use }]));
      return petSpec({}, { paths, components: { schemas: { Pet: { type: 'object', properties: { id: { type } } } } } });
    };
    const found = await judge(files(shared('integer'), shared('string')));
    expect(found).toMatchObject([
      { code: 'response-property-type-changed', message: expect.stringContaining('The same in 2 more operations.') },
    ]);
  });

  it('keeps the key of a finding when operations are added and lists reordered around it', async () => {
    const operation = (required: boolean, before: Json[] = []): JsonObject =>
      petSpec({ parameters: [...before, { in: 'query', name: 'a', required, schema: {} }] });
    const [first] = await judge(files(operation(false), operation(true)));
    const [second] = await judge(files(operation(false), operation(true, [{ in: 'query', name: 'b', schema: {} }])));
    expect(second?.key).toBe(first?.key);
  });

  it('folds what is beyond 100 causes into one last finding', async () => {
    const parameters = (required: boolean) =>
      Array.from({ length: 130 }, (_, index) => ({ in: 'query', name: `p${index}`, required, schema: {} }));
    const found = await judge(
      files(petSpec({ parameters: parameters(false) }), petSpec({ parameters: parameters(true) })),
    );
    expect(found).toHaveLength(100);
    expect(found.at(-1)).toMatchObject({
      code: 'openapi.more-changes',
      message: 'And 31 more causes: request-parameter-became-required (31).',
    });
  });

  it('goes by the levels, the ignored codes and the strictness of the pack', async () => {
    const both = files(limit(), petSpec({}));
    expect(await judge(both, { ignore: ['request-parameter-removed'] })).toMatchObject([{ outcome: 'pass' }]);
    expect(await judge(both, { strictness: 'low' })).toMatchObject([{ outcome: 'pass' }]);
    expect(await judge(both, { strictness: 'high' })).toMatchObject([{ outcome: 'fail', severity: 95 }]);
    expect(await judge(both, { levels: { 'request-parameter-removed': 'none' } })).toMatchObject([{ outcome: 'pass' }]);
    expect(await judge(both, { allowBreakingWithApproval: false })).toMatchObject([
      { suggestedFix: expect.stringContaining('overridden') },
    ]);
  });
});
