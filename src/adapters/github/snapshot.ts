import type { ChangedFile, ReadOutcome, Side } from '../../model/facts.ts';
import type { CodeHost, Snapshot } from '../../ports/code-host.ts';
import { orNull } from './absent.ts';
import type { GithubClient } from './client.ts';
import { compareCommits } from './compare-commits.ts';
import { decodeBlob, singleFlight, sizedCache, tooLarge, unreadable } from './content.ts';
import { blobBytes, breathe, bytesOf, RAW } from './raw-blob.ts';
import { splitRepo } from './repo-name.ts';
import { diffTrees, fetchTree, isSymlink, type Tree } from './tree.ts';

const CONTENTS_READ = 'Contents: read';
/** The comparison lists no more files than this, on whatever page. */
const COMPARE_LIMIT = 300;
/** As far as GitHub itself goes in a pull request. */
const MAX_CHANGED_FILES = 3_000;
const BLOB_CACHE_BYTES = 32 * 1024 * 1024;
const TREE_CACHE_ENTRIES = 200_000;

type Comparison = { mergeBaseSha: string; files: ChangedFile[]; full: boolean };

/** Snapshots share what they read: a blob or a tree under its SHA never changes. */
export function snapshotCalls(client: GithubClient): Pick<CodeHost, 'snapshot'> {
  const blobs = sizedCache<Uint8Array>(BLOB_CACHE_BYTES, (content) => content.byteLength);
  const trees = sizedCache<Tree>(TREE_CACHE_ENTRIES, (tree) => tree.files.size + 1);
  const oneBlob = singleFlight<Uint8Array | null>();
  const oneTree = singleFlight<Tree>();

  return {
    snapshot(repo, baseSha, headSha): Snapshot {
      let calls = 0;
      const counted: GithubClient = {
        ...client,
        call: (doing, ask) => {
          calls += 1;
          return client.call(doing, ask);
        },
      };
      const shaOf = (side: Side) => (side === 'base' ? baseSha : headSha);

      async function treeOf(sha: string): Promise<Tree> {
        const key = `${repo}@${sha}`;
        const known = trees.get(key);
        if (known !== undefined) return known;
        return oneTree(key, async () => {
          const tree = await fetchTree(counted, repo, sha);
          trees.set(key, tree);
          return tree;
        });
      }

      async function blob(path: string, blobSha: string): Promise<ReadOutcome> {
        const key = `${repo}@${blobSha}`;
        const content =
          blobs.get(key) ??
          (await oneBlob(key, async () => {
            const fetched = await fetchBlob(counted, repo, path, blobSha);
            if (fetched !== null) blobs.set(key, fetched);
            return fetched;
          }));
        if (content === null) return unreadable('gone', `The content of ${path} is no longer in ${repo}.`);
        const decoded = decodeBlob(path, blobSha, content);
        await breathe(content.byteLength);
        return decoded;
      }

      return {
        calls: () => calls,

        async changedFiles() {
          const comparison = await compare(counted, repo, baseSha, headSha);
          const exact = comparison.mergeBaseSha === baseSha;
          if (exact && !comparison.full) return { files: comparison.files, truncated: false };
          const [base, head] = [await treeOf(baseSha), await treeOf(headSha)];
          if (base.truncated || head.truncated) return { files: comparison.files, truncated: true };
          const files = withCounts(diffTrees(base, head), exact ? comparison.files : []);
          return { files: files.slice(0, MAX_CHANGED_FILES), truncated: files.length > MAX_CHANGED_FILES };
        },

        async tree(side) {
          const { files, truncated } = await treeOf(shaOf(side));
          return { paths: [...files.keys()], truncated };
        },

        async read({ side, path }, maxBytes) {
          const tree = await treeOf(shaOf(side));
          const entry =
            tree.files.get(path) ?? (tree.truncated ? await findFile(counted, repo, shaOf(side), path) : null);
          if (entry === null) return { kind: 'absent' };
          if (isSymlink(entry)) return unreadable('symlink', `${path} is a symbolic link.`);
          if (entry.bytes > maxBytes) return tooLarge(path, entry.bytes, maxBytes);
          return blob(path, entry.sha);
        },
      };
    },
  };
}

/** Content up to 100 MB, or null when GitHub does not have it. */
export async function fetchBlob(
  client: GithubClient,
  repo: string,
  path: string,
  sha: string,
): Promise<Uint8Array | null> {
  return client.call({ verb: `read ${path}`, repo, permission: CONTENTS_READ }, (octokit) =>
    orNull(async () => {
      const { data, headers } = await octokit.request('GET /repos/{owner}/{repo}/git/blobs/{file_sha}', {
        ...splitRepo(repo),
        file_sha: sha,
        headers: { accept: RAW },
        request: { parseSuccessResponseBody: false },
      });
      const bytes = blobBytes(
        await bytesOf(data as unknown as ReadableStream<Uint8Array>),
        String(headers['content-type'] ?? ''),
        sha,
      );
      await breathe(bytes.byteLength);
      return bytes;
    }),
  );
}

/** What stands at a path when the tree was too large to list; null when there is no file. */
async function findFile(client: GithubClient, repo: string, ref: string, path: string) {
  return client.call({ verb: `find ${path}`, repo, permission: CONTENTS_READ }, (octokit) =>
    orNull(async () => {
      const { data } = await octokit.rest.repos.getContent({ ...splitRepo(repo), path, ref });
      if (Array.isArray(data) || data.type === 'submodule') return null;
      return { sha: data.sha, mode: data.type === 'symlink' ? '120000' : '100644', bytes: data.size };
    }),
  );
}

async function compare(client: GithubClient, repo: string, baseSha: string, headSha: string): Promise<Comparison> {
  const data = await compareCommits(client, repo, baseSha, headSha);
  const listed = data.files ?? [];
  const files = listed.flatMap((file): ChangedFile[] => {
    const status = STATUS[file.status];
    if (status === null) return [];
    const previousPath = status === 'renamed' ? (file.previous_filename ?? null) : null;
    return [{ path: file.filename, previousPath, status, additions: file.additions, deletions: file.deletions }];
  });
  return { mergeBaseSha: data.merge_base_commit.sha, files, full: listed.length >= COMPARE_LIMIT };
}

/** A copy leaves its origin where it was, so it is an addition; `changed` is a change of type or mode. */
const STATUS = {
  added: 'added',
  copied: 'added',
  modified: 'modified',
  changed: 'modified',
  removed: 'removed',
  renamed: 'renamed',
  unchanged: null,
} as const;

function withCounts(files: ChangedFile[], counted: ChangedFile[]): ChangedFile[] {
  const byPath = new Map(counted.map((file) => [file.path, file]));
  return files.map((file) => byPath.get(file.path) ?? file);
}
