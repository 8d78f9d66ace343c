import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962 section 2.1 (RFC 9162 section 2.1) over the entries. Hashes are 32 bytes.
 * A leaf is SHA-256(0x00 || canonical entry), a node SHA-256(0x01 || left || right), the empty tree SHA-256 of nothing.
 */
export type Hash = Uint8Array;

/** A tree that only grows and keeps one hash per power of two. */
export type GrowingTree = {
  readonly size: number;
  add(leaf: Hash): void;
  root(): Hash;
};

export function hashLeaf(bytes: Uint8Array): Hash {
  const input = Buffer.allocUnsafe(bytes.length + 1);
  input[0] = 0;
  input.set(bytes, 1);
  return hash('sha256', input, 'buffer');
}

/** The same as `hashLeaf` over UTF-8 text; the zero byte is itself a character of the text. */
export function hashLeafText(text: string): Hash {
  return hash('sha256', `\0${text}`, 'buffer');
}

/** Filled anew for each node: hashing is over before anybody else can write here. */
const nodeInput = Buffer.alloc(65, 1);

export function hashNode(left: Hash, right: Hash): Hash {
  nodeInput.set(left, 1);
  nodeInput.set(right, 33);
  return hash('sha256', nodeInput, 'buffer');
}

export function createTree(): GrowingTree {
  /** Roots of the complete subtrees, largest first; their sizes are the bits of `size`. */
  const peaks: Hash[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(leaf) {
      let carried = leaf;
      for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) carried = hashNode(peaks.pop() ?? carried, carried);
      peaks.push(carried);
      size += 1;
    },
    root() {
      return peaks.length === 0
        ? hash('sha256', '', 'buffer')
        : peaks.reduceRight((right, left) => hashNode(left, right));
    },
  };
}

export function rootOf(leaves: readonly Hash[]): Hash {
  const tree = createTree();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

/** The hashes that lead from one leaf to the root, bottom first. Throws RangeError for a leaf that is not there. */
export function proveInclusion(index: number, leaves: readonly Hash[]): Hash[] {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`No leaf ${index}.`);
  const path: Hash[] = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      path.push(rootOf(leaves.slice(middle, to)));
      to = middle;
    } else {
      path.push(rootOf(leaves.slice(from, middle)));
      from = middle;
    }
  }
  return path.reverse();
}

/** The hashes that show the tree of the first `size` leaves to be the beginning of the whole. Throws RangeError. */
export function proveConsistency(size: number, leaves: readonly Hash[]): Hash[] {
  if (!Number.isInteger(size) || size < 0 || size > leaves.length) throw new RangeError(`No tree of ${size} leaves.`);
  if (size === 0 || size === leaves.length) return [];
  const path: Hash[] = [];
  let from = 0;
  let to = leaves.length;
  while (to !== size) {
    const middle = from + splitOf(to - from);
    if (size <= middle) {
      path.push(rootOf(leaves.slice(middle, to)));
      to = middle;
    } else {
      path.push(rootOf(leaves.slice(from, middle)));
      from = middle;
    }
  }
  /** A subtree that starts at the first leaf is the old root itself, which the verifier has. */
  if (from > 0) path.push(rootOf(leaves.slice(from, to)));
  return path.reverse();
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(proof: {
  index: number;
  size: number;
  leaf: Hash;
  path: readonly Hash[];
  root: Hash;
}): boolean {
  if (!Number.isInteger(proof.index) || proof.index < 0 || proof.index >= proof.size) return false;
  let at = proof.index;
  let last = proof.size - 1;
  let reached = proof.leaf;
  for (const step of proof.path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      reached = hashNode(step, reached);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      reached = hashNode(reached, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(reached, proof.root);
}

/** RFC 9162 section 2.1.4.2. The empty tree is the beginning of every tree. */
export function verifyConsistency(proof: {
  firstSize: number;
  firstRoot: Hash;
  secondSize: number;
  secondRoot: Hash;
  path: readonly Hash[];
}): boolean {
  const { firstSize, secondSize, firstRoot, secondRoot } = proof;
  if (!Number.isInteger(firstSize) || !Number.isInteger(secondSize)) return false;
  if (firstSize < 0 || firstSize > secondSize) return false;
  if (firstSize === secondSize) return proof.path.length === 0 && same(firstRoot, secondRoot);
  if (firstSize === 0) return proof.path.length === 0 && same(firstRoot, rootOf([]));
  const [start, ...steps] = isPowerOfTwo(firstSize) ? [firstRoot, ...proof.path] : proof.path;
  if (start === undefined) return false;
  let at = firstSize - 1;
  let last = secondSize - 1;
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let first = start;
  let second = start;
  for (const step of steps) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      first = hashNode(step, first);
      second = hashNode(step, second);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      second = hashNode(second, step);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && same(first, firstRoot) && same(second, secondRoot);
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

function isPowerOfTwo(count: number): boolean {
  let power = 1;
  while (power < count) power *= 2;
  return power === count;
}

function half(count: number): number {
  return Math.floor(count / 2);
}

function same(left: Hash, right: Hash): boolean {
  return Buffer.compare(left, right) === 0;
}
