import type { Decision } from '../../model/decision.ts';
import { checkExternalId, hostLane, pullRequestKey } from '../../model/keys.ts';
import type { MessagePlace, PullRequestView, VoidedAnswer } from '../../ports/chat.ts';
import type { Road } from '../road.ts';
import { channelOf } from './channel.ts';

/** The pull request's message as recorded; null when the pull request is not known. */
async function viewPullRequest(road: Road, repo: string, number: number): Promise<PullRequestView | null> {
  const { stores } = road;
  const pullRequest = await stores.pullRequests.get(repo, number);
  if (pullRequest === null) return null;
  const decision = await stores.decisions.latest(repo, number);
  const grants = decision === null ? [] : await stores.grants.forDecision(decision.id);
  const reviews = await stores.reviews.forPullRequest(repo, number);
  const check = await stores.checks.get(checkExternalId(repo, number, pullRequest.headSha));
  return {
    pullRequest,
    decision,
    grants,
    voided: decision === null ? [] : await voidedAnswers(road, decision),
    reviews,
    checkUrl: check === null ? null : `${pullRequest.url}/checks?check_run_id=${check.runId}`,
  };
}

/** The answers to the latest answered decision before this one: said to be void for as long as nobody answered anew. */
async function voidedAnswers({ stores }: Road, decision: Decision): Promise<VoidedAnswer[]> {
  const earlier = (await stores.grants.forPullRequest(decision.repo, decision.number)).sort(
    (left, right) => left.grantedAt - right.grantedAt,
  );
  const last = earlier.at(-1);
  if (last === undefined || last.decisionId === decision.id) return [];
  const before = await stores.decisions.get(last.decisionId);
  if (before === null || before.state !== 'voided') return [];
  const because = before.voidedBecause ?? 'What it was for has changed.';
  return earlier
    .filter((grant) => grant.decisionId === before.id)
    .map(({ action, name }) => ({ action, name, headSha: before.headSha, because }));
}

/**
 * A verdict that asks nobody for anything stays on the check run: the channel hears of a pull request when there is
 * something to answer, and from then on until it is closed.
 */
function worthSaying(view: PullRequestView, place: MessagePlace | null): boolean {
  if (place !== null) return true;
  if (view.decision === null || view.pullRequest.draft) return false;
  return view.decision.state === 'open' || view.grants.length > 0;
}

/** Posts or edits the living message of a pull request. */
export async function showPullRequest(
  road: Road,
  payload: { repo: string; number: number },
  maybeThere: boolean,
): Promise<void> {
  const view = await viewPullRequest(road, payload.repo, payload.number);
  if (view === null || view.pullRequest.channel === null) return;
  const key = pullRequestKey(payload.repo, payload.number);
  const place = await road.stores.messages.get(key);
  if (!worthSaying(view, place)) return;
  const channel = place?.channel ?? (await channelOf(road, view.pullRequest.channel));
  const shown = await road.chat.show({ type: 'pull-request', view }, { channel, place, key, maybeThere });
  if (place !== null) return;
  await road.stores.transact(async (tx) => {
    await tx.messages.save({ key, ...shown, postedAt: road.clock.now() });
    if (view.decision === null) return;
    // The check run was reported before the message had a link.
    await tx.outbox.add(
      {
        key: `link:${checkExternalId(payload.repo, payload.number, view.decision.headSha)}`,
        lane: hostLane(key),
        payload: {
          kind: 'check.report',
          repo: payload.repo,
          number: payload.number,
          headSha: view.decision.headSha,
          state: 'decided',
        },
        entrySeq: null,
      },
      road.clock.now(),
    );
  });
}
