import type { ReadOutcome, Side } from '../../model/facts.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { messageOf } from '../../shared/errors.ts';
import { GitError } from './git-error.ts';
import type { ObjectReader } from './object-reader.ts';
import { parseRawChanges, type RawChange } from './parse-diff.ts';
import { runGit, runGitOrThrow } from './run-git.ts';
import { SAFE_DIFF } from './safe-git.ts';

const NUL = 0;
/** As git does it: a NUL in the first 8,000 bytes makes a file binary. */
const SNIFF_BYTES = 8_000;
const SYMLINK = '120000';
const SUBMODULE = '160000';

type TreeEntry = { mode: string; sha: string };

/** What git says when a repository does not hold the content of every file. */
export const LACKS_CONTENT = /unable to read|could not fetch|promisor|lazy fetching/i;

/**
 * Every file that differs between two commits, renames found.
 * A repository that lacks some content cannot count lines: then all counts are 0 and only exact renames are found.
 */
export async function rawChanges(gitDir: string, baseSha: string, headSha: string): Promise<RawChange[]> {
  const ask = (flags: readonly string[]) =>
    runGit(gitDir, gitDir, ['diff-tree', ...SAFE_DIFF, ...flags, baseSha, headSha]);
  const counted = await ask(['-z', '--raw', '--numstat']);
  if (counted.status === 0) return parseRawChanges(counted.stdout.toString('utf8'));
  if (!LACKS_CONTENT.test(counted.complaint))
    throw new GitError('git-failed', `git diff-tree failed: ${counted.complaint}`);
  const listed = await ask(['-M100%', '-z', '--raw']);
  if (listed.status === 0) return parseRawChanges(listed.stdout.toString('utf8'));
  throw new GitError('git-failed', `git diff-tree failed: ${listed.complaint}`);
}

/** All files of a commit by path; submodules are left out. */
export async function readTree(gitDir: string, sha: string): Promise<Map<string, TreeEntry>> {
  const output = await runGitOrThrow(gitDir, ['ls-tree', '-r', '-z', '--full-tree', sha]);
  const entries = new Map<string, TreeEntry>();
  for (const record of output.toString('utf8').split('\0')) {
    const tab = record.indexOf('\t');
    const [mode = '', , objectSha = ''] = record.slice(0, tab).split(' ');
    if (tab === -1 || mode === SUBMODULE) continue;
    entries.set(record.slice(tab + 1), { mode, sha: objectSha });
  }
  return entries;
}

export function gitSnapshot(
  gitDir: string,
  objects: ObjectReader,
  trees: (sha: string) => Promise<Map<string, TreeEntry>>,
  baseSha: string,
  headSha: string,
): Snapshot {
  const shaOf = (side: Side) => (side === 'base' ? baseSha : headSha);

  return {
    async changedFiles() {
      const changes = await rawChanges(gitDir, baseSha, headSha);
      return { files: changes.map(({ sections, ...file }) => file), truncated: false };
    },

    async tree(side) {
      return { paths: [...(await trees(shaOf(side))).keys()], truncated: false };
    },

    async read({ side, path }, maxBytes): Promise<ReadOutcome> {
      const entry = (await trees(shaOf(side))).get(path);
      if (entry === undefined) return { kind: 'absent' };
      if (entry.mode === SYMLINK) return unreadable('symlink', `${path} is a symbolic link.`);
      try {
        return await readBlob(objects, path, entry.sha, maxBytes);
      } catch (thrown) {
        if (thrown instanceof GitError && thrown.code === 'git-timed-out')
          return unreadable('timed-out', thrown.message);
        throw thrown;
      }
    },

    calls: () => 0,
  };
}

async function readBlob(objects: ObjectReader, path: string, sha: string, maxBytes: number): Promise<ReadOutcome> {
  const info = await objects.info(sha);
  if (info === 'missing') return unreadable('gone', `The content of ${path} is not in this repository.`);
  if (info.bytes > maxBytes) {
    return unreadable('too-large', `${path} has ${info.bytes} bytes; the limit is ${maxBytes}.`);
  }
  const content = await objects.content(sha);
  if (content === null) return unreadable('gone', `The content of ${path} is not in this repository.`);
  if (content.subarray(0, SNIFF_BYTES).includes(NUL)) return unreadable('binary', `${path} is binary.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { kind: 'text', text, bytes: info.bytes, blobSha: sha };
  } catch (thrown) {
    if (thrown instanceof TypeError) return unreadable('not-utf8', `${path} is not UTF-8 (${messageOf(thrown)}).`);
    throw thrown;
  }
}

function unreadable(reason: Extract<ReadOutcome, { kind: 'unreadable' }>['reason'], detail: string): ReadOutcome {
  return { kind: 'unreadable', reason, detail };
}
