import { describe, expect, it } from 'vitest';
import { type Given, given } from '../../given.ts';
import { graphqlDiff } from './index.ts';

const judge = given(graphqlDiff);
const OLD = 'type Query {\n  users: Int\n  teams: Int\n}\n';
const LESS = 'type Query {\n  users: Int\n}\n';
const MORE = 'type Query {\n  users: Int\n  teams: Int\n  roles: Int\n}\n';
const at = (base: string, head: string, path = 'api/schema.graphql'): Given => ({
  base: { [path]: base },
  head: { [path]: head },
});

describe('graphql.diff', () => {
  it('fails when a client would be refused, and shows the line', async () => {
    expect(await judge(at(OLD, LESS))).toMatchObject([
      {
        code: 'FIELD_REMOVED',
        outcome: 'fail',
        severity: 95,
        message: expect.stringContaining("query teams: Field 'teams' was removed"),
        evidence: [{ file: 'api/schema.graphql', line: 3, side: 'base', read: 'teams: Int' }],
      },
    ]);
  });

  it('passes when nothing breaks, and counts what differs', async () => {
    expect(await judge(at(OLD, MORE))).toMatchObject([
      { outcome: 'pass', message: 'api/schema.graphql: 1 behavioral change.' },
    ]);
  });

  it('has nothing to say about queries, other files, and schemas kept as test data', async () => {
    expect(await judge(at('query A { a }', 'query A { b }', 'web/a.graphql'))).toEqual([]);
    expect(await judge(at(OLD, LESS, 'schema.txt'))).toEqual([]);
    expect(await judge(at(OLD, LESS, 'test/fixtures/schema.graphql'))).toEqual([]);
    expect(await judge(at(OLD, LESS), { exclude: '/api/' })).toEqual([]);
  });

  it('compares what the options and the artifacts of the pack name, whatever it is called', async () => {
    expect(await judge(at(OLD, LESS, 'schema.txt'), { files: '*.txt' })).toMatchObject([{ code: 'FIELD_REMOVED' }]);
    const artifact = {
      type: 'graphql_schema',
      path: { base: 'schema.txt', head: 'schema.txt' },
      from: 'explicit' as const,
      tried: ['schema.txt'],
    };
    expect(await judge({ ...at(OLD, LESS, 'schema.txt'), artifacts: [artifact] })).toMatchObject([
      { code: 'FIELD_REMOVED' },
    ]);
  });

  it('follows a file that moved, seen as a rename or as two files', async () => {
    const sides = { base: { 'a/schema.graphql': OLD }, head: { 'b/schema.graphql': OLD } };
    expect(await judge(sides)).toMatchObject([{ outcome: 'pass' }]);
    expect(await judge({ ...sides, moved: { 'a/schema.graphql': 'b/schema.graphql' } })).toMatchObject([
      { outcome: 'pass' },
    ]);
  });

  it('fails when the schema was removed, and passes one that is new', async () => {
    expect(await judge({ base: { 'schema.graphql': OLD }, head: {} })).toMatchObject([
      { code: 'graphql.file-removed', outcome: 'fail', severity: 95 },
    ]);
    expect(await judge({ base: {}, head: { 'schema.graphql': OLD } })).toMatchObject([{ outcome: 'pass' }]);
  });

  it.each([
    [
      'a side that is too large',
      { 'schema.graphql': { kind: 'unreadable', reason: 'too-large', detail: 'It has 90 MB.' } },
      'graphql.unreadable',
    ],
    ['a side that does not parse', { 'schema.graphql': 'type Query {' }, 'graphql.unparsable'],
  ] as const)('does not know about %s', async (_, head, code) => {
    expect(await judge({ base: { 'schema.graphql': OLD }, head } as Given)).toMatchObject([
      { code, outcome: 'unknown' },
    ]);
  });

  it('does not know about an artifact that is nowhere, nor about a list of files that was cut off', async () => {
    const artifact = {
      type: 'graphql_schema',
      path: { base: null, head: null },
      from: 'missing' as const,
      tried: ['x.graphql'],
    };
    expect(await judge({ head: { a: '' }, artifacts: [artifact] })).toMatchObject([
      { code: 'graphql.file-missing', outcome: 'unknown' },
    ]);
    expect(await judge({ head: { a: '' }, filesTruncated: true })).toMatchObject([
      { code: 'graphql.not-all-files', outcome: 'unknown' },
    ]);
  });

  it('judges the rest beside a file that does not parse', async () => {
    const files: Given = {
      base: { 'a.graphql': 'type A { a: Int }', 'schema.graphql': OLD },
      head: { 'a.graphql': 'type A { a:', 'schema.graphql': LESS },
    };
    expect(await judge(files)).toMatchObject([
      { code: 'FIELD_REMOVED', outcome: 'fail' },
      { code: 'graphql.unparsable', outcome: 'unknown' },
    ]);
  });

  it('tells dangerous changes too when the pack asks for them, and asks for an override where no approval counts', async () => {
    const [base, head] = ['enum Role { A }\n', 'enum Role { A B }\n'];
    expect(await judge(at(base, head), { riskThreshold: 'behavioral' })).toMatchObject([
      { code: 'ENUM_VALUE_ADDED', severity: 40 },
    ]);
    expect(await judge(at(OLD, LESS), { allowBreakingWithApproval: false })).toMatchObject([
      { suggestedFix: expect.stringContaining('overridden') },
    ]);
  });

  it('folds what is beyond 100 causes into one last finding', async () => {
    const many = `type Query {\n${Array.from({ length: 130 }, (_, index) => `  f${index}: Int`).join('\n')}\n  a: Int\n}\n`;
    const found = await judge(at(many, 'type Query {\n  a: Int\n}\n'));
    expect(found).toHaveLength(100);
    expect(found.at(-1)).toMatchObject({
      code: 'graphql.more-changes',
      message: 'And 31 more causes: FIELD_REMOVED (31).',
    });
  });
});
