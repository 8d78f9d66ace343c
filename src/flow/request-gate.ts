import type { EventOf } from '../model/event.ts';
import { pullRequestKey } from '../model/keys.ts';
import { standingOf } from './ask.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';

/** `/policy gate <URL>`: the pull request takes the road as if it had just been pushed. The person hears what happens. */
export async function requestGate(road: Road, event: EventOf<'gate.requested'>): Promise<void> {
  const { number, channel } = event.data;
  const pullRequest = await road.codeHost.pullRequest(event.data.repo, number);
  // An address may be written in any case; the host's own name is the key of everything we store.
  const repo = pullRequest?.repo ?? event.data.repo;
  const now = road.clock.now();
  const isOpen = pullRequest?.state === 'open';
  const stands = isOpen && (await keepsAnswer(road, event.actor.id, { repo, number, headSha: pullRequest.headSha }));
  const name = `${repo}#${number}`;
  const text = stands ? answered(name) : answerFor(pullRequest, name);
  await road.stores.transact(async (tx) => {
    if (isOpen && !stands) {
      await tx.inbox.add(
        {
          type: 'pull-request.changed',
          source: 'slack',
          dedupeKey: `gate:${event.id}`,
          lane: pullRequestKey(repo, number),
          actor: event.actor,
          data: { repo, number, headSha: pullRequest.headSha, reason: 'manual' },
        },
        now,
      );
    }
    await record(
      tx,
      {
        type: 'gate.requested',
        actor: event.actor,
        subject: pullRequestKey(repo, number),
        payload: { eventId: event.id, found: pullRequest !== null },
        at: now,
      },
      () => [{ kind: 'chat.whisper', channel, slackId: event.actor.id, threadTs: null, text }],
    );
    await tx.inbox.finish(event.id, now);
  });
}

/**
 * Judging a commit again voids the answer given to it. Whoever could not give one must not be able to take one away.
 */
async function keepsAnswer(
  road: Road,
  slackId: string,
  head: { repo: string; number: number; headSha: string },
): Promise<boolean> {
  const decision = await road.stores.decisions.latest(head.repo, head.number, head.headSha);
  return decision?.state === 'answered' && (await standingOf(road, slackId)) !== 'tier';
}

function answered(name: string): string {
  return `${name} was judged and answered at its present commit: somebody with a tier in a pack can have it judged again.`;
}

function answerFor(pullRequest: { state: 'open' | 'closed' } | null, name: string): string {
  if (pullRequest === null)
    return `There is no pull request ${name} that Countersign can read: check the address, and that the app is installed there.`;
  if (pullRequest.state === 'closed') return `${name} is closed, so there is nothing to judge: reopen it first.`;
  return `${name} is being judged; the verdict comes as its check run and, when there is something to answer, as a message in its channel.`;
}
