import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (value: string) => ({ 'src/Factory.php': `    'process-timeout' => ${value},\n` });
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a default in a list item',
    drift: {
      before: CODE('60'),
      after: CODE('300'),
      page: '* **process-timeout:** Defaults to `60`. For 60 clones.\n',
    },
    says: ['value.changed 60 -> 300 @1 notify'],
  },
  {
    name: 'a default below a heading',
    drift: { before: CODE('true'), after: CODE('false'), page: '### `process-timeout`\n\n+ Default: `true`\n' },
    says: ['value.changed true -> false @3 notify'],
  },
  {
    name: 'a default in a table',
    drift: {
      before: CODE('60'),
      after: CODE('300'),
      page: '| Name | Type | Default |\n|---|---|---|\n| `process-timeout` | int | 60 |\n',
    },
    says: ['value.changed 60 -> 300 @3 notify'],
  },
  {
    name: 'a default that is a word',
    drift: {
      before: { 'src/theme.rs': 'let preferred_theme = "light";\n' },
      after: { 'src/theme.rs': 'let preferred_theme = "navy";\n' },
      page: '- **preferred-theme:** Defaults to `light`.\n',
    },
    says: ['value.changed light -> navy @1 notify'],
  },
  {
    name: 'a constant named after the default',
    drift: {
      before: { 'src/limits.go': 'const DefaultMaxBody = 4096\n' },
      after: { 'src/limits.go': 'const DefaultMaxBody = 8192\n' },
      page: '`maxBody`: default `4096` bytes.\n',
    },
    says: ['value.changed 4096 -> 8192 @1 notify'],
  },
  {
    name: 'an option of one plain word, in a row of its own',
    drift: {
      before: { 'src/server.ts': '  port: 3000,\n' },
      after: { 'src/server.ts': '  port: 8080,\n' },
      page: '| Option | Default |\n|---|---|\n| `port` | 3000 |\n\nThe port 3000 of a house.\n',
    },
    says: ['value.changed 3000 -> 8080 @3 notify'],
  },
  {
    name: 'an example in a code block',
    drift: { before: CODE('60'), after: CODE('300'), page: '```yaml\nprocess-timeout: 60\n```\n' },
    says: [],
  },
  {
    name: 'the number in another sense',
    drift: { before: CODE('60'), after: CODE('300'), page: '* **process-timeout:** see page 60 of 160.\n' },
    says: [],
  },
  {
    name: 'a table where the setting is only mentioned',
    drift: {
      before: CODE('60'),
      after: CODE('300'),
      page: '| Error | Code | Cause |\n|---|---|---|\n| E_SLOW | 60 | `process-timeout` passed |\n',
    },
    says: [],
  },
  {
    name: 'a test',
    drift: {
      before: { 'tests/factory_test.php': "'process-timeout' => 60,\n" },
      after: { 'tests/factory_test.php': "'process-timeout' => 300,\n" },
      page: '* **process-timeout:** Defaults to `60`.\n',
    },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
