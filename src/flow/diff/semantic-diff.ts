import type { ReadOutcome } from '../../model/facts.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { type ChangeLevel, RISKS, type Risk, type SemanticChange, summaryOf } from '../../rules/diff/change.ts';
import { diffOpenApi } from '../../rules/diff/openapi/diff-openapi.ts';
import { readSeverityLevels } from '../../rules/diff/openapi/judge/adjust.ts';
import { looksLikeSpec } from '../../rules/diff/openapi/read/read-spec.ts';
import { BUMPS, type Bump } from '../../rules/diff/openapi/version.ts';
import { specPairs } from '../../rules/gate/openapi/spec-pairs.ts';
import { globMatcher } from '../../rules/packs/globs.ts';
import { CountersignError } from '../../shared/errors.ts';

export { RISKS, type Risk, type SemanticChange };

export const KINDS = ['openapi'] as const;
export type Kind = (typeof KINDS)[number];

export type SemanticDiffSettings = { now: number; levels: Readonly<Record<string, ChangeLevel | 'none'>> };
/** What one file says; `notes` are sentences about what could not be compared in it. */
export type FileReport = { file: string; changes: SemanticChange[]; bump: Bump; notes: string[] };
export type SemanticReport = {
  changes: SemanticChange[];
  summary: Record<Risk, number>;
  bump: { deserved: Bump['deserved']; made: Bump['made'] };
  files: FileReport[];
  /** Sides that could not be read at all: with one of these the report is no answer. */
  unreadable: string[];
  notes: string[];
};

/** Compares two texts of one description. */
export function diffTexts(
  base: { file: string; text: string },
  head: { file: string; text: string },
  settings: SemanticDiffSettings,
): SemanticReport {
  const diff = diffOpenApi(base, head, settings);
  if (!diff.ok) {
    const { side, unreadable } = diff.error;
    const [problem] = unreadable.problems;
    const at = problem?.line === null || problem === undefined ? '' : `:${problem.line}`;
    return reportOf([], [`${unreadable.file}${at} cannot be read at ${side}: ${problem?.message ?? ''}`]);
  }
  const { changes, bump, problems } = diff.value;
  const notes = (['base', 'head'] as const).flatMap((side) =>
    problems[side].map(
      ({ message, line }) => `${side === 'base' ? base.file : head.file}${line === null ? '' : `:${line}`} ${message}`,
    ),
  );
  return reportOf([{ file: head.file, changes, bump, notes: [...new Set(notes)] }], []);
}

/** Compares every description that differs between two commits; `glob` names which, otherwise their names do. */
export async function diffSnapshot(
  snapshot: Snapshot,
  globs: readonly string[],
  settings: SemanticDiffSettings,
): Promise<SemanticReport> {
  const { files, truncated } = await snapshot.changedFiles();
  const matches = globs.length === 0 ? null : globMatcher(globs);
  const pairs =
    matches === null
      ? specPairs({ change: { files, filesTruncated: truncated }, artifacts: [] })
      : files
          .filter(({ path }) => matches(path))
          .map(({ path, previousPath, status }) => ({
            base: status === 'added' ? null : (previousPath ?? path),
            head: status === 'removed' ? null : path,
          }));
  const reports: FileReport[] = [];
  const unreadable: string[] = truncated ? ['The list of changed files was cut off, so some may be missing.'] : [];
  for (const pair of pairs) {
    if (pair.base === null || pair.head === null) {
      unreadable.push(`${pair.base ?? pair.head} is only on one side: there is nothing to compare it with.`);
      continue;
    }
    const texts = [
      await snapshot.read({ side: 'base', path: pair.base }, MOST_BYTES),
      await snapshot.read({ side: 'head', path: pair.head }, MOST_BYTES),
    ] as const;
    const [before, after] = texts;
    if (before.kind !== 'text' || after.kind !== 'text') {
      unreadable.push(...texts.filter((one) => one.kind !== 'text').map((one) => `${pair.head}: ${whyNot(one)}`));
      continue;
    }
    if (matches === null && !looksLikeSpec(pair.head, after.text)) continue;
    const report = diffTexts({ file: pair.base, text: before.text }, { file: pair.head, text: after.text }, settings);
    reports.push(...report.files);
    unreadable.push(...report.unreadable);
  }
  return reportOf(reports, unreadable);
}

/** Reads a severity file of `code level` lines; throws with the first line that is not one. */
export function severityLevels(file: string, text: string): SemanticDiffSettings['levels'] {
  const { levels, unreadable } = readSeverityLevels(text);
  const [first] = unreadable;
  if (first === undefined) return levels;
  const message = `${file}:${first.line} "${first.text}" is not a code and a level (err, warn, info or none).`;
  throw new CountersignError('severity-file', message, { permanent: true });
}

const MOST_BYTES = 64 * 1024 * 1024;

function whyNot(outcome: ReadOutcome): string {
  return outcome.kind === 'unreadable' ? outcome.detail : 'it is not there.';
}

function reportOf(files: FileReport[], unreadable: string[]): SemanticReport {
  const changes = files.flatMap((file) => file.changes);
  const bumps = files.map(({ bump }) => bump);
  const worst = bumps.toSorted((left, right) => BUMPS.indexOf(right.deserved) - BUMPS.indexOf(left.deserved))[0];
  return {
    changes,
    summary: summaryOf(changes),
    bump: { deserved: worst?.deserved ?? 'none', made: worst?.made ?? 'none' },
    files,
    unreadable,
    notes: files.flatMap(({ notes }) => notes),
  };
}
