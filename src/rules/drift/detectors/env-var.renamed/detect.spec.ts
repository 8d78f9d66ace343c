import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (name: string) => ({ 'src/server.ts': `const port = Number(process.env.${name} ?? 8080);\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a renamed variable in a shell block',
    drift: {
      before: CODE('PAY_PORT'),
      after: CODE('PAYMENTS_PORT'),
      page: '# Run\n\n```sh\nexport PAY_PORT=8080\n```\n',
    },
    says: ['env-var.renamed PAY_PORT -> PAYMENTS_PORT @4 notify'],
  },
  {
    name: 'a variable that other code still reads',
    drift: {
      before: CODE('PAY_PORT'),
      after: CODE('PAYMENTS_PORT'),
      elsewhere: { 'src/health.ts': 'ping(process.env.PAY_PORT);\n' },
      page: 'Set `PAY_PORT`.\n',
    },
    says: [],
  },
  {
    name: 'a page that already names the successor beside it',
    drift: { before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page: 'Set `PAYMENTS_PORT` (was `PAY_PORT`).\n' },
    says: [],
  },
  {
    name: 'a longer variable that only starts alike',
    drift: {
      before: CODE('PAY_PORT'),
      after: CODE('PAYMENTS_PORT'),
      page: 'Set `PAY_PORT_RANGE` and `MY_PAY_PORT`.\n',
    },
    says: [],
  },
  {
    name: 'a changelog',
    drift: { before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page: '# Upgrading\n\nSet `PAY_PORT`.\n' },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
