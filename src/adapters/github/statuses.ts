import type { CheckReport } from '../../ports/code-host.ts';
import { clip } from '../../shared/text.ts';
import type { GithubClient } from './client.ts';
import { splitRepo } from './repo-name.ts';

const MAX_DESCRIPTION = 140;

/**
 * For a token that is no app's: the verdict as a commit status, which has neither annotations nor `neutral`.
 * What is neither a pass nor a failure stays `pending`, so that it is never read as a pass. The newest status of one
 * context counts, so repeating it is harmless.
 */
export async function reportStatus(client: GithubClient, report: CheckReport, context: string): Promise<string> {
  const doing = {
    verb: `write status "${context}" on ${report.headSha.slice(0, 7)}`,
    repo: report.repo,
    permission: 'Commit statuses: write',
  };
  return client.call(doing, async (octokit) => {
    const { data } = await octokit.rest.repos.createCommitStatus({
      ...splitRepo(report.repo),
      sha: report.headSha,
      context,
      state: stateOf(report),
      description: clip(report.title, MAX_DESCRIPTION),
      ...(report.detailsUrl === null ? {} : { target_url: report.detailsUrl }),
    });
    return `status:${data.id}`;
  });
}

function stateOf({ conclusion }: CheckReport): 'success' | 'failure' | 'error' | 'pending' {
  switch (conclusion) {
    case 'success':
      return 'success';
    case 'failure':
    case 'action_required':
      return 'failure';
    case 'cancelled':
      return 'error';
    case 'neutral':
    case null:
      return 'pending';
  }
}
