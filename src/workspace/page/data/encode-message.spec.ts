import { describe, expect, it } from 'vitest';
import { encodeMessage, readCommand } from './encode-message.ts';

const mentions = [
  { shown: '@Ann', code: '<@U1>' },
  { shown: '@Ann Lee', code: '<@U2>' },
  { shown: '#docs', code: '<#C1>' },
];

describe('what a person typed', () => {
  it.each([
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['ask @Ann Lee or @Ann', 'ask <@U2> or <@U1>'],
    ['in #docs, please', 'in <#C1>, please'],
    ['#docs-drift and me@Ann.test', '#docs-drift and me@Ann.test'],
    ['@Anna', '@Anna'],
  ])('encodes %s', (typed, expected) => {
    expect(encodeMessage(typed, mentions)).toBe(expected);
  });

  it.each([
    ['/policy list all ', { command: '/policy', text: 'list all' }],
    ['/policy', { command: '/policy', text: '' }],
    ['/etc/passwd is a file', null],
    ['no /policy here', null],
  ])('reads the command in %s', (typed, expected) => {
    expect(readCommand(typed)).toEqual(expected);
  });
});
