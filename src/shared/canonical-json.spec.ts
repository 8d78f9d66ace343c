import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonicalJson', () => {
  it('is one text for one value, whatever order its keys were written in', () => {
    expect(canonicalJson({ b: 1, a: [{ d: null, c: 'é' }] })).toBe('{"a":[{"c":"é","d":null}],"b":1}');
    expect(canonicalJson({ a: [{ c: 'é', d: null }], b: 1 })).toBe(canonicalJson({ b: 1, a: [{ d: null, c: 'é' }] }));
  });

  it('means the same as the JSON it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it.each([
    ['nothing', undefined],
    ['a function', () => 1],
    ['no number', Number.NaN],
    ['no end', Number.POSITIVE_INFINITY],
    ['a BigInt', 1n],
  ])('refuses %s, which JSON cannot hold', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow();
  });
});
