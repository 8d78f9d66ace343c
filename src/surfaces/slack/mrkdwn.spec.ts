import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clipMrkdwn, code, codeBlock, escapeMrkdwn, link, moment } from './mrkdwn.ts';

describe('text from outside', () => {
  it('becomes neither a mention nor a link', () => {
    expect(escapeMrkdwn('<!channel> & <@U0BOB>')).toBe('&lt;!channel&gt; &amp; &lt;@U0BOB&gt;');
  });

  it('cannot leave a code span or a code block', () => {
    expect(code('a`b\nc')).toBe("`a'b c`");
    expect(codeBlock('a```b')).toBe("```\na'''b\n```");
  });

  it('is a link only with an address of the web', () => {
    expect(link('https://github.example/a', 'a|b')).toBe('<https://github.example/a|a/b>');
    expect(link('javascript:alert(1)', '<b>')).toBe('&lt;b&gt;');
    expect(link('https://a.example/|<!channel>', 'x')).toBe('<https://a.example/!channel|x>');
  });

  it('keeps a moment readable where Slack cannot draw it', () => {
    expect(moment(Date.parse('2026-11-20T09:30:00Z'))).toBe(
      '<!date^1795167000^{date_short_pretty} at {time}|2026-11-20 09:30 UTC>',
    );
  });
});

describe('clipMrkdwn', () => {
  it.each([
    ['an entity', 'abc &amp; def', 7, 'abc …'],
    ['a link', 'see <https://a.example|there>', 15, 'see …'],
    ['a code span', 'say `word` now', 8, 'say …'],
  ])('leaves no half of %s behind', (_what, text, limit, clipped) => {
    expect(clipMrkdwn(text, limit)).toBe(clipped);
  });

  it('never answers more than it may, nor half an entity', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 1, max: 200 }), (text, limit) => {
        const clipped = clipMrkdwn(escapeMrkdwn(text), limit);
        expect(clipped.length).toBeLessThanOrEqual(limit);
        expect(clipped.replace(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/);
      }),
    );
  });
});
