import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const BEFORE = { 'src/config.rs': 'a();\nlet off = env::var("PAY_NO_CACHE").is_ok();\nb();\n' };
const AFTER = { 'src/config.rs': 'a();\nb();\n' };
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a list item that documents only this',
    drift: { before: BEFORE, after: AFTER, page: '* `PAY_PORT` the port\n* `PAY_NO_CACHE` turns the cache off\n' },
    says: ['token.removed PAY_NO_CACHE -> null @2 notify'],
  },
  {
    name: 'a list item of two lines',
    drift: { before: BEFORE, after: AFTER, page: '* `PAY_NO_CACHE` turns the cache\n  off\n* `PAY_PORT` the port\n' },
    says: ['token.removed PAY_NO_CACHE -> null @1 notify'],
  },
  {
    name: 'a list item with a list below it',
    drift: { before: BEFORE, after: AFTER, page: '* `PAY_NO_CACHE` off\n  - `PAY_PORT` the port\n' },
    says: ['token.removed PAY_NO_CACHE -> null @1 digest'],
  },
  {
    name: 'a sentence: listed, not patched',
    drift: { before: BEFORE, after: AFTER, page: 'Set `PAY_NO_CACHE` and restart.\n' },
    says: ['token.removed PAY_NO_CACHE -> null @1 digest'],
  },
  {
    name: 'a word that stands elsewhere',
    drift: {
      before: BEFORE,
      after: AFTER,
      elsewhere: { 'run.sh': 'PAY_NO_CACHE=1 pay\n' },
      page: '* `PAY_NO_CACHE` off\n',
    },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});

it('takes out the line and nothing else', () => {
  const page = '* `PAY_PORT` the port\n* `PAY_NO_CACHE` turns the cache off\n* `PAY_HOST` the host\n';
  expect(judgeCase({ before: BEFORE, after: AFTER, page })?.newText).toBe(
    '* `PAY_PORT` the port\n* `PAY_HOST` the host\n',
  );
});
