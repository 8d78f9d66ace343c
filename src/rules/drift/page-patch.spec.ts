import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import type { Edit } from './detector.ts';
import { parsePage } from './page/parse-page.ts';
import { editPage, unifiedPatch } from './page-patch.ts';

const TEXT = 'a b a\nsecond\nthird\nlast a';

function edit(number: number, start: number, end: number, fresh: string | null, wholeLines?: number): Edit {
  const line = parsePage('README.md', 'blob', TEXT).lines[number - 1];
  if (line === undefined) throw new RangeError('no such line');
  return { line, start, end, fresh, ...(wholeLines === undefined ? {} : { wholeLines }) };
}

describe('editPage', () => {
  it('makes several edits on one line, in whatever order they come', () => {
    expect(editPage(TEXT, [edit(1, 0, 1, 'long'), edit(1, 4, 5, '')])).toBe('long b \nsecond\nthird\nlast a');
  });

  it('takes out whole lines after the other edits, so that none lands on a neighbour', () => {
    expect(editPage(TEXT, [edit(1, 4, 5, null, 1), edit(1, 0, 1, 'x'), edit(4, 5, 6, 'z')])).toBe(
      'second\nthird\nlast z',
    );
    expect(editPage(TEXT, [edit(2, 0, 6, null, 2)])).toBe('a b a\nlast a');
  });

  it('answers null when there is nothing to propose', () => {
    expect(editPage(TEXT, [edit(1, 0, 1, null)])).toBeNull();
    expect(editPage(TEXT, [edit(1, 0, 1, 'a')])).toBeNull();
  });
});

describe('unifiedPatch', () => {
  it('has a/ and b/ prefixes and applies to the page it was made for', () => {
    const after = 'x b a\nsecond\nthird\nlast a';
    const patch = unifiedPatch('docs/a.md', TEXT, after);
    expect(patch).toMatch(/^--- a\/docs\/a\.md\n\+\+\+ b\/docs\/a\.md\n@@ /);
    expect(patch).toContain('\\ No newline at end of file');
    expect(applyPatch(TEXT, patch)).toBe(after);
  });

  it('is empty for the same text', () => {
    expect(unifiedPatch('docs/a.md', TEXT, TEXT)).toBe('');
  });
});
