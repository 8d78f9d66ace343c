import type { Refusal } from '../../model/approval.ts';
import { tierOf } from '../../model/rights.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { checkNonce, checkNotOwn, checkPerson, checkPlace, readReason } from './common-checks.ts';
import { type AdmittedReview, firstRefusal, type ReviewPress, refuse, refused } from './press-facts.ts';
import { utcMinute } from './wording.ts';

/**
 * A break-glass is looked at by a second person: in some tier of a pack that judged, not the one who broke the glass,
 * and not the author. The review may be closed from the thread or from the App Home (`place` null).
 */
export function admitReview(input: ReviewPress): Result<AdmittedReview, Refusal> {
  const { review, press, person } = input;
  if (review === null || review.id !== press.subjectId) {
    return refused(
      'unknown-request',
      'There is no such review on record, so nothing was done: open the App Home to see what is open.',
    );
  }
  const refusal = firstRefusal([
    () => checkNonce(press, review.nonce),
    () => (input.place === null ? null : checkPlace(input)),
    () => {
      if (review.closedAt === null) return null;
      const who = review.closedByName ?? 'Somebody';
      return refuse(
        'already-answered',
        `${who} closed this review at ${utcMinute(review.closedAt)}: nothing is left to do.`,
      );
    },
    () => checkPerson(person),
    () => {
      if (review.openedBy.id !== person?.slackId) return null;
      return refuse(
        'same-person',
        'You broke the glass yourself, and a second person has to close the review: ask somebody else in a tier.',
      );
    },
    () => {
      if (input.author.kind !== 'is-presser') return null;
      return refuse(
        'own-pull-request',
        'You wrote this change, so somebody else has to close its review: ask a person in a tier.',
      );
    },
    () => checkNotOwn(input, null),
  ]);
  if (refusal !== null) return err(refusal);

  const tier = input.packs
    .map((pack) => tierOf(pack, person?.email ?? null))
    .reduce((so, held) => ((held ?? 0) > (so ?? 0) ? held : so), null);
  if (tier === null) {
    return refused(
      'no-tier',
      'You are in no tier of the packs that judged this, so you cannot close its review: ask somebody who is.',
    );
  }
  const conclusion = readReason(press.reason, true, 'Closing a review');
  if (!conclusion.ok) return conclusion;
  return ok({ kind: 'review', reviewId: review.id, conclusion: conclusion.value, tier });
}
