import type { ReadOutcome } from '../../model/facts.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { type ChangeLevel, RISKS, type Risk, type SemanticChange, summaryOf } from '../../rules/diff/change.ts';
import { diffOpenApi } from '../../rules/diff/openapi/diff-openapi.ts';
import { readSeverityLevels } from '../../rules/diff/openapi/judge/adjust.ts';
import { looksLikeSpec } from '../../rules/diff/openapi/read/read-spec.ts';
import { BUMPS, type Bump, deservedBump } from '../../rules/diff/openapi/version.ts';
import { specPairs } from '../../rules/gate/openapi/spec-pairs.ts';
import { globMatcher } from '../../rules/packs/globs.ts';
import { CountersignError } from '../../shared/errors.ts';
import {
  compareSnapshot,
  compareTexts,
  FILE_KINDS,
  type FileKindWord,
  type FilesCompared,
  isFileKind,
} from './file-kinds.ts';

export { RISKS, type Risk, type SemanticChange };

export type Kind = 'openapi' | FileKindWord;
export const KINDS: readonly Kind[] = ['openapi', ...FILE_KINDS];

export type SemanticDiffSettings = {
  now: number;
  levels: Readonly<Record<string, ChangeLevel | 'none'>>;
  /** OpenAPI when left out. */
  kind?: Kind;
};
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

/** Compares two texts of one artifact. */
export async function diffTexts(
  base: { file: string; text: string },
  head: { file: string; text: string },
  settings: SemanticDiffSettings,
): Promise<SemanticReport> {
  const { kind = 'openapi' } = settings;
  if (!isFileKind(kind)) return diffDescriptions(base, head, settings);
  return reportOfFiles(await compareTexts(kind, [{ base, head }], settings));
}

function diffDescriptions(
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
  const said = (['base', 'head'] as const).flatMap((side) =>
    problems[side].map(({ code, message, line }) => {
      const place = `${side === 'base' ? base.file : head.file}${line === null ? '' : `:${line}`}`;
      return { isPart: code === 'wrong-shape', sentence: `${place} ${message}` };
    }),
  );
  const [lost, notes] = [true, false].map((part) => [
    ...new Set(said.filter(({ isPart }) => isPart === part).map(({ sentence }) => sentence)),
  ]);
  return reportOf([{ file: head.file, changes, bump, notes: notes ?? [] }], lost ?? []);
}

/** Compares every artifact of the kind that differs between two commits; `glob` names which, otherwise their names do. */
export async function diffSnapshot(
  snapshot: Snapshot,
  globs: readonly string[],
  settings: SemanticDiffSettings,
): Promise<SemanticReport> {
  const { kind = 'openapi' } = settings;
  if (isFileKind(kind)) return reportOfFiles(await compareSnapshot(kind, snapshot, globs, settings));
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
    const report = diffDescriptions(
      { file: pair.base, text: before.text },
      { file: pair.head, text: after.text },
      settings,
    );
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

/** Such files carry no version of their own: what the changes deserve is told, and that no bump was made. */
function reportOfFiles({ changes, unreadable, compared }: FilesCompared): SemanticReport {
  const byFile = Map.groupBy(changes, ({ base, head }) => (head ?? base)?.file ?? '');
  const files = [...byFile].map(([file, list]): FileReport => {
    const deserved = deservedBump(list);
    return {
      file,
      changes: list,
      bump: { deserved, made: 'none', scheme: 'missing', enough: deserved === 'none' },
      notes: [],
    };
  });
  const report = reportOf(files, unreadable);
  // A readable pair in which nothing differs is an answer too.
  const quiet: FileReport = {
    file: '',
    changes: [],
    bump: { deserved: 'none', made: 'none', scheme: 'missing', enough: true },
    notes: [],
  };
  return { ...report, changes, files: files.length === 0 && compared > unreadable.length ? [quiet] : files };
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
