import { describe, expect, it } from 'vitest';
import { createId, createNonce } from './ids.ts';

describe('createId', () => {
  it('sorts by the moment it was made at', () => {
    const ids = [3_000_000_000_000, 1, 1_795_167_000_000].map(createId);
    expect([...ids].sort()).toEqual([ids[1], ids[2], ids[0]]);
  });

  it('is not the same twice in one moment', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => createId(1))).size).toBe(1_000);
  });
});

describe('createNonce', () => {
  it('is 128 random bits', () => {
    const nonces = Array.from({ length: 1_000 }, createNonce);
    expect(new Set(nonces).size).toBe(1_000);
    for (const nonce of nonces) expect(nonce).toMatch(/^[0-9a-f]{32}$/);
  });
});
