import { createTwoFilesPatch } from 'diff';
import type { Edit } from './detector.ts';

const CONTEXT_LINES = 3;

/**
 * The page with every edit made, or null when none of them proposes a text.
 * Line endings and a missing last line feed stay as they are; no other line is touched.
 */
export function editPage(text: string, edits: readonly Edit[]): string | null {
  const made = edits.filter((edit) => edit.fresh !== null || edit.wholeLines !== undefined);
  if (made.length === 0) return null;
  const lines = text.split('\n');
  const backwards = [...made].sort((left, right) => right.line.number - left.line.number || right.start - left.start);
  for (const { line, start, end, fresh, wholeLines } of backwards) {
    const index = line.number - 1;
    if (wholeLines !== undefined) {
      lines.splice(index, wholeLines);
      continue;
    }
    const current = lines[index] ?? '';
    lines[index] = current.slice(0, start) + fresh + current.slice(end);
  }
  const edited = lines.join('\n');
  return edited === text ? null : edited;
}

/** A unified diff of one page, `a/` and `b/` prefixes, three lines of context; empty when nothing changed. */
export function unifiedPatch(path: string, before: string, after: string): string {
  if (before === after) return '';
  const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    context: CONTEXT_LINES,
    stripTrailingCr: false,
  });
  return patch.replace(/^=+\n/, '');
}
