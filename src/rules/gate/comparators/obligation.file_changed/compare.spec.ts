import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { obligationFileChanged } from './index.ts';

const judge = given(obligationFileChanged);
const RULES = { rules: [{ when: '/migrations/**', must: '/docs/schema.md', unlessLabels: ['no-docs'] }] };
const ONLY_MIGRATION = { head: { 'migrations/1.sql': 'create table t ();' } };

describe('obligation.file_changed', () => {
  it('has nothing to say when the first thing did not change', async () => {
    expect(await judge({ head: { 'src/a.ts': '' } }, RULES)).toEqual([]);
  });

  it('fails when only the first thing changed, and shows it', async () => {
    expect(await judge(ONLY_MIGRATION, RULES)).toMatchObject([
      { code: 'obligation.file-not-changed', outcome: 'fail', evidence: [{ file: 'migrations/1.sql', side: 'head' }] },
    ]);
  });

  it('passes when both changed', async () => {
    const both = { head: { ...ONLY_MIGRATION.head, 'docs/schema.md': '# t' } };
    expect(await judge(both, RULES)).toMatchObject([{ outcome: 'pass' }]);
  });

  it('excuses a pull request with the label', async () => {
    expect(await judge({ ...ONLY_MIGRATION, labels: ['no-docs'] }, RULES)).toMatchObject([
      { code: 'obligation.excused', outcome: 'pass' },
    ]);
  });

  it('demands something for each pattern with `all`', async () => {
    const rules = { rules: [{ when: '/a', must: ['/b', '/c'], all: true }] };
    expect(await judge({ head: { a: '', b: '' } }, rules)).toMatchObject([{ message: 'a changed, but /c did not.' }]);
  });

  it('does not know when the host left changed files out', async () => {
    expect(await judge({ ...ONLY_MIGRATION, filesTruncated: true }, RULES)).toMatchObject([{ outcome: 'unknown' }]);
  });
});
