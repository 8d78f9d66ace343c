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
    name: 'ciphertext in an example',
    drift: {
      before: { 'secrets.yaml': 'user: ENC[data:X1LMy27AE9SI4h0,iv:oA1kSg9esGxAvi3q]\n' },
      after: { 'secrets.yaml': 'user: ENC[data:G125ubxJDpmXAiE,iv:TWRxt26ADGyTp4G5]\n' },
      page: '```yaml\nuser: ENC[data:X1LMy27AE9SI4h0,iv:oA1kSg9esGxAvi3q]\n```\n',
    },
    says: [],
  },
  {
    name: "an input of a pipeline step, which is somebody else's",
    drift: {
      before: { '.github/workflows/ci.yml': '          github-token: x\n' },
      after: { '.github/workflows/ci.yml': '          token: x\n' },
      page: "Use `credentials('github-token')`.\n",
    },
    says: ['key.renamed github-token -> token @1 digest'],
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
