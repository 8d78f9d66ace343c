import type { ChangedLines } from '../model/changed-lines.ts';
import type { ChangedFile } from '../model/facts.ts';
import type { Snapshot } from './code-host.ts';

export type SearchHit = { path: string; line: number; text: string };

/** A git repository on this machine, read only. Calls throw an error whose message is one sentence. */
export type LocalRepo = {
  /** The full SHA of the commit a name stands for; throws for an unknown name and for anything like an option. */
  resolve(ref: string): Promise<string>;
  mergeBase(left: string, right: string): Promise<string>;
  snapshot(baseSha: string, headSha: string): Snapshot;
  changedFiles(baseSha: string, headSha: string): Promise<ChangedFile[]>;
  /** Changed lines without context of the files named, or of all. Content above 4 MiB counts as binary. */
  changedLines(baseSha: string, headSha: string, paths?: readonly string[]): Promise<ChangedLines[]>;
  /** Lines of a commit's text files (of `paths` only, when given) that contain one of `words`, at most `limit` per file. */
  search(sha: string, words: readonly string[], limit: number, paths?: readonly string[]): Promise<SearchHit[]>;
  close(): void;
};
