import type { Hunk } from '../../../model/changed-lines.ts';
import { tokensOf } from './tokens.ts';

/** A removed line and the added line that took its place; line numbers are 1-based. */
export type LinePair = { oldLine: number; newLine: number; oldText: string; newText: string };

const MIN_LIKENESS = 0.34;
const MAX_CELLS = 6_400;

/** Pairs the removed lines of a hunk with the added lines they became, in order, by the tokens they share. */
export function alignHunk(hunk: Hunk): LinePair[] {
  const { removed, added } = hunk;
  if (removed.length === 0 || added.length === 0) return [];
  const pair = (left: number, right: number): LinePair => ({
    oldLine: hunk.oldStart + left,
    newLine: hunk.newStart + right,
    oldText: removed[left] ?? '',
    newText: added[right] ?? '',
  });
  if (removed.length * added.length > MAX_CELLS) {
    if (removed.length !== added.length) return [];
    return removed.map((_, index) => pair(index, index)).filter(isAlike);
  }
  const olds = removed.map(wordBag);
  const news = added.map(wordBag);
  const best: number[][] = Array.from({ length: removed.length + 1 }, () => new Array(added.length + 1).fill(0));
  for (let left = removed.length - 1; left >= 0; left -= 1) {
    for (let right = added.length - 1; right >= 0; right -= 1) {
      const together = likeness(olds[left] ?? [], news[right] ?? []);
      const taken = together >= MIN_LIKENESS ? together + cell(best, left + 1, right + 1) : 0;
      setCell(best, left, right, Math.max(taken, cell(best, left + 1, right), cell(best, left, right + 1)));
    }
  }
  const pairs: LinePair[] = [];
  let left = 0;
  let right = 0;
  while (left < removed.length && right < added.length) {
    const here = cell(best, left, right);
    if (here === cell(best, left + 1, right)) left += 1;
    else if (here === cell(best, left, right + 1)) right += 1;
    else pairs.push(pair(left++, right++));
  }
  return pairs;
}

function cell(table: number[][], left: number, right: number): number {
  return table[left]?.[right] ?? 0;
}

function setCell(table: number[][], left: number, right: number, value: number): void {
  const row = table[left];
  if (row !== undefined) row[right] = value;
}

function isAlike({ oldText, newText }: LinePair): boolean {
  return likeness(wordBag(oldText), wordBag(newText)) >= MIN_LIKENESS;
}

/** Tokens and the punctuation between them, so that `"old": "x",` and `"fresh": "x",` are seen to have one shape. */
function wordBag(line: string): string[] {
  const words = tokensOf(line).map(({ text }) => text);
  return [...words, ...(line.match(/[^\s\p{L}\p{N}_]/gu) ?? []).slice(0, 40)].sort();
}

/** Dice coefficient of two sorted bags, 0-1. */
function likeness(left: readonly string[], right: readonly string[]): number {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const a = left[i] ?? '';
    const b = right[j] ?? '';
    if (a === b) shared += 1;
    if (a <= b) i += 1;
    if (b <= a) j += 1;
  }
  const total = left.length + right.length;
  return total === 0 ? 0 : (2 * shared) / total;
}
