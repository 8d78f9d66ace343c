import type { Event } from '../model/event.ts';
import { unreachable } from '../shared/errors.ts';
import { closePullRequest } from './close-pull-request.ts';
import { followPush } from './drift/follow-push.ts';
import { scanMerged } from './drift/scan-merged.ts';
import { judgePullRequest } from './judge-pull-request.ts';
import { linkIdentity } from './link-identity.ts';
import { answerDecision } from './press/answer-decision.ts';
import { answerPatch } from './press/answer-patch.ts';
import { closeReview } from './press/close-review.ts';
import { recordRefusedPress } from './press/refused-press.ts';
import { requestGate } from './request-gate.ts';
import type { Road } from './road.ts';
import { runTimer } from './timers/run-timer.ts';

/**
 * The road: event -> receive -> evaluate -> decide -> record, then announce and act from the outbox.
 * Every event takes it from here. A failure is thrown and the event is worked again, so each branch leaves either
 * nothing or a finished record behind; what was recorded twice would be said twice.
 */
export async function runEvent(road: Road, event: Event): Promise<void> {
  switch (event.type) {
    case 'pull-request.changed':
      return judgePullRequest(road, event);
    case 'pull-request.closed':
      return closePullRequest(road, event);
    case 'pull-request.merged':
      await closePullRequest(road, event);
      return scanMerged(road, event);
    case 'gate.requested':
      return requestGate(road, event);
    case 'push.received':
      return followPush(road, event);
    case 'approval.granted':
    case 'override.granted':
    case 'break-glass.invoked':
      return answerDecision(road, event);
    case 'break-glass.reviewed':
      return closeReview(road, event);
    case 'patch.approved':
    case 'patch.edited':
    case 'patch.declined':
      return answerPatch(road, event);
    case 'press.refused':
      return recordRefusedPress(road, event);
    case 'identity.linked':
      return linkIdentity(road, event);
    case 'timer.due':
      return runTimer(road, event);
    default:
      return unreachable(event);
  }
}
