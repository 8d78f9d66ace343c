import { describe, expect, it } from 'vitest';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { runSemanticDiff } from './semantic-diff.ts';

const spec = (required: boolean, version = '1.0.0') =>
  `openapi: 3.0.3\ninfo: {title: Pets, version: "${version}"}\npaths:\n  /pets:\n    get:\n      parameters:\n        - {in: query, name: limit, required: ${required}, schema: {}}\n      responses: {}\n`;
const FILES: Record<string, string> = {
  'base.yaml': spec(false),
  'same.yaml': spec(false),
  'head.yaml': spec(true),
  'broken.yaml': 'openapi: [',
  'shapeless.yaml': 'openapi: 3.0.3\ninfo: [title, version]\npaths: {}\n',
  'base.graphql': 'type Query {\n  users: Int\n  teams: Int\n}\n',
  'head.graphql': 'type Query {\n  users: Int\n}\n',
  'broken.graphql': 'type Query {',
  'base.jsonschema': '{\n "properties": {\n  "a": {\n   "maxLength": 9\n  }\n }\n}',
  'head.jsonschema': '{\n "properties": {\n  "a": {\n   "maxLength": 5\n  }\n }\n}',
  'broken.jsonschema': '{"properties": ',
  'base.protobuf': 'syntax = "proto3";\nmessage Pay {\n  int32 cents = 1;\n}\n',
  'head.protobuf': 'syntax = "proto3";\nmessage Pay {\n}\n',
  'broken.protobuf': 'message Pay {',
  'levels.txt': '# ours\nrequest-parameter-became-required none\n',
  'bad-levels.txt': 'request-parameter-became-required loud\n',
};

async function run(...args: string[]) {
  const said: string[] = [];
  const complained: string[] = [];
  const code = await runSemanticDiff(args, {
    openRepo: async () => repo(),
    readFile(path) {
      const text = FILES[path];
      if (text === undefined) throw new Error(`There is no file ${path}.`);
      return text;
    },
    clock: { now: () => Date.UTC(2026, 10, 20) },
    out: (text) => said.push(text),
    complain: (text) => complained.push(text),
  });
  return { code, out: said.join(''), complaints: complained.join('\n') };
}

describe('semantic-diff run', () => {
  it('answers 0 when nothing breaks and 1 when something does', async () => {
    expect(await run('--base', 'base.yaml', '--head', 'same.yaml')).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing differs'),
    });
    expect(await run('--base', 'base.yaml', '--head', 'head.yaml')).toMatchObject({
      code: 1,
      out: expect.stringContaining('head.yaml:7'),
    });
  });

  it('writes the changes, their count and the bump as JSON', async () => {
    const { out } = await run('--base', 'base.yaml', '--head', 'head.yaml', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      changes: [
        { code: 'request-parameter-became-required', risk: 'breaking', base: { line: 7 }, head: { line: 7 } },
        { code: 'api-version-not-bumped' },
      ],
      summary: { breaking: 1, behavioral: 1, cosmetic: 0 },
      bump: { deserved: 'major', made: 'none' },
    });
  });

  it.each([
    ['markdown', '| GET /pets |'],
    ['sarif', '"ruleId": "request-parameter-became-required"'],
  ])('writes %s', async (format, words) => {
    expect((await run('--base', 'base.yaml', '--head', 'head.yaml', '--format', format)).out).toContain(words);
  });

  it('goes by the threshold and by a severity file', async () => {
    const levels = ['--base', 'base.yaml', '--head', 'head.yaml', '--severity-levels', 'levels.txt'];
    expect((await run(...levels)).code).toBe(0);
    expect((await run(...levels, '--risk-threshold', 'cosmetic')).code).toBe(0);
    expect((await run('--base', 'base.yaml', '--head', 'head.yaml', '--risk-threshold', 'behavioral')).code).toBe(1);
  });

  it.each([
    ['a side that is not there', ['--base', 'gone.yaml', '--head', 'head.yaml'], 'There is no file gone.yaml.'],
    [
      'a side that cannot be read',
      ['--base', 'base.yaml', '--head', 'broken.yaml'],
      'broken.yaml:1 cannot be read at head',
    ],
    ['a part that cannot be compared', ['--base', 'same.yaml', '--head', 'shapeless.yaml'], '"info" is no mapping'],
    [
      'a severity file with another word',
      ['--base', 'base.yaml', '--head', 'head.yaml', '--severity-levels', 'bad-levels.txt'],
      'bad-levels.txt:1',
    ],
    ['a format that does not exist', ['--base', 'a', '--head', 'b', '--format', 'jsn'], 'Did you mean json?'],
    ['a missing side', ['--base', 'a'], '--base and --head are needed'],
    ['an option that does not exist', ['--bsae', 'a'], '--bsae'],
  ])('answers 2 for %s', async (_, args, words) => {
    const { code, complaints } = await run(...args);
    expect(code).toBe(2);
    expect(complaints).toContain(words);
  });

  it.each([
    ['graphql', 'FIELD_REMOVED', 3],
    ['jsonschema', 'max-length-decreased', 4],
    ['protobuf', 'FIELD_NO_DELETE_UNLESS_NUMBER_RESERVED', 3],
  ])('compares files of the kind %s', async (kind, code, line) => {
    const asked = (head: string) => ['--kind', kind, '--base', `base.${kind}`, '--head', head, '--format', 'json'];
    const found = await run(...asked(`head.${kind}`));
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({
      changes: [{ code, base: { line } }],
      summary: { breaking: 1 },
      bump: { deserved: 'major', made: 'none' },
    });
    expect(await run(...asked(`base.${kind}`))).toMatchObject({ code: 0, complaints: '' });
    expect(await run(...asked(`broken.${kind}`))).toMatchObject({
      code: 2,
      complaints: expect.stringContaining(`broken.${kind}`),
    });
  });

  it('compares the descriptions that differ between two commits', async () => {
    const { code, out } = await run('--repo', '.', '--base', 'main', '--head', 'topic', '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ changes: [{ head: { file: 'api/openapi.yaml', line: 7 } }, {}] });
  });
});

function repo(): LocalRepo {
  const refused = (): never => {
    throw new Error('Not asked for here.');
  };
  return {
    resolve: async (ref) => ref,
    mergeBase: refused,
    changedFiles: refused,
    changedLines: refused,
    search: refused,
    close: () => undefined,
    snapshot: () => ({
      changedFiles: async () => ({
        files: [{ path: 'api/openapi.yaml', previousPath: null, status: 'modified', additions: 1, deletions: 1 }],
        truncated: false,
      }),
      tree: refused,
      read: async ({ side }) => {
        const text = spec(side === 'head');
        return { kind: 'text', text, bytes: text.length, blobSha: 'a'.repeat(40) };
      },
      calls: () => 0,
    }),
  };
}
