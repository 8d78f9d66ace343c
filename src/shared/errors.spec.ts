import { describe, expect, it } from 'vitest';
import { CountersignError, messageOf, unreachable } from './errors.ts';

describe('CountersignError', () => {
  it('is worth another try unless it says otherwise', () => {
    expect(new CountersignError('away', 'GitHub is away.')).toMatchObject({ permanent: false, retryAfterMs: null });
  });

  it('keeps its name, its cause and how long to wait', () => {
    class HostError extends CountersignError {}
    const cause = new Error('socket');
    const error = new HostError('away', 'GitHub is away.', { retryAfterMs: 5, cause });
    expect(error).toMatchObject({ name: 'HostError', code: 'away', retryAfterMs: 5, cause });
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('It broke.'), 'It broke.'],
    ['a string', 'a string'],
    [null, 'null'],
    [undefined, 'undefined'],
  ])('makes a sentence of %s', (thrown, sentence) => {
    expect(messageOf(thrown)).toBe(sentence);
  });
});

describe('unreachable', () => {
  it('names the case that was forgotten', () => {
    expect(() => unreachable('sideways' as never)).toThrow('No case for "sideways".');
  });
});
