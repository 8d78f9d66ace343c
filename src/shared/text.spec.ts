import { describe, expect, it } from 'vitest';
import { clip, closest, countOf } from './text.ts';

describe('clip', () => {
  it('leaves a short text as it is and marks a cut one', () => {
    expect(clip('abc', 3)).toBe('abc');
    expect(clip('abcd', 3)).toBe('ab…');
  });

  it('never cuts inside a surrogate pair', () => {
    expect(clip('a😀b', 3)).toBe('a…');
  });
});

describe('closest', () => {
  it('suggests the key that was meant', () => {
    expect(closest('comparator', ['comparators', 'artifacts'])).toBe('comparators');
  });

  it('says nothing when nothing is near', () => {
    expect(closest('xyzzy', ['comparators', 'artifacts'])).toBeNull();
  });
});

describe('countOf', () => {
  it('uses the singular for one only', () => {
    expect([countOf(0, 'finding'), countOf(1, 'finding'), countOf(2, 'entry', 'entries')]).toEqual([
      '0 findings',
      '1 finding',
      '2 entries',
    ]);
  });
});
