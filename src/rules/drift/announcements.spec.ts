import { expect, it } from 'vitest';
import { announcedPairs } from './announcements.ts';
import type { CodeChange, RemovedLine } from './change/code-change.ts';

function added(...lines: string[]): CodeChange {
  const line = (text: string, index: number): RemovedLine => ({
    file: 'src/a.ts',
    inTest: false,
    line: index + 1,
    text,
    isReplaced: false,
  });
  return { files: [], pairings: [], removed: [], added: lines.map(line) };
}

it.each([
  [['"--https-only is deprecated, use --cookie-secure instead"'], ['--https-only', '--cookie-secure']],
  [
    ['warn("The html.curly-quotes field has been renamed to \\', '      html.smart-punctuation.")'],
    ['html.curly-quotes', 'html.smart-punctuation'],
  ],
  [['// payPort is deprecated in favor of `paymentsPort`.'], ['payPort', 'paymentsPort']],
])('reads the pair from %j', (lines, [old, fresh]) => {
  expect(announcedPairs(added(...lines))).toMatchObject([{ old, fresh }]);
});

it.each([
  [['// Everything here is deprecated, use your judgement.']],
  [['// payPort is deprecated.']],
  [['// use paymentsPort']],
  [['// nothing of the kind']],
])('reads none from %j', (lines) => {
  expect(announcedPairs(added(...lines))).toEqual([]);
});
