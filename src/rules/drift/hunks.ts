import { parsePatch } from 'diff';

/** A run of replaced lines. `newStart` is the 1-based line of the page after the patch where `added` begins. */
export type PatchHunk = { newStart: number; added: string[] };

/** The new lines of a patch, run by run, without context: what a person may edit. */
export function hunksOf(patch: string): PatchHunk[] {
  const [file] = parsePatch(patch);
  return (file?.hunks ?? []).flatMap(({ newStart, lines }) => runsIn(newStart, lines));
}

function runsIn(newStart: number, lines: readonly string[]): PatchHunk[] {
  const runs: PatchHunk[] = [];
  let line = newStart;
  let open: PatchHunk | null = null;
  for (const text of lines) {
    const mark = text[0];
    if (mark === '+') {
      open ??= { newStart: line, added: [] };
      open.added.push(text.slice(1));
      line += 1;
    } else if (mark === '-' || mark === ' ') {
      if (mark === '-') open ??= { newStart: line, added: [] };
      else if (open !== null) {
        runs.push(open);
        open = null;
      }
      if (mark === ' ') line += 1;
    }
  }
  return open === null ? runs : [...runs, open];
}

/**
 * The page with the given runs replaced, counted from 0 as `hunksOf` lists them; other lines stay as they are.
 * The page's own line ending is kept. A run that does not exist is refused with null.
 */
export function applyEdits(
  pageText: string,
  hunks: readonly PatchHunk[],
  edits: readonly { hunk: number; text: string }[],
): string | null {
  const carriageReturn = pageText.includes('\r\n');
  const lines = pageText.split('\n');
  for (const { hunk, text } of [...edits].sort((left, right) => right.hunk - left.hunk)) {
    const run = hunks[hunk];
    if (run === undefined) return null;
    const added =
      text === ''
        ? []
        : text
            .replace(/\r\n/g, '\n')
            .split('\n')
            .map((line) => (carriageReturn ? `${line}\r` : line));
    lines.splice(run.newStart - 1, run.added.length, ...added);
  }
  return lines.join('\n');
}
