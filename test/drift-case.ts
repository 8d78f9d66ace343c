import { structuredPatch } from 'diff';
import type { ChangedLines } from '../src/model/changed-lines.ts';
import { DRIFT_TYPES } from '../src/model/drift.ts';
import type { ChangedFile } from '../src/model/facts.ts';
import { Pack } from '../src/model/pack.ts';
import { codeChangeOf } from '../src/rules/drift/change/code-change.ts';
import { countWord } from '../src/rules/drift/change/tokens.ts';
import { driftsOn, type PageDrifts, suspectsOf } from '../src/rules/drift/find-drifts.ts';
import { parsePage } from '../src/rules/drift/page/parse-page.ts';

/** Code before and after by path (null: no such file), one page, and code that the change did not touch. */
export type DriftCase = {
  before: Record<string, string>;
  after: Record<string, string>;
  page: string;
  pagePath?: string;
  elsewhere?: Record<string, string>;
  moved?: [from: string, to: string][];
};

export const THRESHOLDS = Pack.parse({
  id: 'acme',
  name: 'acme',
  scope: { type: 'repo', ref: 'acme/payments' },
  trackB: { enabled: true },
}).trackB.materiality;

/** What the rules say of one page after one change; null when they are silent. */
export function judgeCase(drift: DriftCase): PageDrifts | null {
  const { files, lines } = changeOf(drift);
  const change = codeChangeOf(files, lines);
  const head = { ...drift.elsewhere, ...drift.after };
  const suspects = suspectsOf({ change }, new Set(DRIFT_TYPES));
  const remaining = (word: string, folder = '') => {
    if (word in head || (drift.moved ?? []).some(([, to]) => to === word)) return 1;
    return Object.entries(head)
      .filter(([path]) => path.startsWith(folder))
      .reduce((sum, [, text]) => sum + countWord(text, word), 0);
  };
  return driftsOn(parsePage(drift.pagePath ?? 'README.md', 'blob', drift.page), suspects, remaining, THRESHOLDS);
}

function changeOf({ before, after, moved = [] }: DriftCase): { files: ChangedFile[]; lines: ChangedLines[] } {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const files: ChangedFile[] = paths.map((path) => ({
    path,
    previousPath: null,
    status: 'modified',
    additions: 1,
    deletions: 1,
  }));
  for (const [from, to] of moved)
    files.push({ path: to, previousPath: from, status: 'renamed', additions: 0, deletions: 0 });
  const lines = paths.map((path): ChangedLines => {
    const patch = structuredPatch(path, path, before[path] ?? '', after[path] ?? '', undefined, undefined, {
      context: 0,
    });
    const hunks = patch.hunks.map((hunk) => ({
      oldStart: hunk.oldStart,
      newStart: hunk.newStart,
      removed: hunk.lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1)),
      added: hunk.lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1)),
    }));
    return { path, previousPath: null, binary: false, hunks };
  });
  return { files, lines };
}

/** `detector old -> fresh @line route` of each drift, for tables. */
export function summaryOf(result: PageDrifts | null): string[] {
  return (result?.drifts ?? []).map(
    ({ detector, oldToken, newToken, line, route }) => `${detector} ${oldToken} -> ${newToken} @${line} ${route}`,
  );
}
