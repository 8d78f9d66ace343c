import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (name: string) => ({ 'cmd/main.go': `\tflags.Bool("${name}", false, "print only")\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a renamed flag, in prose and in a block',
    drift: {
      before: CODE('dry-run'),
      after: CODE('plan-only'),
      page: 'Use `--dry-run` first.\n\n```sh\npay --dry-run\n```\n',
    },
    says: ['flag.renamed dry-run -> plan-only @1 notify'],
  },
  {
    name: 'the words of the flag in a sentence about something else',
    drift: { before: CODE('dry-run'), after: CODE('plan-only'), page: 'A no-dry-run and a dry-running pump.\n' },
    says: [],
  },
  {
    name: 'a plain word that is a flag, used as a word',
    drift: { before: CODE('verbose'), after: CODE('chatty'), page: 'The log is verbose by nature.\n' },
    says: [],
  },
  {
    name: 'a flag kept as an announced alias',
    drift: {
      before: { 'main.go': '\tflags.Bool("https-only", true, "HTTPS only")\n' },
      after: {
        'main.go':
          '\tflags.Bool("https-only", true, "deprecated, use --cookie-secure instead")\n\tflags.Bool("cookie-secure", true, "HTTPS only")\n',
      },
      page: 'Pass `--https-only=true`.\n',
    },
    says: ['flag.renamed https-only -> cookie-secure @1 notify'],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
