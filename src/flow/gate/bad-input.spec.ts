import { afterAll, describe, expect, it } from 'vitest';
import type { ReadOutcome } from '../../model/facts.ts';
import type { Given } from '../../rules/gate/given.ts';
import { openEvaluationPool } from './evaluation-pool.ts';
import { judge } from './judge.ts';
import { readPack } from './read-pack.ts';
import { writtenPack, writtenSnapshot } from './written-snapshot.ts';

const pool = openEvaluationPool({ mostWorkers: 2 });
afterAll(() => pool.close());

/** Judged beside each bad input: it must come out as if the bad input were not there. */
const BYSTANDER = { type: 'obligation.file_present', config: { files: ['/LICENSE'] } };
const SECTIONS = { type: 'docs.required_sections', config: { rules: [{ pages: '*.md', sections: ['Rollback'] }] } };

const binary: ReadOutcome = { kind: 'unreadable', reason: 'binary', detail: 'README.md is binary.' };
const notUtf8: ReadOutcome = { kind: 'unreadable', reason: 'not-utf8', detail: 'README.md is not UTF-8.' };
const MIB = 1_024 * 1_024;

const SMALL_SPEC = 'openapi: 3.0.3\ninfo: { title: Payments, version: 1.0.0 }\npaths: {}\n';
const ALIAS_BOMB = aliasBomb();

type Row = {
  name: string;
  given: Given;
  comparator: string | { type: string; [field: string]: unknown };
  code: string;
  says: RegExp;
};

const ROWS: Row[] = [
  {
    name: 'a binary file where a page should be',
    given: { head: { 'README.md': binary } },
    comparator: SECTIONS,
    code: 'docs.page-unreadable',
    says: /is binary/,
  },
  {
    name: 'a page that is not UTF-8',
    given: { head: { 'README.md': notUtf8 } },
    comparator: 'docs.anchor_check',
    code: 'docs.page-unreadable',
    says: /not UTF-8/,
  },
  {
    name: 'Terraform that is not UTF-8',
    given: { head: { 'main.tf': { ...notUtf8, detail: 'main.tf is not UTF-8.' } } },
    comparator: 'terraform.iam_review',
    code: 'terraform.unreadable',
    says: /main.tf is not UTF-8/,
  },
  {
    name: 'a file of 50 MB',
    given: { head: { 'README.md': 'x'.repeat(50 * MIB) } },
    comparator: SECTIONS,
    code: 'docs.page-unreadable',
    says: /52428800 bytes/,
  },
  {
    name: 'more than 60 MiB of files together',
    given: { head: Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${index}.md`, 'x'.repeat(19 * MIB)])) },
    comparator: SECTIONS,
    code: 'docs.page-unreadable',
    says: /add up to more than/,
  },
  {
    name: 'a page of 5 MB that nests without end',
    given: { head: { 'README.md': '> '.repeat(2_500_000) } },
    comparator: SECTIONS,
    code: 'docs.page-unreadable',
    says: /more than 2000000 characters/,
  },
  {
    name: 'a small page that nests without end',
    given: { head: { 'README.md': `${'> '.repeat(5_000)}x` } },
    comparator: SECTIONS,
    code: 'docs.page-unreadable',
    says: /nests more than 200 levels/,
  },
  {
    name: 'a page that costs its parser minutes',
    given: { head: { 'README.md': '[a]('.repeat(100_000) } },
    comparator: { ...SECTIONS, timeoutMs: 400 },
    code: 'comparator.timed-out',
    says: /time limit of 400 ms/,
  },
  {
    name: 'a page that costs its parser minutes while the files are named',
    given: { head: { 'README.md': '[a]('.repeat(100_000) } },
    comparator: { type: 'docs.anchor_check', timeoutMs: 400 },
    code: 'comparator.timed-out',
    says: /time limit of 400 ms/,
  },
  {
    name: 'HCL that does not parse',
    given: { head: { 'main.tf': 'resource "a" "b" {\n  c = = 1\n}\n' } },
    comparator: 'terraform.iam_review',
    code: 'terraform.unparsed',
    says: /does not parse: Invalid expression/,
  },
  {
    name: 'HCL that nests a thousand levels',
    given: { head: { 'main.tf': `locals {\n  a = ${'['.repeat(1_000)}${']'.repeat(999)}\n}\n` } },
    comparator: 'terraform.iam_review',
    code: 'terraform.unparsed',
    says: /main.tf/,
  },
  {
    name: 'Terraform in JSON that is no JSON',
    given: { head: { 'main.tf.json': '{"resource": ' } },
    comparator: 'terraform.iam_review',
    code: 'terraform.unreadable',
    says: /does not parse/,
  },
  {
    name: 'an API description that is not UTF-8',
    given: { head: { 'openapi.yaml': { ...notUtf8, detail: 'openapi.yaml is not UTF-8.' } } },
    comparator: 'openapi.validate',
    code: 'openapi.unreadable',
    says: /openapi.yaml is not UTF-8/,
  },
  {
    name: 'an API description with a YAML alias bomb',
    given: { base: { 'openapi.yaml': SMALL_SPEC }, head: { 'openapi.yaml': `openapi: 3.0.3\n${ALIAS_BOMB}` } },
    comparator: 'openapi.diff',
    code: 'openapi.unparsable',
    says: /aliases/,
  },
  {
    name: 'an API description of 13 MB in a time that is too short for it',
    given: { base: { 'openapi.yaml': SMALL_SPEC }, head: { 'openapi.yaml': specOf(13 * MIB) } },
    comparator: { type: 'openapi.diff', timeoutMs: 150 },
    code: 'comparator.timed-out',
    says: /openapi.diff was stopped/,
  },
  {
    name: 'a comparator nobody has',
    given: { head: { 'README.md': '# A' } },
    comparator: 'docs.anchor_chek',
    code: 'comparator.unknown',
    says: /"docs.anchor_chek", which does not exist/,
  },
  {
    name: 'a glob with too many alternatives',
    given: { head: { 'README.md': '# A' } },
    comparator: {
      type: 'docs.anchor_check',
      config: { ignore: ['{a,b,c}{a,b,c}{a,b,c}{a,b,c}{a,b,c}'] },
    },
    code: 'comparator.options-invalid',
    says: /ignore.0: the pattern has more than 64 alternatives/,
  },
  {
    name: 'more than 3,000 changed files, cut by the host',
    given: {
      head: Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`src/${index}.ts`, ''])),
      filesTruncated: true,
    },
    comparator: 'docs.anchor_check',
    code: 'change.files-truncated',
    says: /first 3001 changed files/,
  },
];

describe('bad input', () => {
  it.each(ROWS)(
    '$name is answered as unknown, and the rest is still judged',
    async ({ given, comparator, code, says }) => {
      const { snapshot, change } = writtenSnapshot({ ...given, head: { ...given.head, LICENSE: 'MIT' } });
      const packs = [writtenPack([comparator, BYSTANDER])];
      const result = await judge({ snapshot, change, packs, now: 0, monotonicMs: () => performance.now() }, pool);
      const answers = result.findings.filter(({ outcome }) => outcome === 'unknown');
      expect(answers.map((finding) => finding.code)).toContain(code);
      expect(answers.map(({ message }) => message).join('\n')).toMatch(says);
      expect(answers.every(({ suggestedFix }) => suggestedFix !== '')).toBe(true);
      expect(result.findings).toContainEqual(
        expect.objectContaining({ code: 'obligation.file-present', outcome: 'pass' }),
      );
      expect(result).toMatchObject({ verdict: 'block', hasUnknown: true });
    },
  );

  it('an empty pull request is not applicable, and no pass', async () => {
    const { snapshot, change } = writtenSnapshot({});
    const packs = [writtenPack(['docs.anchor_check', 'terraform.iam_review', SECTIONS])];
    const result = await judge({ snapshot, change, packs, now: 0, monotonicMs: () => performance.now() }, pool);
    expect(result).toMatchObject({ verdict: 'not-applicable', hasUnknown: false });
  });

  it('3,000 changed files are judged', async () => {
    const head = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`src/${index}.ts`, '']));
    const { snapshot, change } = writtenSnapshot({ head });
    const rule = { when: '/src/**', must: '/CHANGELOG.md' };
    const packs = [writtenPack([{ type: 'obligation.file_changed', config: { rules: [rule] } }])];
    const result = await judge({ snapshot, change, packs, now: 0, monotonicMs: () => performance.now() }, pool);
    expect(result.findings).toMatchObject([{ code: 'obligation.file-not-changed', outcome: 'fail' }]);
    expect(result.findings[0]?.evidence).toHaveLength(5);
  });

  it('a glob made to be slow is matched all the same', async () => {
    const path = `${'a'.repeat(200)}/${'b/'.repeat(100)}c`;
    const { snapshot, change } = writtenSnapshot({ head: { [path]: '' } });
    const rule = { when: '**/**/**/*a*a*a*a*b/**/**/d', must: '/CHANGELOG.md' };
    const packs = [writtenPack([{ type: 'obligation.file_changed', config: { rules: [rule] } }])];
    const result = await judge({ snapshot, change, packs, now: 0, monotonicMs: () => performance.now() }, pool);
    expect(result.findings).toMatchObject([{ outcome: 'not-applicable' }]);
  });
});

describe('bad packs', () => {
  it.each([
    ['a YAML alias bomb', ALIAS_BOMB],
    ['YAML nested a hundred levels', `id: ${'['.repeat(100)}${']'.repeat(100)}`],
    [
      'an unknown comparator',
      'id: p\nname: P\nscope: { type: workspace }\ntrackA:\n  enabled: true\n  comparators: [{ type: docs.anchors }]\n',
    ],
    [
      'an unknown option',
      'id: p\nname: P\nscope: { type: workspace }\ntrackA:\n  enabled: true\n  comparators: [{ type: docs.anchor_check, config: { page: 1 } }]\n',
    ],
    ['no document at all', ''],
  ])('%s is refused with its place', (_name, text) => {
    const read = readPack(text, 'pack.yaml');
    expect(read).toMatchObject({
      ok: false,
      error: [expect.objectContaining({ file: 'pack.yaml', line: expect.any(Number) })],
    });
  });
});

/** Nine anchors, each eight times the one before: 134 million nodes when written out. */
function aliasBomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x]'];
  for (const [before, name] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [pair[0], pair[1]]))
    lines.push(`${name}: &${name} [${Array.from({ length: 8 }, () => `*${before}`).join(', ')}]`);
  return lines.join('\n');
}

function specOf(chars: number): string {
  const path = (index: number) =>
    `  /charges/${index}:\n    get:\n      summary: ${'x'.repeat(900)}\n      responses:\n        "200":\n          description: Fine\n`;
  const paths = Array.from({ length: Math.ceil(chars / path(0).length) }, (_, index) => path(index));
  return `openapi: 3.0.3\ninfo: { title: Payments, version: 1.0.0 }\npaths:\n${paths.join('')}`;
}
