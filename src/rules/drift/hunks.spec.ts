import { describe, expect, it } from 'vitest';
import { applyEdits, hunksOf } from './hunks.ts';
import { unifiedPatch } from './page-patch.ts';

const BEFORE = ['# Run', '', 'Set `OLD` first.', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'Then `OLD` again.', ''].join('\n');
const AFTER = BEFORE.replaceAll('OLD', 'NEW');

describe('editing a patch', () => {
  it('lists each run of new lines with its place in the page', () => {
    expect(hunksOf(unifiedPatch('README.md', BEFORE, AFTER))).toEqual([
      { newStart: 3, added: ['Set `NEW` first.'] },
      { newStart: 11, added: ['Then `NEW` again.'] },
    ]);
  });

  it('puts edited lines where the proposed ones stood, and leaves the rest alone', () => {
    const hunks = hunksOf(unifiedPatch('README.md', BEFORE, AFTER));
    const edited = applyEdits(AFTER, hunks, [
      { hunk: 0, text: 'Set `NEW` before you start.\nIt is required.' },
      { hunk: 1, text: '' },
    ]);
    expect(edited).toBe(
      BEFORE.replace('Set `OLD` first.', 'Set `NEW` before you start.\nIt is required.').replace(
        'Then `OLD` again.\n',
        '',
      ),
    );
  });

  it('gives the page back unchanged when every run is kept as it is', () => {
    const hunks = hunksOf(unifiedPatch('README.md', BEFORE, AFTER));
    expect(
      applyEdits(
        AFTER,
        hunks,
        hunks.map((hunk, index) => ({ hunk: index, text: hunk.added.join('\n') })),
      ),
    ).toBe(AFTER);
  });

  it('refuses a run that is not there', () => {
    expect(applyEdits(AFTER, hunksOf(unifiedPatch('README.md', BEFORE, AFTER)), [{ hunk: 7, text: 'x' }])).toBeNull();
  });

  it('keeps the line ending of the page', () => {
    const before = 'one\r\nOLD\r\nthree\r\n';
    const after = before.replace('OLD', 'NEW');
    const hunks = hunksOf(unifiedPatch('README.md', before, after));
    expect(applyEdits(after, hunks, [{ hunk: 0, text: 'EDITED' }])).toBe('one\r\nEDITED\r\nthree\r\n');
  });
});
