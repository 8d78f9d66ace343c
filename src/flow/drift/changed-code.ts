import { structuredPatch } from 'diff';
import type { ChangedLines, Hunk } from '../../model/changed-lines.ts';
import type { ChangedFile, Side } from '../../model/facts.ts';
import { isGenerated, isProse } from '../../rules/drift/change/code-files.ts';
import { countOf } from '../../shared/text.ts';
import type { DriftSources, ScanLimits } from './drift-sources.ts';

export type ChangedCode = { files: ChangedFile[]; lines: ChangedLines[] };

const COMPARE_MS = 1_000;

/** The code a change touched, without documentation, generated, ignored and oversized files; the rest is named. */
export async function changedCode(
  sources: DriftSources,
  isIgnored: (path: string) => boolean,
  limits: ScanLimits,
  isLate: () => boolean,
  skipped: string[],
): Promise<ChangedCode> {
  const { files, truncated } = await sources.change.changedFiles();
  if (truncated)
    skipped.push(`The host listed only ${countOf(files.length, 'changed file')}; the rest was not looked at.`);
  const code = files.filter(({ path }) => !isProse(path) && !isGenerated(path) && !isIgnored(path));
  const chosen = choose(code, limits, skipped);
  const lines =
    sources.lines === null
      ? await deriveLines(sources, chosen, limits, isLate, skipped)
      : await sources.lines(pathsOf(chosen));
  return { files: code, lines };
}

function pathsOf(files: readonly ChangedFile[]): string[] {
  return files.flatMap(({ path, previousPath }) => (previousPath === null ? [path] : [path, previousPath]));
}

function choose(files: readonly ChangedFile[], limits: ScanLimits, skipped: string[]): ChangedFile[] {
  const size = (file: ChangedFile) => file.additions + file.deletions;
  const touched = files.filter(({ deletions }) => deletions > 0);
  const readable = touched.filter((file) => size(file) <= limits.maxLinesPerFile);
  if (readable.length < touched.length) {
    const count = touched.length - readable.length;
    skipped.push(`${countOf(count, 'file')} with more than ${limits.maxLinesPerFile} changed lines left out.`);
  }
  const chosen: ChangedFile[] = [];
  let lines = 0;
  for (const file of [...readable].sort((left, right) => size(left) - size(right))) {
    if (chosen.length >= limits.maxFiles || lines + size(file) > limits.maxLines) break;
    chosen.push(file);
    lines += size(file);
  }
  if (chosen.length < readable.length) {
    skipped.push(`${countOf(readable.length - chosen.length, 'changed file')} beyond the limits of a scan left out.`);
  }
  return chosen.sort((left, right) => (left.path < right.path ? -1 : 1));
}

async function deriveLines(
  { change }: DriftSources,
  files: readonly ChangedFile[],
  limits: ScanLimits,
  isLate: () => boolean,
  skipped: string[],
): Promise<ChangedLines[]> {
  const derived: ChangedLines[] = [];
  const textAt = async (side: Side, path: string): Promise<string | null> => {
    const outcome = await change.read({ side, path }, limits.maxFileBytes);
    if (outcome.kind === 'unreadable') skipped.push(`${path} could not be compared: ${outcome.detail}`);
    if (outcome.kind === 'text') return outcome.text;
    return outcome.kind === 'absent' ? '' : null;
  };
  for (const [index, { path, previousPath, status }] of files.entries()) {
    if (isLate()) {
      skipped.push(`Out of time: ${countOf(files.length - index, 'changed file')} left out.`);
      break;
    }
    const before = status === 'added' ? '' : await textAt('base', previousPath ?? path);
    const after = status === 'removed' ? '' : await textAt('head', path);
    const hunks = before === null || after === null ? null : hunksOf(path, before, after);
    if (hunks === null && before !== null && after !== null) skipped.push(`${path} took too long to compare.`);
    derived.push({ path, previousPath, binary: hunks === null, hunks: hunks ?? [] });
  }
  return derived;
}

/** Null when the texts differ too much to be compared in a second. */
function hunksOf(path: string, before: string, after: string): Hunk[] | null {
  const patch = structuredPatch(path, path, before, after, undefined, undefined, { context: 0, timeout: COMPARE_MS });
  if (patch === undefined) return null;
  return patch.hunks.map(({ oldStart, newStart, lines }) => ({
    oldStart,
    newStart,
    removed: lines.filter((line) => line.startsWith('-')).map((line) => line.slice(1)),
    added: lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1)),
  }));
}
