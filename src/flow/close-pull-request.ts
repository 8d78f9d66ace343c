import type { Decision } from '../model/decision.ts';
import type { EventOf } from '../model/event.ts';
import { pullRequestKey, shortSha } from '../model/keys.ts';
import { type DecisionOutcome, outcomeOf } from '../model/outcome.ts';
import { checksSharingHead } from './announce/shared-head.ts';
import { alreadyRecorded, record } from './record.ts';
import type { Road } from './road.ts';

/**
 * The pull request is closed or merged: its buttons go, and how it stood at that moment is written down, so that a
 * merge past a red gate is on record with what was known then.
 */
export async function closePullRequest(
  road: Road,
  event: EventOf<'pull-request.closed' | 'pull-request.merged'>,
): Promise<void> {
  const { repo, number } = event.data;
  const now = road.clock.now();
  const subject = pullRequestKey(repo, number);
  const merged = event.type === 'pull-request.merged';
  await road.stores.transact(async (tx) => {
    const row = await tx.pullRequests.get(repo, number);
    const finishing = !merged;
    if (row === null || row.state !== 'open' || (await alreadyRecorded(tx, subject, 'pull-request.closed', event.id))) {
      if (finishing) await tx.inbox.finish(event.id, now);
      return;
    }
    await tx.pullRequests.save({ ...row, state: merged ? 'merged' : 'closed', updatedAt: now });
    const decision = await tx.decisions.latest(repo, number);
    const grants = decision === null ? [] : await tx.grants.forDecision(decision.id);
    const outcome = decision === null ? null : outcomeOf(decision, grants);
    if (decision !== null) await tx.decisions.moveState(decision.id, ['open', 'answered', 'settled'], 'closed', null);
    const problem = merged ? whyNotPassed(decision, outcome, event.data.headSha) : null;
    const others = await checksSharingHead(tx, row);
    await record(
      tx,
      {
        type: 'pull-request.closed',
        actor: event.actor,
        subject,
        payload: {
          eventId: event.id,
          merged,
          headSha: event.data.headSha,
          decisionId: decision?.id ?? null,
          judgedSha: decision?.headSha ?? null,
          outcome: outcome === null ? null : { state: outcome.state, by: outcome.by, headline: outcome.headline },
          mergedUnanswered: problem !== null,
        },
        at: now,
      },
      (entry) => [
        { kind: 'chat.pull-request', repo, number },
        ...others,
        ...(problem !== null && row.channel !== null
          ? [
              {
                kind: 'chat.note' as const,
                about: subject,
                channel: row.channel,
                text: `This was merged although the gate had not passed (${problem}). Require the Countersign check in the branch protection to prevent that.`,
                code: null,
                entrySeq: entry.seq,
              },
            ]
          : []),
      ],
    );
    if (finishing) await tx.inbox.finish(event.id, now);
  });
}

/** What was answered for an earlier commit says nothing about the one that went in. Null where the gate had passed. */
function whyNotPassed(decision: Decision | null, outcome: DecisionOutcome | null, headSha: string): string | null {
  if (decision === null || outcome === null) return null;
  if (decision.headSha !== headSha || decision.state === 'voided') return `${shortSha(headSha)} was not judged`;
  return outcome.state === 'block' || outcome.state === 'needs-approval' ? outcome.headline : null;
}
