import type { CodeHost, FileWrite } from '../../ports/code-host.ts';
import { orNullIn } from './absent.ts';
import type { GithubClient } from './client.ts';
import { decodeBlob } from './content.ts';
import { CodeHostError, hasStatus } from './errors.ts';
import { splitRepo } from './repo-name.ts';
import { fetchBlob } from './snapshot.ts';

const CONTENTS_READ = 'Contents: read';
const CONTENTS_WRITE = 'Contents: write';
/** No page anybody reads is larger; the patch of one would not fit a message either. */
const MAX_PAGE_BYTES = 5 * 1024 * 1024;

type Written = { commitSha: string; url: string; revision: string };

export function pageCalls(client: GithubClient): Pick<CodeHost, 'page' | 'writeFile'> {
  async function page(repo: string, branch: string, path: string): Promise<{ revision: string; text: string } | null> {
    const standing = await client.call({ verb: `read ${path}`, repo, permission: CONTENTS_READ }, (octokit) =>
      orNullIn(octokit, repo, async () => {
        const { data } = await octokit.rest.repos.getContent({ ...splitRepo(repo), path, ref: branch });
        if (Array.isArray(data) || data.type !== 'file') return null;
        return {
          sha: data.sha,
          bytes: data.size,
          inline: data.content !== '' && 'encoding' in data ? data.content : null,
        };
      }),
    );
    if (standing === null) return null;
    if (standing.bytes > MAX_PAGE_BYTES) {
      throw unreadablePage(repo, path, `it has ${standing.bytes} bytes and the limit is ${MAX_PAGE_BYTES}`);
    }
    const content =
      standing.inline === null
        ? await fetchBlob(client, repo, path, standing.sha)
        : Buffer.from(standing.inline, 'base64');
    if (content === null) return null;
    const decoded = decodeBlob(path, standing.sha, content);
    if (decoded.kind === 'text') return { revision: standing.sha, text: decoded.text };
    throw unreadablePage(repo, path, decoded.kind === 'unreadable' ? decoded.detail.replace(/\.$/, '') : 'it is gone');
  }

  /** The commit that last touched the page: it holds exactly our text, so it is the one we asked for. */
  async function lastCommit(write: FileWrite, revision: string): Promise<Written> {
    return client.call(
      { verb: `find the commit of ${write.path}`, repo: write.repo, permission: CONTENTS_READ },
      async (octokit) => {
        const { data } = await octokit.rest.repos.listCommits({
          ...splitRepo(write.repo),
          sha: write.branch,
          path: write.path,
          per_page: 1,
        });
        const commit = data[0];
        if (commit === undefined) {
          throw new CodeHostError(
            'unexpected-answer',
            `GitHub names no commit for ${write.path} in ${write.repo}; look at the branch ${write.branch}.`,
          );
        }
        return { commitSha: commit.sha, url: commit.html_url, revision };
      },
    );
  }

  /** A refused write is ours after all, or somebody else's, or only a race on the branch. */
  async function afterRefusal(write: FileWrite, thrown: unknown): Promise<Written> {
    const standing = await page(write.repo, write.branch, write.path);
    if (standing?.text === write.text) return lastCommit(write, standing.revision);
    if (standing?.revision === write.expectedRevision) throw thrown;
    throw new CodeHostError(
      'document-changed',
      `${write.path} on ${write.branch} in ${write.repo} is no longer the page the patch was made for; look at the page and propose the patch anew.`,
      { cause: thrown },
    );
  }

  return {
    page,

    async writeFile(write) {
      try {
        return await client.call(
          { verb: `write ${write.path}`, repo: write.repo, permission: CONTENTS_WRITE },
          async (octokit) => {
            const { data } = await octokit.rest.repos.createOrUpdateFileContents({
              ...splitRepo(write.repo),
              path: write.path,
              branch: write.branch,
              message: write.message,
              content: Buffer.from(write.text, 'utf8').toString('base64'),
              sha: write.expectedRevision,
            });
            const { commit, content } = data;
            if (commit.sha === undefined || content?.sha === undefined) {
              throw new CodeHostError(
                'unexpected-answer',
                `GitHub did not name the commit of ${write.path} in ${write.repo}; look at the branch ${write.branch}.`,
              );
            }
            return { commitSha: commit.sha, url: commit.html_url ?? '', revision: content.sha };
          },
        );
      } catch (thrown) {
        if (!hasStatus(thrown, 409, 422)) throw thrown;
        return afterRefusal(write, thrown);
      }
    },
  };
}

function unreadablePage(repo: string, path: string, why: string): CodeHostError {
  return new CodeHostError(
    'document-unreadable',
    `${path} in ${repo} cannot be patched: ${why}; choose another page in the pack.`,
  );
}
