import type { CodeHost, PullRequest } from '../../ports/code-host.ts';
import { orNullIn } from './absent.ts';
import type { GithubClient } from './client.ts';
import { compareCommits } from './compare-commits.ts';
import { CodeHostError, hasStatus, short } from './errors.ts';
import { splitRepo } from './repo-name.ts';

const PULLS_READ = 'Pull requests: read';
const PULLS_WRITE = 'Pull requests: write';
const CONTENTS_READ = 'Contents: read';
const CONTENTS_WRITE = 'Contents: write';
/** Pages of 100. A repository with more open pull requests than this is said to have too many, not cut in silence. */
const MAX_PAGES = 30;

/** The fields we use of GitHub's answer; `merged` is absent from lists, where `merged_at` says the same. */
type RawPullRequest = {
  number: number;
  title: string;
  body: string | null;
  user: { login: string; type?: string } | null;
  labels: { name?: string }[];
  draft?: boolean | undefined;
  state: string;
  merged?: boolean | undefined;
  merged_at: string | null;
  merge_commit_sha: string | null;
  base: { ref: string; sha: string; repo?: { full_name: string } | null };
  head: { ref: string; sha: string };
  html_url: string;
};

type PullRequestCalls = Pick<
  CodeHost,
  'pullRequest' | 'openPullRequests' | 'mergeBase' | 'defaultBranch' | 'branchHead' | 'createBranch' | 'openPullRequest'
>;

export function pullRequestCalls(client: GithubClient): PullRequestCalls {
  async function branchHead(repo: string, branch: string): Promise<string | null> {
    return client.call({ verb: `find branch ${branch}`, repo, permission: CONTENTS_READ }, (octokit) =>
      orNullIn(octokit, repo, async () => {
        const { data } = await octokit.rest.git.getRef({ ...splitRepo(repo), ref: `heads/${branch}` });
        return data.object.sha;
      }),
    );
  }

  async function openFrom(repo: string, head: string, base: string): Promise<{ number: number; url: string } | null> {
    return client.call({ verb: `list pull requests from ${head}`, repo, permission: PULLS_READ }, async (octokit) => {
      const name = splitRepo(repo);
      const { data } = await octokit.rest.pulls.list({ ...name, head: `${name.owner}:${head}`, base, state: 'open' });
      const first = data.find((one) => one.head.ref === head);
      return first === undefined ? null : { number: first.number, url: first.html_url };
    });
  }

  return {
    branchHead,

    async pullRequest(repo, number) {
      return client.call({ verb: `read pull request ${number}`, repo, permission: PULLS_READ }, (octokit) =>
        orNullIn(octokit, repo, async () => {
          const { data } = await octokit.rest.pulls.get({ ...splitRepo(repo), pull_number: number });
          return toPullRequest(repo, data);
        }),
      );
    },

    async openPullRequests(repo) {
      return client.call({ verb: 'list open pull requests', repo, permission: PULLS_READ }, async (octokit) => {
        const all: PullRequest[] = [];
        for (let page = 1; page <= MAX_PAGES; page += 1) {
          const { data } = await octokit.rest.pulls.list({ ...splitRepo(repo), state: 'open', per_page: 100, page });
          all.push(...data.map((one) => toPullRequest(repo, one)));
          if (data.length < 100) return all;
        }
        throw new CodeHostError(
          'refused',
          `${repo} has more than ${MAX_PAGES * 100} open pull requests; close some, or watch fewer.`,
        );
      });
    },

    async mergeBase(repo, baseSha, headSha) {
      return (await compareCommits(client, repo, baseSha, headSha)).merge_base_commit.sha;
    },

    async defaultBranch(repo) {
      return client.call({ verb: 'read the repository', repo, permission: 'Metadata: read' }, async (octokit) => {
        const { data } = await octokit.rest.repos.get(splitRepo(repo));
        return data.default_branch;
      });
    },

    async createBranch(repo, branch, fromSha) {
      try {
        await client.call({ verb: `create branch ${branch}`, repo, permission: CONTENTS_WRITE }, (octokit) =>
          octokit.rest.git.createRef({ ...splitRepo(repo), ref: `refs/heads/${branch}`, sha: fromSha }),
        );
      } catch (thrown) {
        if (!hasStatus(thrown, 422)) throw thrown;
        const standing = await branchHead(repo, branch);
        if (standing === fromSha) return;
        if (standing === null) throw thrown;
        throw new CodeHostError(
          'branch-exists',
          `Branch ${branch} in ${repo} already stands at ${short(standing)}; delete it, or choose another name.`,
          { cause: thrown },
        );
      }
    },

    async openPullRequest({ repo, head, base, title, body }) {
      const open = await openFrom(repo, head, base);
      if (open !== null) return open;
      try {
        return await client.call(
          { verb: `open a pull request from ${head}`, repo, permission: PULLS_WRITE },
          async (octokit) => {
            const { data } = await octokit.rest.pulls.create({ ...splitRepo(repo), head, base, title, body });
            return { number: data.number, url: data.html_url };
          },
        );
      } catch (thrown) {
        const meanwhile = hasStatus(thrown, 422) ? await openFrom(repo, head, base) : null;
        if (meanwhile === null) throw thrown;
        return meanwhile;
      }
    },
  };
}

/** The repository under the name GitHub gives it: it was asked for in any case, or by the name before a transfer. */
function toPullRequest(asked: string, raw: RawPullRequest): PullRequest {
  const repo = raw.base.repo?.full_name ?? asked;
  const merged = raw.merged ?? raw.merged_at !== null;
  return {
    repo,
    number: raw.number,
    title: raw.title,
    body: raw.body ?? '',
    author: raw.user?.login ?? 'ghost',
    authorIsBot: raw.user?.type === 'Bot',
    labels: raw.labels.map((label) => label.name ?? ''),
    draft: raw.draft ?? false,
    state: raw.state === 'open' ? 'open' : 'closed',
    merged,
    mergeSha: merged ? raw.merge_commit_sha : null,
    baseRef: raw.base.ref,
    baseSha: raw.base.sha,
    headRef: raw.head.ref,
    headSha: raw.head.sha,
    url: raw.html_url,
  };
}
