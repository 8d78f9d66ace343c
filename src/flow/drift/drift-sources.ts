import type { ChangedLines } from '../../model/changed-lines.ts';
import type { ReadOutcome } from '../../model/facts.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import type { LocalRepo, SearchHit } from '../../ports/local-repo.ts';

/**
 * Where a scan reads from. `change` is the change itself; the head side of `docs` is the documentation.
 * A host that can neither compare lines nor search leaves the two functions null: lines are then derived from
 * the texts, and only changed files are searched, which makes every drift less sure.
 */
export type DriftSources = {
  change: Snapshot;
  docs: Snapshot;
  lines: ((paths: readonly string[]) => Promise<ChangedLines[]>) | null;
  searchDocs: ((words: readonly string[], paths: readonly string[]) => Promise<SearchHit[]>) | null;
  searchHead: ((words: readonly string[]) => Promise<SearchHit[]>) | null;
};

export type ScanLimits = {
  /** Changed code files that are compared; the smallest changes first. */
  maxFiles: number;
  /** Changed lines of one file above which it is taken for generated. */
  maxLinesPerFile: number;
  maxLines: number;
  maxFileBytes: number;
  maxPages: number;
  maxPageBytes: number;
  maxWords: number;
  maxMs: number;
};

export const DEFAULT_SCAN_LIMITS: ScanLimits = {
  maxFiles: 400,
  maxLinesPerFile: 3_000,
  maxLines: 20_000,
  maxFileBytes: 1_000_000,
  maxPages: 300,
  maxPageBytes: 1_000_000,
  maxWords: 1_500,
  maxMs: 20_000,
};

/** Where every page and every file is a request of its own. */
export const HOST_SCAN_LIMITS: ScanLimits = { ...DEFAULT_SCAN_LIMITS, maxFiles: 60, maxPages: 60 };

/** Enough that no word is hidden behind hits of another. */
const HITS_PER_FILE = 500;

/** Both sides of a change and its documentation from a local repository. */
export function localSources(repo: LocalRepo, baseSha: string, headSha: string, docsSha: string): DriftSources {
  return {
    change: repo.snapshot(baseSha, headSha),
    docs: repo.snapshot(docsSha, docsSha),
    lines: (paths) => repo.changedLines(baseSha, headSha, paths),
    searchDocs: (words, paths) => repo.search(docsSha, words, 1, paths),
    searchHead: (words) => repo.search(headSha, words, HITS_PER_FILE),
  };
}

/** Both sides of a change from a code host, whose pages are read at `docs` head. */
export function hostSources(change: Snapshot, docs: Snapshot): DriftSources {
  return { change, docs, lines: null, searchDocs: null, searchHead: null };
}

export type TextOutcome = Extract<ReadOutcome, { kind: 'text' }>;
