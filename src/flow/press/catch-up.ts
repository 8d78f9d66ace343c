import type { Decision } from '../../model/decision.ts';
import type { Event } from '../../model/event.ts';
import { pullRequestKey } from '../../model/keys.ts';
import type { OutboxPayload, Repositories } from '../../ports/stores.ts';
import type { LivePullRequest } from '../../rules/approvals/press-facts.ts';
import { voidOpenDecision } from '../void.ts';

const STALE = ['new-push', 'pack-changed', 'expired', 'closed'];

/** Refusals after which the pull request is read and judged again, because what the message shows is out of date. */
export function isStale(code: string): boolean {
  return STALE.includes(code);
}

/**
 * What the person looked at is out of date: void it in the message, and have the pull request judged as it is now.
 * A later judgement that stands already is left alone: an old button must not take away what was answered since.
 */
export async function catchUp(
  tx: Repositories,
  event: Event,
  { decision, live, because, now }: { decision: Decision; live: LivePullRequest; because: string; now: number },
): Promise<OutboxPayload[]> {
  const { repo, number } = decision;
  if (live.state === 'open') {
    await voidOpenDecision(tx, decision, { because, now });
    const latest = await tx.decisions.latest(repo, number, live.headSha);
    if (latest === null || latest.state === 'voided' || latest.state === 'closed') {
      await tx.inbox.add(
        {
          type: 'pull-request.changed',
          source: 'slack',
          dedupeKey: `catch-up:${event.id}`,
          lane: pullRequestKey(repo, number),
          actor: event.actor,
          // Asks for a verdict where none stands, and takes none away that was reached meanwhile.
          data: { repo, number, headSha: live.headSha, reason: 'pack-changed' },
        },
        now,
      );
    }
  }
  return [{ kind: 'chat.pull-request', repo, number }];
}
