import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { docsRequiredSections } from './index.ts';

const judge = given(docsRequiredSections);
const RULES = { rules: [{ pages: '/docs/**/*.md', sections: ['Rollback', { heading: 'Escalation', level: 2 }] }] };
const codes = async (page: string, options: object = RULES) =>
  (await judge({ head: { 'docs/a.md': page } }, options)).map(({ code }) => code);

describe('docs.required_sections', () => {
  it('passes a page with all of its sections, whatever their case and decoration', async () => {
    expect(await codes('# A\n\n## 🔁 ROLLBACK:\n\nDo it.\n\n## Escalation\n\nCall.\n')).toEqual([
      'docs.sections-present',
    ]);
  });

  it('names the missing section and shows the headings there are', async () => {
    const findings = await judge({ head: { 'docs/a.md': '# A\n\n## Escalation\n\nCall.\n' } }, RULES);
    expect(findings).toMatchObject([
      { code: 'docs.section-missing', evidence: [{ file: 'docs/a.md', read: 'headings: A, Escalation' }] },
    ]);
  });

  it.each([
    ['a heading of another level', '## Rollback\nx\n### Escalation\nx', ['docs.section-level']],
    ['a section with a comment only', '## Rollback\n<!-- write me -->\n## Escalation\nx', ['docs.section-empty']],
    [
      'a section whose words are in a sub-section',
      '## Rollback\n### How\nx\n## Escalation\nx',
      ['docs.sections-present'],
    ],
    ['a heading inside a code block', '```\n## Rollback\n```\n## Escalation\nx', ['docs.section-missing']],
    ['an underlined heading', 'Rollback\n--------\nx\n\n## Escalation\nx', ['docs.sections-present']],
    ['front matter', '---\ntitle: Rollback\n---\n## Escalation\nx', ['docs.section-missing']],
  ])('judges %s', async (_name, page, expected) => {
    expect(await codes(page)).toEqual(expected);
  });

  it('looks only at changed pages unless told otherwise', async () => {
    const untouched = { base: { 'docs/a.md': '# A' }, head: { 'docs/a.md': '# A', 'b.txt': '' } };
    expect(await judge(untouched, RULES)).toEqual([]);
    expect(await judge(untouched, { ...RULES, scope: 'all' })).toHaveLength(2);
  });

  it('does not know a page it cannot read', async () => {
    const findings = await judge(
      { head: { 'docs/a.md': { kind: 'unreadable', reason: 'not-utf8', detail: 'docs/a.md is not UTF-8.' } } },
      RULES,
    );
    expect(findings).toMatchObject([{ code: 'docs.page-unreadable', outcome: 'unknown' }]);
  });
});
