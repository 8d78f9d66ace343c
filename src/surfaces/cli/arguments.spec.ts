import { describe, expect, it } from 'vitest';
import { oneOf, readOptions, whyUnread } from './arguments.ts';

const options = { base: { type: 'string' } } as const;

describe('arguments', () => {
  it.each([
    [['--base', '--head'], "Option '--base' argument is ambiguous."],
    [['--frob'], "Unknown option '--frob'."],
    [['extra'], "Unexpected argument 'extra'."],
  ])('that are wrong are refused in one sentence: %j', (args, sentence) => {
    expect(() => readOptions({ args, options, strict: true, allowPositionals: false })).toThrow(
      expect.objectContaining({ message: sentence }),
    );
  });

  it('name what may stand there, and what was probably meant', () => {
    expect(oneOf(['text', 'json'], 'json', 'format')).toBe('json');
    expect(() => oneOf(['text', 'json'], 'jsn', 'format')).toThrow(
      'jsn is not a format; use text, json. Did you mean json?',
    );
  });

  it.each([
    ['ENOENT', 'there is no such file'],
    ['EISDIR', 'it is a folder'],
  ])('say why a file could not be read: %s', (code, sentence) => {
    expect(whyUnread(Object.assign(new Error(`${code}: open`), { code }))).toBe(sentence);
  });
});
