import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a file that moved',
    drift: {
      before: {},
      after: {},
      moved: [['scripts/setup.sh', 'tools/setup.sh']],
      page: 'Run `./scripts/setup.sh`.\n',
    },
    says: ['path.moved scripts/setup.sh -> tools/setup.sh @1 notify'],
  },
  {
    name: 'an address of the file at one commit',
    drift: {
      before: {},
      after: {},
      moved: [['scripts/setup.sh', 'tools/setup.sh']],
      page: 'See [it](https://github.com/acme/payments/blob/3dc95d3/scripts/setup.sh).\n',
    },
    says: [],
  },
  {
    name: 'the start of a longer outside address',
    drift: {
      before: { 'src/about.tsx': '<Link href="https://blog.example/acme-cloud">\n' },
      after: { 'src/about.tsx': '<Link href="https://blog.example/acme">\n' },
      page: 'Read [more](https://blog.example/acme-cloud/how-to).\n',
    },
    says: [],
  },
  {
    name: 'a path in code that is now another',
    drift: {
      before: { 'bin/run.php': "require __DIR__.'/vendor/.composer/autoload.php';\n" },
      after: { 'bin/run.php': "require __DIR__.'/vendor/autoload.php';\n" },
      page: '    require "vendor/.composer/autoload.php";\n',
    },
    says: ['path.moved vendor/.composer/autoload.php -> vendor/autoload.php @1 notify'],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
