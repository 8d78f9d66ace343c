import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inline, parseInline, parseMrkdwn } from './mrkdwn.ts';

const text = (value: string): Inline => ({ t: 'text', value });

describe('one line of mrkdwn', () => {
  it.each<[string, Inline[]]>([
    ['plain', [text('plain')]],
    ['*bold*', [{ t: 'bold', kids: [text('bold')] }]],
    ['_it_ ~no~', [{ t: 'italic', kids: [text('it')] }, text(' '), { t: 'strike', kids: [text('no')] }]],
    ['*a _b_*', [{ t: 'bold', kids: [text('a '), { t: 'italic', kids: [text('b')] }] }]],
    ['`a *b*`', [{ t: 'code', value: 'a *b*' }]],
    ['*`a`*', [{ t: 'bold', kids: [{ t: 'code', value: 'a' }] }]],
    ['snake_case_name 2*3*4', [text('snake_case_name 2*3*4')]],
    ['* not bold *', [text('* not bold *')]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
    ['<https://a.test/x?y=1&amp;z=2|a *b*>', [{ t: 'link', url: 'https://a.test/x?y=1&z=2', label: 'a *b*' }]],
    ['see https://a.test/x.', [text('see '), { t: 'link', url: 'https://a.test/x', label: '' }, text('.')]],
    ['<@U0BOB>', [{ t: 'user', id: 'U0BOB', label: '' }]],
    ['<#C0X|general>', [{ t: 'channel', id: 'C0X', label: 'general' }]],
    ['<!here>', [{ t: 'broadcast', range: 'here' }]],
    ['<!subteam^S1|@leads>', [{ t: 'group', id: 'S1', label: '@leads' }]],
    [
      '<!date^86400^{date}^https://a.test|then>',
      [{ t: 'date', ts: 86400, format: '{date}', url: 'https://a.test', fallback: 'then' }],
    ],
    [':+1::skin-tone-3:', [{ t: 'emoji', name: '+1::skin-tone-3' }]],
    ['at 10:30:15', [text('at 10:30:15')]],
  ])('reads %s', (line, expected) => {
    expect(parseInline(line)).toEqual(expected);
  });

  it('keeps an unknown special as its label', () => {
    expect(parseInline('<!nobody|somebody>')).toEqual([text('somebody')]);
  });

  it('never throws and never loses a letter', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z*_~` :]{0,40}$/), (line) => {
        const letters = line.replace(/[^a-z]/g, '');
        expect(JSON.stringify(parseInline(line).map(words)).replace(/[^a-z]/g, '')).toBe(letters);
      }),
    );
  });
});

function words(node: Inline): string {
  if ('kids' in node) return node.kids.map(words).join('');
  if (node.t === 'emoji') return node.name;
  return 'value' in node ? node.value : '';
}

describe('a mrkdwn text', () => {
  it('joins quoted lines, escaped or not', () => {
    expect(parseMrkdwn('&gt; one\n> two\nthree').map((p) => p.t)).toEqual(['quote', 'line']);
  });

  it('leaves what is preformatted alone', () => {
    expect(parseMrkdwn('before\n```\n*a* &lt;b&gt;\n```\nafter')).toEqual([
      { t: 'line', kids: [text('before')] },
      { t: 'pre', value: '*a* <b>' },
      { t: 'line', kids: [text('after')] },
    ]);
  });
});
