import type { CodeHost } from '../../ports/code-host.ts';
import { orNull } from './absent.ts';
import type { GithubClient } from './client.ts';
import { splitRepo } from './repo-name.ts';

/** Addresses GitHub makes up reach nobody. */
const NOREPLY = /@users\.noreply\.|^noreply@/i;

export function authorCalls(client: GithubClient): Pick<CodeHost, 'authorEmails' | 'loginEmails'> {
  async function profileEmail(login: string, repo: string | null): Promise<string> {
    const doing = { verb: `read the profile of ${login}`, repo, permission: 'Metadata: read' };
    const email = await client.call(doing, (octokit) =>
      orNull(async () => (await octokit.rest.users.getByUsername({ username: login })).data.email),
    );
    return email ?? '';
  }

  /** The first 100 commits of the pull request; GitHub names a login only where the address is a verified one of it. */
  async function commitEmails(repo: string, number: number, login: string): Promise<string[]> {
    const doing = { verb: `list the commits of pull request ${number}`, repo, permission: 'Contents: read' };
    const emails = await client.call(doing, (octokit) =>
      orNull(async () => {
        const name = splitRepo(repo);
        const { data: pull } = await octokit.rest.pulls.get({ ...name, pull_number: number });
        const basehead = `${pull.base.sha}...${pull.head.sha}`;
        const range = { ...name, basehead, per_page: 100, page: 1 };
        const { data } = await octokit.rest.repos.compareCommitsWithBasehead(range);
        return data.commits
          .filter((one) => one.author?.login.toLowerCase() === login.toLowerCase())
          .map((one) => one.commit.author?.email ?? '');
      }),
    );
    return emails ?? [];
  }

  return {
    async authorEmails(repo, number, login) {
      return reachable([await profileEmail(login, repo), ...(await commitEmails(repo, number, login))]);
    },
    async loginEmails(login) {
      return reachable([await profileEmail(login, null)]);
    },
  };
}

function reachable(emails: string[]): string[] {
  const known = emails.map((email) => email.trim().toLowerCase());
  return [...new Set(known.filter((email) => email !== '' && !NOREPLY.test(email)))];
}
