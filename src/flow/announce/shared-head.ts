import type { Decision } from '../../model/decision.ts';
import type { CheckReport } from '../../ports/code-host.ts';
import type { OutboxPayload, PullRequestRow, Repositories } from '../../ports/stores.ts';
import { conclusionOf } from '../check-report.ts';

type Head = { repo: string; number: number; headSha: string };

/**
 * The code host asks for a check of a commit by its name alone, so the newest run answers for every pull request with
 * that head: a second one, against a base where nothing is wrong, must not turn the first one's red gate.
 */
export async function heldBack(stores: Repositories, report: CheckReport, decision: Decision): Promise<CheckReport> {
  if (report.conclusion === 'failure') return report;
  for (const { repo, number, headSha } of await sharingHead(stores, decision)) {
    const other = await stores.decisions.latest(repo, number, headSha);
    if (other === null) continue;
    const grants = other.state === 'voided' ? [] : await stores.grants.forDecision(other.id);
    const conclusion = conclusionOf(other, grants);
    if (conclusion !== 'failure' && conclusion !== 'action_required') continue;
    const because = `The same commit is the head of #${number}, which has not passed: answer or close that one.`;
    return { ...report, conclusion, title: `Held back by #${number}`, summary: `${because}\n\n${report.summary}` };
  }
  return report;
}

/** The check runs that say something else once this pull request was answered, closed or merged. */
export async function checksSharingHead(stores: Repositories, head: Head): Promise<OutboxPayload[]> {
  const rows = await sharingHead(stores, head);
  return rows.map(({ repo, number, headSha }) => ({ kind: 'check.report', repo, number, headSha, state: 'decided' }));
}

async function sharingHead(stores: Repositories, { repo, number, headSha }: Head): Promise<PullRequestRow[]> {
  const open = await stores.pullRequests.open();
  return open.filter((row) => row.repo === repo && row.headSha === headSha && row.number !== number);
}
