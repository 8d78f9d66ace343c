import type { ChangedFile } from '../../model/facts.ts';
import type { GithubClient } from './client.ts';
import { commitGone, hasStatus, short } from './errors.ts';
import { splitRepo } from './repo-name.ts';

const SYMLINK = '120000';

export type TreeEntry = { sha: string; mode: string; bytes: number };
/** All files of a commit. `truncated` when GitHub cut the list (100,000 entries or 7 MB). */
export type Tree = { files: Map<string, TreeEntry>; truncated: boolean };

export function isSymlink(entry: TreeEntry): boolean {
  return entry.mode === SYMLINK;
}

/** Throws CodeHostError `commit-gone` when the commit is not there any more. */
export async function fetchTree(client: GithubClient, repo: string, sha: string): Promise<Tree> {
  const doing = { verb: `list the files of ${short(sha)}`, repo, permission: 'Contents: read' };
  try {
    return await client.call(doing, async (octokit) => {
      const { data } = await octokit.rest.git.getTree({ ...splitRepo(repo), tree_sha: sha, recursive: 'true' });
      const files = new Map<string, TreeEntry>();
      for (const entry of data.tree) {
        if (entry.type !== 'blob') continue;
        files.set(entry.path, { sha: entry.sha, mode: entry.mode, bytes: entry.size ?? 0 });
      }
      return { files, truncated: data.truncated };
    });
  } catch (thrown) {
    throw hasStatus(thrown, 404) ? commitGone(repo, short(sha), thrown) : thrown;
  }
}

/**
 * What differs between two whole trees; a file whose very content appears under another name counts as renamed.
 * Lines are not counted: `additions` and `deletions` are 0.
 */
export function diffTrees(base: Tree, head: Tree): ChangedFile[] {
  const removed = [...base.files].filter(([path]) => !head.files.has(path));
  const removedByContent = new Map(removed.map(([path, entry]) => [entry.sha, path]));
  const movedAway = new Set<string>();
  const changes: ChangedFile[] = [];

  for (const [path, entry] of head.files) {
    const before = base.files.get(path);
    if (before !== undefined) {
      if (before.sha !== entry.sha || before.mode !== entry.mode) changes.push(uncounted(path, 'modified', null));
      continue;
    }
    const from = removedByContent.get(entry.sha);
    if (from === undefined || movedAway.has(from)) {
      changes.push(uncounted(path, 'added', null));
      continue;
    }
    movedAway.add(from);
    changes.push(uncounted(path, 'renamed', from));
  }
  for (const [path] of removed) {
    if (!movedAway.has(path)) changes.push(uncounted(path, 'removed', null));
  }
  return changes.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function uncounted(path: string, status: ChangedFile['status'], previousPath: string | null): ChangedFile {
  return { path, previousPath, status, additions: 0, deletions: 0 };
}
