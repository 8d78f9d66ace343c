import { describe, expect, it } from 'vitest';
import { type DriftCase, judgeCase, summaryOf } from '../../../../../test/drift-case.ts';

const CODE = (name: string) => ({
  'src/client.py': `    async def ${name}(self) -> None:\n        await self.pool.${name}()\n`,
});
const CASES: { name: string; drift: DriftCase; says: string[] }[] = [
  {
    name: 'a renamed public method',
    drift: { before: CODE('closeAll'), after: CODE('shutDown'), page: 'Call `client.closeAll()` at the end.\n' },
    says: ['name.renamed closeAll -> shutDown @1 notify'],
  },
  {
    name: 'a local variable',
    drift: {
      before: { 'src/a.ts': 'const rawResult = parse(text);\nreturn rawResult;\n' },
      after: { 'src/a.ts': 'const parsedText = parse(text);\nreturn parsedText;\n' },
      page: '```js\nconst rawResult = 1;\n```\n',
    },
    says: [],
  },
  {
    name: 'a plain word replaced once',
    drift: {
      before: { 'src/a.ts': 'return x.items;\n' },
      after: { 'src/a.ts': 'return x.entries;\n' },
      page: 'See `items`.\n',
    },
    says: [],
  },
];

describe.each(CASES)('$name', ({ drift, says }) => {
  it(says.length === 0 ? 'is silent' : 'says so', () => {
    expect(summaryOf(judgeCase(drift))).toEqual(says);
  });
});
