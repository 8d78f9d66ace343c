import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const SCRIPTS = (name: string) => ({ 'package.json': `{\n  "scripts": {\n    "${name}": "vite build"\n  }\n}\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a renamed script',
    drift: { before: SCRIPTS('bundle'), after: SCRIPTS('build'), page: '```sh\nnpm run bundle\n```\n' },
    says: ['command.renamed bundle -> build @2 notify'],
  },
  {
    name: 'the name of the script as a word',
    drift: {
      before: SCRIPTS('bundle'),
      after: SCRIPTS('build'),
      page: 'The `bundle` is small. Never npm run bundle by hand.\n',
    },
    says: [],
  },
  {
    name: 'a renamed make target',
    drift: {
      before: { Makefile: 'checks:\n\tgo vet ./...\n' },
      after: { Makefile: 'verify:\n\tgo vet ./...\n' },
      page: 'Run `make checks` before a push.\n',
    },
    says: ['command.renamed checks -> verify @1 notify'],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
