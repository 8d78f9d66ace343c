export type PatchRow =
  | { kind: 'hunk' | 'note'; text: string }
  | { kind: 'added' | 'removed' | 'same'; before: number | null; after: number | null; text: string };

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** A unified diff of one file, as GitHub gives it in `patch`, row by row with the line numbers of both sides. */
export function patchRows(patch: string): PatchRow[] {
  const rows: PatchRow[] = [];
  let before = 0;
  let after = 0;
  for (const line of patch.replace(/\n$/, '').split('\n')) {
    const hunk = HUNK.exec(line);
    if (hunk !== null) {
      before = Number(hunk[1]);
      after = Number(hunk[2]);
      rows.push({ kind: 'hunk', text: line });
      continue;
    }
    const text = line.slice(1);
    if (line.startsWith('+')) rows.push({ kind: 'added', before: null, after: after++, text });
    else if (line.startsWith('-')) rows.push({ kind: 'removed', before: before++, after: null, text });
    else if (line.startsWith('\\')) rows.push({ kind: 'note', text: line.slice(2) });
    else rows.push({ kind: 'same', before: before++, after: after++, text });
  }
  return rows;
}
