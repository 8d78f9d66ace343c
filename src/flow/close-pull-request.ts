import type { EventOf } from '../model/event.ts';
import { pullRequestKey } from '../model/keys.ts';
import { outcomeOf } from '../model/outcome.ts';
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
    const unanswered = merged && (outcome?.state === 'block' || outcome?.state === 'needs-approval');
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
          mergedUnanswered: unanswered,
        },
        at: now,
      },
      (entry) => [
        { kind: 'chat.pull-request', repo, number },
        ...(unanswered && row.channel !== null
          ? [
              {
                kind: 'chat.note' as const,
                about: subject,
                channel: row.channel,
                text: `This was merged although the gate had not passed (${outcome?.headline ?? 'not judged'}). Require the Countersign check in the branch protection to prevent that.`,
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
