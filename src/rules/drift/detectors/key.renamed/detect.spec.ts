import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (key: string) => ({ 'src/config.py': `    '${key}': None,\n    assert config['${key}']\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a renamed key in a YAML example',
    drift: { before: CODE('project_name'), after: CODE('site_name'), page: '```yaml\nproject_name: Cats\n```\n' },
    says: ['key.renamed project_name -> site_name @2 notify'],
  },
  {
    name: 'the same key spelt with dashes',
    drift: { before: CODE('project_name'), after: CODE('site_name'), page: '- **project-name**: the title\n' },
    says: ['key.renamed project-name -> site-name @1 notify'],
  },
  {
    name: 'a comment inside a code block',
    drift: { before: CODE('title'), after: CODE('heading'), page: '```yaml\nname: x # the title\n```\n' },
    says: [],
  },
  {
    name: 'a literal that became a constant',
    drift: {
      before: { 'src/m.go': 'Name: "request.duration.total",\n' },
      after: { 'src/m.go': 'Name: semconv.RequestDurationName,\n' },
      page: 'Watch `request.duration.total`.\n',
    },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
