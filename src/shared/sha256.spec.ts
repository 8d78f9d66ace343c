import { describe, expect, it } from 'vitest';
import { domainHash, SHA256_HEX, sha256Bytes, sha256Hex } from './sha256.ts';

describe('sha256Hex', () => {
  // FIPS 180-2, appendix B.1 and the empty message.
  it.each([
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('of %j is the published one', (text, hash) => {
    expect(sha256Hex(text)).toBe(hash);
    expect(Buffer.from(sha256Bytes(Buffer.from(text))).toString('hex')).toBe(hash);
  });
});

describe('domainHash', () => {
  it('keeps purposes apart: the same bytes hash differently for each', () => {
    const hashes = [domainHash('countersign/a', 'x'), domainHash('countersign/b', 'x'), sha256Hex('x')];
    expect(new Set(hashes).size).toBe(3);
    for (const hash of hashes) expect(hash).toMatch(SHA256_HEX);
  });
});
