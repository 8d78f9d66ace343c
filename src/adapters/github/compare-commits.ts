import type { Octokit } from 'octokit';
import type { GithubClient } from './client.ts';
import { commitGone, hasStatus, short } from './errors.ts';
import { splitRepo } from './repo-name.ts';

type Compared = Awaited<ReturnType<Octokit['rest']['repos']['compareCommitsWithBasehead']>>['data'];

/** GitHub's comparison of two commits: its first page lists the files, at most 300. A commit it lost is named. */
export async function compareCommits(
  client: GithubClient,
  repo: string,
  baseSha: string,
  headSha: string,
): Promise<Compared> {
  const doing = { verb: `compare ${short(baseSha)} with ${short(headSha)}`, repo, permission: 'Contents: read' };
  try {
    return await client.call(doing, async (octokit) => {
      const basehead = `${baseSha}...${headSha}`;
      const range = { ...splitRepo(repo), basehead, per_page: 1, page: 1 };
      return (await octokit.rest.repos.compareCommitsWithBasehead(range)).data;
    });
  } catch (thrown) {
    throw hasStatus(thrown, 404) ? commitGone(repo, `${short(baseSha)} or ${short(headSha)}`, thrown) : thrown;
  }
}
