/** What the rules may know about a change. Plain data: it is cloned into a worker thread. */

export const FILE_STATUSES = ['added', 'modified', 'removed', 'renamed'] as const;
export type FileStatus = (typeof FILE_STATUSES)[number];

/** `path` is the name at head (at base when removed); paths never start with `/`. */
export type ChangedFile = {
  path: string;
  previousPath: string | null;
  status: FileStatus;
  additions: number;
  deletions: number;
};

export type Change = {
  repo: string;
  number: number | null;
  title: string;
  body: string;
  author: string;
  authorIsBot: boolean;
  labels: string[];
  draft: boolean;
  baseRef: string;
  baseSha: string;
  headSha: string;
  files: ChangedFile[];
  /** True when the host would not list every changed file (GitHub stops at 3,000). */
  filesTruncated: boolean;
};

export type Side = 'base' | 'head';
export type FileRequest = { side: Side; path: string };

export const UNREADABLE_REASONS = [
  'too-large',
  'binary',
  'not-utf8',
  'symlink',
  'budget-exhausted',
  'timed-out',
  'gone',
  'error',
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

/** Absent is an answer ("there is no such file"); unreadable is not, and must become `unknown`, never a pass. */
export type ReadOutcome =
  | { kind: 'text'; text: string; bytes: number; blobSha: string }
  | { kind: 'absent' }
  | { kind: 'unreadable'; reason: UnreadableReason; detail: string };

/** Where a pack's artifact was found. `path` is null when neither the path nor a fallback exists on that side. */
export type ResolvedArtifact = {
  type: string;
  path: { base: string | null; head: string | null };
  from: 'explicit' | 'fallback' | 'discovered' | 'missing';
  tried: string[];
};

export type Facts = {
  change: Change;
  /** All paths of a side; null when no comparator declared the need, `truncated` when the host cut the list. */
  tree: { base: string[] | null; head: string[] | null; truncated: boolean };
  artifacts: ResolvedArtifact[];
  /** Keyed by `side:path`; read it with `readFact`. */
  texts: Record<string, ReadOutcome>;
  /** Epoch milliseconds of the judging, for dates written in what is judged (sunset); absent when nobody said. */
  now?: number;
};

export function factKey(request: FileRequest): string {
  return `${request.side}:${request.path}`;
}

/** What was read, or `unreadable` when it was never fetched: a rule cannot mistake "not asked" for "not there". */
export function readFact(facts: Pick<Facts, 'texts'>, side: Side, path: string): ReadOutcome {
  return (
    facts.texts[factKey({ side, path })] ?? {
      kind: 'unreadable',
      reason: 'error',
      detail: `${path} was not requested at ${side}.`,
    }
  );
}
