import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createTree,
  type Hash,
  hashLeaf,
  hashLeafText,
  proveConsistency,
  proveInclusion,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './tree.ts';

/** The leaves and results that Certificate Transparency publishes for RFC 6962. */
const LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map(
  (leaf) => Buffer.from(leaf, 'hex'),
);
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const L1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const N23 = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const N4567 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const L4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const N67 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const N45 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const N0123 = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7';

/** The definitions of RFC 6962 section 2.1, word for word and as slow as they are. */
const recursive = {
  root(leaves: Buffer[]): Buffer {
    if (leaves.length === 0) return sha256(Buffer.of());
    if (leaves.length === 1) return sha256(Buffer.concat([Buffer.of(0), leaves[0] as Buffer]));
    const k = this.split(leaves.length);
    return sha256(Buffer.concat([Buffer.of(1), this.root(leaves.slice(0, k)), this.root(leaves.slice(k))]));
  },
  path(m: number, leaves: Buffer[]): Buffer[] {
    if (leaves.length === 1) return [];
    const k = this.split(leaves.length);
    if (m < k) return [...this.path(m, leaves.slice(0, k)), this.root(leaves.slice(k))];
    return [...this.path(m - k, leaves.slice(k)), this.root(leaves.slice(0, k))];
  },
  proof(m: number, leaves: Buffer[]): Buffer[] {
    return this.subproof(m, leaves, true);
  },
  subproof(m: number, leaves: Buffer[], isWhole: boolean): Buffer[] {
    if (m === leaves.length) return isWhole ? [] : [this.root(leaves)];
    const k = this.split(leaves.length);
    if (m <= k) return [...this.subproof(m, leaves.slice(0, k), isWhole), this.root(leaves.slice(k))];
    return [...this.subproof(m - k, leaves.slice(k), false), this.root(leaves.slice(0, k))];
  },
  split(n: number): number {
    return 2 ** Math.ceil(Math.log2(n) - 1);
  },
};

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

function hex(hashes: readonly Hash[]): string[] {
  return hashes.map((hash) => Buffer.from(hash).toString('hex'));
}

function hashed(leaves: readonly Buffer[]): Hash[] {
  return leaves.map(hashLeaf);
}

function someLeaves(count: number): Buffer[] {
  return Array.from({ length: count }, (_, n) => Buffer.from(`leaf ${n}`));
}

describe('the published vectors of RFC 6962', () => {
  it.each(ROOTS.map((root, size) => ({ root, size })))('gives the root of the first $size leaves', ({ root, size }) => {
    expect(hex([rootOf(hashed(LEAVES.slice(0, size)))])).toEqual([root]);
    expect(hex([recursive.root(LEAVES.slice(0, size))])).toEqual([root]);
  });

  it.each([
    { index: 0, size: 1, path: [] },
    { index: 0, size: 8, path: [L1, N23, N4567] },
    { index: 5, size: 8, path: [L4, N67, N0123] },
    { index: 2, size: 3, path: [ROOTS[2]] },
    { index: 1, size: 5, path: [ROOTS[1], N23, L4] },
  ])('proves leaf $index of $size', ({ index, size, path }) => {
    expect(hex(proveInclusion(index, hashed(LEAVES.slice(0, size))))).toEqual(path);
  });

  it.each([
    { first: 1, second: 1, path: [] },
    { first: 1, second: 8, path: [L1, N23, N4567] },
    { first: 6, second: 8, path: [N45, N67, N0123] },
    { first: 2, second: 5, path: [N23, L4] },
  ])('proves that $first leaves are the beginning of $second', ({ first, second, path }) => {
    expect(hex(proveConsistency(first, hashed(LEAVES.slice(0, second))))).toEqual(path);
  });
});

describe('for every size up to 70', () => {
  const sizes = Array.from({ length: 70 }, (_, n) => n + 1);

  it('agrees with the recursive definition and with a tree that grows leaf by leaf', () => {
    const growing = createTree();
    for (const size of sizes) {
      const leaves = someLeaves(size);
      growing.add(hashLeaf(leaves[size - 1] as Buffer));
      expect(hex([growing.root()])).toEqual(hex([recursive.root(leaves)]));
    }
  });

  it('proves each leaf, as the definition does', () => {
    for (const size of sizes) {
      const leaves = someLeaves(size);
      const root = rootOf(hashed(leaves));
      for (let index = 0; index < size; index += 1) {
        const path = proveInclusion(index, hashed(leaves));
        const leaf = hashLeaf(leaves[index] as Buffer);
        expect(verifyInclusion({ index, size, leaf, path, root })).toBe(true);
        if (size < 20) expect(hex(path)).toEqual(hex(recursive.path(index, leaves)));
      }
    }
  });

  it('proves each earlier size, as the definition does', () => {
    for (const size of sizes) {
      const leaves = someLeaves(size);
      const hashes = hashed(leaves);
      for (let first = 0; first <= size; first += 1) {
        const path = proveConsistency(first, hashes);
        const roots = { firstRoot: rootOf(hashes.slice(0, first)), secondRoot: rootOf(hashes) };
        expect(verifyConsistency({ firstSize: first, secondSize: size, path, ...roots })).toBe(true);
        if (first > 0 && size < 20) expect(hex(path)).toEqual(hex(recursive.proof(first, leaves)));
      }
    }
  });
});

describe('a proof that was tampered with', () => {
  const sizes = fc.integer({ min: 1, max: 70 });
  const place = fc.nat(1_000_000);

  it('does not verify when one byte of leaf, path or root is flipped, or a step is lost or added', () => {
    fc.assert(
      fc.property(sizes, place, place, fc.integer({ min: 1, max: 255 }), (size, where, which, flip) => {
        const hashes = hashed(someLeaves(size));
        const index = where % size;
        const path = proveInclusion(index, hashes);
        const good = { index, size, leaf: hashes[index] as Hash, path, root: rootOf(hashes) };
        const parts = [good.leaf, good.root, ...path];
        const bad = parts.with(which % parts.length, flipped(parts[which % parts.length] as Hash, where, flip));
        const [leaf, root, ...steps] = bad as [Hash, Hash, ...Hash[]];
        expect(verifyInclusion({ ...good, leaf, root, path: steps })).toBe(false);
        expect(verifyInclusion({ ...good, path: [...path, good.leaf] })).toBe(false);
        if (path.length > 0) expect(verifyInclusion({ ...good, path: path.slice(1) })).toBe(false);
        expect(verifyInclusion({ ...good, index: size })).toBe(false);
      }),
    );
  });

  it('does not verify consistency when one byte is flipped, or a step is lost or added', () => {
    fc.assert(
      fc.property(sizes, place, place, fc.integer({ min: 1, max: 255 }), (secondSize, where, which, flip) => {
        const hashes = hashed(someLeaves(secondSize));
        const firstSize = 1 + (where % secondSize);
        const path = proveConsistency(firstSize, hashes);
        const firstRoot = rootOf(hashes.slice(0, firstSize));
        const good = { firstSize, secondSize, firstRoot, secondRoot: rootOf(hashes), path };
        const parts = [good.firstRoot, good.secondRoot, ...path];
        const bad = parts.with(which % parts.length, flipped(parts[which % parts.length] as Hash, where, flip));
        const [first, second, ...steps] = bad as [Hash, Hash, ...Hash[]];
        expect(verifyConsistency({ ...good, firstRoot: first, secondRoot: second, path: steps })).toBe(false);
        expect(verifyConsistency({ ...good, path: [...path, firstRoot] })).toBe(false);
        if (path.length > 0) expect(verifyConsistency({ ...good, path: path.slice(1) })).toBe(false);
      }),
    );
  });

  it.each([-1, 0.5, Number.NaN, 9])('refuses the impossible index or size %s', (odd) => {
    const hashes = hashed(LEAVES);
    expect(() => proveInclusion(odd, hashes)).toThrow(RangeError);
    expect(() => proveConsistency(odd, hashes)).toThrow(RangeError);
    const root = rootOf(hashes);
    expect(verifyInclusion({ index: odd, size: 8, leaf: root, path: [], root })).toBe(false);
    expect(verifyConsistency({ firstSize: odd, firstRoot: root, secondSize: 8, secondRoot: root, path: [] })).toBe(
      false,
    );
  });
});

describe('hashLeafText', () => {
  it('is the leaf hash of the UTF-8 bytes of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(hex([hashLeafText(text)])).toEqual(hex([hashLeaf(Buffer.from(text))]));
      }),
    );
  });
});

function flipped(hash: Hash, where: number, flip: number): Hash {
  const copy = Uint8Array.from(hash);
  copy[where % 32] = (copy[where % 32] ?? 0) ^ flip;
  return copy;
}
