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
  for (const { line, start, end, fresh, wholeLines } of backwards(made)) {
    const index = line.number - 1;
    const current = lines[index] ?? '';
    if (wholeLines === undefined) lines[index] = current.slice(0, start) + fresh + current.slice(end);
  }
  for (const { line, wholeLines } of backwards(made)) {
    if (wholeLines !== undefined) lines.splice(line.number - 1, wholeLines);
  }
  const edited = lines.join('\n');
  return edited === text ? null : edited;
}

function backwards(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((left, right) => right.line.number - left.line.number || right.start - left.start);
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
