import { stat } from 'node:fs/promises';
import { resolve as resolvePath } from 'node:path';
import type { ChangedLines } from '../../model/changed-lines.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { GitError } from './git-error.ts';
import { openObjectReader } from './object-reader.ts';
import { parsePatch, parseRawChanges } from './parse-diff.ts';
import { DEFAULT_LIMITS, runGit } from './run-git.ts';
import { SAFE_DIFF } from './safe-git.ts';
import { searchTree } from './search-tree.ts';
import { gitSnapshot, LACKS_CONTENT, rawChanges, readTree } from './snapshot.ts';

/** Anything git takes for a commit, except options, path lookups and text searches. */
const REF = /^[^-\s:?*[\\\p{Cc}][^\s:?*[\\\p{Cc}]{0,255}$/u;
const COMMIT_SHA = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** Above this the kernel may refuse the command line; then all files are compared and the rest is dropped. */
const MAX_PATHS_ON_COMMAND_LINE = 500;

export type GitRepo = LocalRepo;

/**
 * Opens a local git repository, with a work tree or bare, from any folder inside it.
 * Only reads, runs no code from the repository and no configured program, and never asks the network.
 * Throws GitError with one sentence when git is missing or `dir` is not a repository.
 */
export async function openGitRepo(dir: string): Promise<GitRepo> {
  const gitDir = await findGitDir(resolvePath(dir), dir);
  const objects = openObjectReader(gitDir, DEFAULT_LIMITS.timeoutMs);
  const trees = new Map<string, ReturnType<typeof readTree>>();

  function treeOf(sha: string): ReturnType<typeof readTree> {
    const known = trees.get(sha) ?? readTree(gitDir, sha);
    trees.set(sha, known);
    return known;
  }

  async function resolve(ref: string): Promise<string> {
    if (!REF.test(ref)) throw new GitError('git-unknown-ref', `${JSON.stringify(ref)} is not a name of a commit.`);
    const answer = await runGit(gitDir, gitDir, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
    const sha = answer.stdout.toString('utf8').trim();
    if (answer.status === 0 && COMMIT_SHA.test(sha)) return sha;
    throw new GitError('git-unknown-ref', `There is no commit ${ref} in ${dir}; check the name or fetch it first.`);
  }

  async function mergeBase(left: string, right: string): Promise<string> {
    const shas = [await resolve(left), await resolve(right)];
    const answer = await runGit(gitDir, gitDir, ['merge-base', ...shas]);
    const sha = answer.stdout.toString('utf8').trim();
    if (answer.status === 0 && COMMIT_SHA.test(sha)) return sha;
    throw new GitError('git-no-merge-base', `${left} and ${right} have no common ancestor in ${dir}.`);
  }

  function snapshot(baseSha: string, headSha: string): Snapshot {
    assertSha(baseSha);
    assertSha(headSha);
    return gitSnapshot(gitDir, objects, treeOf, baseSha, headSha);
  }

  async function changedLines(baseSha: string, headSha: string, paths?: readonly string[]): Promise<ChangedLines[]> {
    assertSha(baseSha);
    assertSha(headSha);
    if (paths?.length === 0) return [];
    const answer = await compare(baseSha, headSha, paths);
    if (typeof answer !== 'string') return answer;
    if (!LACKS_CONTENT.test(answer)) throw new GitError('git-failed', `git diff-tree failed: ${answer}`);
    const files = await rawChanges(gitDir, baseSha, headSha);
    const asked = paths === undefined ? null : new Set(paths);
    const lines: ChangedLines[] = [];
    for (const { path, previousPath } of files) {
      if (asked !== null && !asked.has(path)) continue;
      const one = await compare(baseSha, headSha, previousPath === null ? [path] : [path, previousPath]);
      const found = typeof one === 'string' ? undefined : one.find((file) => file.path === path);
      lines.push(found ?? { path, previousPath, binary: true, hunks: [] });
    }
    return lines;
  }

  /** The changed lines, or what git complained of. */
  async function compare(
    baseSha: string,
    headSha: string,
    paths: readonly string[] | undefined,
  ): Promise<ChangedLines[] | string> {
    const narrow = paths !== undefined && paths.length <= MAX_PATHS_ON_COMMAND_LINE ? ['--', ...paths] : [];
    const flags = [...SAFE_DIFF, '-U0', '--inter-hunk-context=0', '--diff-algorithm=histogram'];
    const [raw, patch] = await Promise.all([
      runGit(gitDir, gitDir, ['diff-tree', ...SAFE_DIFF, '-z', '--raw', baseSha, headSha, ...narrow]),
      runGit(gitDir, gitDir, ['diff-tree', ...flags, '-p', baseSha, headSha, ...narrow]),
    ]);
    if (raw.status !== 0) return raw.complaint || `exit status ${raw.status}`;
    if (patch.status !== 0) return patch.complaint || `exit status ${patch.status}`;
    return linesOf(raw.stdout, patch.stdout, paths);
  }

  return {
    resolve,
    mergeBase,
    snapshot,
    changedLines,
    changedFiles: async (baseSha, headSha) => {
      const changes = await rawChanges(gitDir, baseSha, headSha);
      return changes.map(({ sections, ...file }) => file);
    },
    search: async (sha, words, limit, paths) => {
      assertSha(sha);
      return searchTree(gitDir, sha, words, limit, paths ?? null);
    },
    close: () => objects.close(),
  };
}

function linesOf(raw: Buffer, patch: Buffer, paths: readonly string[] | undefined): ChangedLines[] {
  const files = parsePatch(patch.toString('utf8'), parseRawChanges(raw.toString('utf8')));
  if (paths === undefined) return files;
  const asked = new Set(paths);
  return files.filter((file) => asked.has(file.path) || (file.previousPath !== null && asked.has(file.previousPath)));
}

async function findGitDir(cwd: string, dir: string): Promise<string> {
  const found = await stat(cwd).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new GitError('git-not-a-repository', `${dir} cannot be read: ${error.message}`, error);
  });
  if (found === null) throw new GitError('git-not-a-repository', `${dir} does not exist; name a git repository.`);
  if (!found.isDirectory())
    throw new GitError('git-not-a-repository', `${dir} is not a folder; name a git repository.`);
  const answer = await runGit(null, cwd, ['rev-parse', '--absolute-git-dir']);
  const gitDir = answer.stdout.toString('utf8').replace(/\n$/, '');
  if (answer.status === 0 && gitDir !== '') return gitDir;
  throw new GitError('git-not-a-repository', `${dir} is not a git repository; name one, or run git init there first.`);
}

function assertSha(sha: string): void {
  if (!COMMIT_SHA.test(sha)) throw new GitError('git-unknown-ref', `${JSON.stringify(sha)} is not a full commit SHA.`);
}
