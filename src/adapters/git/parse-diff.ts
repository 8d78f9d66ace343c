import type { ChangedLines, Hunk } from '../../model/changed-lines.ts';
import type { ChangedFile, FileStatus } from '../../model/facts.ts';

const STATUSES: Record<string, FileStatus> = { A: 'added', D: 'removed', M: 'modified', T: 'modified', R: 'renamed' };
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** A changed file, and how many sections of the patch belong to it (a changed type is written as two). */
export type RawChange = ChangedFile & { sections: number };

/** Reads `git diff-tree -r -M -z --raw --numstat`: paths are bytes between NULs, so nothing in a name can mislead. */
export function parseRawChanges(output: string): RawChange[] {
  const fields = output.split('\0');
  const changes: RawChange[] = [];
  let at = 0;
  for (; fields[at]?.startsWith(':'); ) {
    const letter = fields[at]?.split(' ')[4]?.[0] ?? 'M';
    const renamed = letter === 'R' || letter === 'C';
    changes.push({
      path: fields[at + (renamed ? 2 : 1)] ?? '',
      previousPath: renamed ? (fields[at + 1] ?? null) : null,
      status: STATUSES[letter] ?? 'modified',
      additions: 0,
      deletions: 0,
      sections: letter === 'T' ? 2 : 1,
    });
    at += renamed ? 3 : 2;
  }
  for (const change of changes) {
    const [additions, deletions, path] = (fields[at] ?? '').split('\t');
    change.additions = Number(additions) || 0;
    change.deletions = Number(deletions) || 0;
    at += path === '' ? 3 : 1;
  }
  return changes;
}

/**
 * Reads `git diff-tree -r -M -p -U0`. Sections come in the order of `changes`, so names in headers are never parsed,
 * and lines of a hunk are counted, so a line that looks like a header is still a line.
 */
export function parsePatch(patch: string, changes: readonly RawChange[]): ChangedLines[] {
  const files = changes.map(({ path, previousPath }) => ({ path, previousPath, binary: false, hunks: [] as Hunk[] }));
  const owners = changes.flatMap(({ sections }, index) => Array.from({ length: sections }, () => files[index]));
  const lines = patch.split('\n');
  let section = -1;
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.startsWith('diff --git ')) {
      section += 1;
      continue;
    }
    const file = owners[section];
    if (file === undefined) continue;
    if (line.startsWith('Binary files ')) file.binary = true;
    const header = HUNK.exec(line);
    if (header === null) continue;
    const [, oldStart = '0', oldCount = '1', newStart = '0', newCount = '1'] = header;
    const hunk: Hunk = { oldStart: Number(oldStart), newStart: Number(newStart), removed: [], added: [] };
    at = takeHunk(lines, at + 1, Number(oldCount), Number(newCount), hunk);
    file.hunks.push(hunk);
  }
  return files;
}

/** Fills `hunk` from the lines at `start` and answers the index of its last line. */
function takeHunk(lines: readonly string[], start: number, removed: number, added: number, hunk: Hunk): number {
  let at = start;
  while (hunk.removed.length < removed || hunk.added.length < added || lines[at]?.startsWith('\\')) {
    const line = lines[at];
    if (line === undefined) break;
    if (line.startsWith('-')) hunk.removed.push(line.slice(1));
    if (line.startsWith('+')) hunk.added.push(line.slice(1));
    at += 1;
  }
  return at - 1;
}
