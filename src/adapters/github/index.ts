import type { CodeHost } from '../../ports/code-host.ts';
import { authorCalls } from './authors.ts';
import { checkCalls } from './checks.ts';
import { type GithubOptions, githubClient } from './client.ts';
import { pageCalls } from './pages.ts';
import { pullRequestCalls } from './pull-requests.ts';
import { snapshotCalls } from './snapshot.ts';

export type { GithubCredentials, GithubOptions } from './client.ts';
export { CodeHostError } from './errors.ts';

export const DEFAULT_CHECK_NAME = 'Countersign';

/** GitHub or a GitHub Enterprise Server, as an app or with a token. Nothing is asked before the first call. */
export function createGithub(options: GithubOptions): CodeHost {
  const client = githubClient(options);
  return {
    ...pullRequestCalls(client),
    ...authorCalls(client),
    ...snapshotCalls(client),
    ...checkCalls(client, options.checkName ?? DEFAULT_CHECK_NAME),
    ...pageCalls(client),
    ping: client.ping,
  };
}
