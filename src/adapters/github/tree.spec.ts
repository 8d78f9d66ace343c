import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTrees, type Tree } from './tree.ts';

const tree = (files: Record<string, string>): Tree => ({
  truncated: false,
  files: new Map(Object.entries(files).map(([path, sha]) => [path, { sha, mode: '100644', bytes: 1 }])),
});
const diff = (base: Record<string, string>, head: Record<string, string>) =>
  diffTrees(tree(base), tree(head)).map(({ status, path, previousPath }) => `${status} ${previousPath ?? ''}>${path}`);

describe('the difference of two trees', () => {
  it('is nothing for equal trees', () => {
    expect(diff({ a: '1', b: '2' }, { b: '2', a: '1' })).toEqual([]);
  });

  it('names what was added, changed, removed and moved', () => {
    expect(diff({ a: '1', b: '2', c: '3' }, { a: '9', d: '3', e: '5' })).toEqual([
      'modified >a',
      'removed >b',
      'renamed c>d',
      'added >e',
    ]);
  });

  it('lets one removed file become one renamed file only', () => {
    expect(diff({ a: '1' }, { b: '1', c: '1' })).toEqual(['renamed a>b', 'added >c']);
    expect(diff({ a: '1', b: '1' }, { c: '1' })).toHaveLength(2);
  });

  it('turns one side into the other, whatever they are', () => {
    const files = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.constantFrom('1', '2', '3'));
    fc.assert(
      fc.property(files, files, (base, head) => {
        const rebuilt = new Map<string, string>(Object.entries(base));
        for (const { status, path, previousPath } of diffTrees(tree(base), tree(head))) {
          if (previousPath !== null) rebuilt.delete(previousPath);
          if (status === 'removed') rebuilt.delete(path);
          else rebuilt.set(path, head[path] ?? '');
        }
        expect(Object.fromEntries([...rebuilt].sort())).toEqual(Object.fromEntries(Object.entries(head).sort()));
      }),
    );
  });
});
