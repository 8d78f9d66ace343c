import type { EventOf } from '../../model/event.ts';
import { pullRequestKey } from '../../model/keys.ts';
import type { Repositories } from '../../ports/stores.ts';
import { admitPress } from '../../rules/approvals/admit-press.ts';
import { sameLogin } from '../../rules/approvals/author.ts';
import type { ReviewPress } from '../../rules/approvals/press-facts.ts';
import { auditFields } from '../audit.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';
import { currentPacks, type LivePress, readLivePress } from './live.ts';
import { recordRefusal } from './refuse.ts';

/** A break-glass is closed by a second person; from the thread's message or from the App Home. */
export async function closeReview(road: Road, event: EventOf<'break-glass.reviewed'>): Promise<void> {
  const known = await road.stores.reviews.get(event.data.subjectId);
  const live = known === null ? null : await readLivePress(road, event.actor.id, known);
  await road.stores.transact(async (tx) => {
    const facts = await reviewFacts(road, tx, event.data, live);
    const { review, person, now } = facts;
    const subject = review === null ? `unknown:${event.data.subjectId}` : pullRequestKey(review.repo, review.number);
    const admitted = admitPress(facts);
    if (!admitted.ok || review === null || person === null) {
      const refusal = admitted.ok
        ? {
            code: 'unreadable',
            message: 'You could not be looked up in Slack, so nothing was done: try again in a moment.',
          }
        : admitted.error;
      await recordRefusal(road, tx, event, 'close-review', refusal, subject);
      return;
    }
    const closed = await tx.reviews.close(review.id, event.actor, person.name, admitted.value.conclusion, now);
    if (!closed) {
      await recordRefusal(
        road,
        tx,
        event,
        'close-review',
        {
          code: 'already-answered',
          message: 'Somebody closed this review a moment before you: nothing is left to do.',
        },
        subject,
      );
      return;
    }
    const row = await tx.pullRequests.get(review.repo, review.number);
    await record(
      tx,
      {
        type: 'break-glass.reviewed',
        actor: event.actor,
        subject,
        payload: {
          eventId: event.id,
          reviewId: review.id,
          grantId: review.grantId,
          decisionId: review.decisionId,
          openedBy: review.openedBy.id,
          conclusion: admitted.value.conclusion,
          audit: auditFields({
            requestedBy: review.openedByName,
            approvedBy: person.email,
            principal: event.actor,
            actionType: 'gate.review',
            provider: 'slack',
            operation: 'close_review',
            runId: review.decisionId,
            phaseId: 'review',
            idempotencyKey: review.id,
            requestedAt: review.openedAt,
            approvedAt: now,
            payloadHash: review.grantId,
            payloadSummary: 'Break-glass review closed',
            externalTarget: `${review.repo}#${review.number}`,
            resultStatus: 'success',
            riskLevel: 'critical',
            settings: road.settings,
          }),
        },
        at: now,
      },
      (entry) => [
        { kind: 'chat.pull-request', repo: review.repo, number: review.number },
        {
          kind: 'chat.note',
          about: subject,
          channel: row?.channel ?? event.data.channel,
          text: `${person.name} closed the break-glass review: ${admitted.value.conclusion}`,
          code: null,
          entrySeq: entry.seq,
        },
      ],
    );
    await tx.inbox.finish(event.id, now);
    road.meter.pressed('close-review', 'granted');
  });
}

/** `place` is null for a press on the App Home, where there is no message to compare with. */
export async function reviewFacts(
  road: Road,
  tx: Repositories,
  press: ReviewPress['press'],
  live: LivePress | null,
): Promise<ReviewPress> {
  const review = await tx.reviews.get(press.subjectId);
  const decision = review === null ? null : await tx.decisions.get(review.decisionId);
  const { packs } = await currentPacks(tx, decision?.judgements.map((judgement) => judgement.packId) ?? []);
  const row = review === null ? null : await tx.pullRequests.get(review.repo, review.number);
  const login = live?.identity?.githubLogin ?? null;
  const place = review === null ? null : await tx.messages.get(pullRequestKey(review.repo, review.number));
  return {
    action: 'close-review',
    press,
    place: press.messageTs === '' ? null : place,
    person: live?.person ?? null,
    // The record still knows the author of a pull request that the code host no longer has.
    author:
      row !== null && login !== null && sameLogin(row.author, login)
        ? { kind: 'is-presser' }
        : (live?.author ?? { kind: 'unresolved' }),
    presserLogin: login,
    packs,
    now: road.clock.now(),
    review,
  };
}
