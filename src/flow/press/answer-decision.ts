import type { GrantAction } from '../../model/approval.ts';
import type { Decision } from '../../model/decision.ts';
import type { EventOf } from '../../model/event.ts';
import { pullRequestKey } from '../../model/keys.ts';
import { outcomeOf } from '../../model/outcome.ts';
import type { Repositories } from '../../ports/stores.ts';
import { admitPress, grantOf } from '../../rules/approvals/admit-press.ts';
import type { AdmittedGrant, DecisionPress } from '../../rules/approvals/press-facts.ts';
import { createId, createNonce } from '../../shared/ids.ts';
import { auditFields } from '../audit.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';
import { catchUp, isStale } from './catch-up.ts';
import { currentPacks, type LivePress, readLivePress } from './live.ts';
import { ALREADY_COUNTED, recordRefusal } from './refuse.ts';

type AnswerEvent = EventOf<'approval.granted' | 'override.granted' | 'break-glass.invoked'>;

const ACTION_OF: Record<AnswerEvent['type'], GrantAction> = {
  'approval.granted': 'approve',
  'override.granted': 'override',
  'break-glass.invoked': 'break-glass',
};

/** One answer to one decision: read live, admit inside the transaction, and let exactly one of two presses win. */
export async function answerDecision(road: Road, event: AnswerEvent): Promise<void> {
  const action = ACTION_OF[event.type];
  const known = await road.stores.decisions.get(event.data.subjectId);
  const live = known === null ? null : await readLivePress(road, event.actor.id, known);
  await road.stores.transact(async (tx) => {
    const facts = await decisionFacts(road, tx, action, event.data, live);
    const admitted = admitPress(facts);
    const subject = known === null ? `unknown:${event.data.subjectId}` : pullRequestKey(known.repo, known.number);
    if (!admitted.ok) {
      const { decision, pullRequest, now } = facts;
      const { code, message } = admitted.error;
      const says =
        isStale(code) && decision !== null && pullRequest !== null
          ? await catchUp(tx, event, { decision, live: pullRequest, because: message, now })
          : [];
      await recordRefusal(road, tx, event, action, admitted.error, subject, says);
      return;
    }
    await recordGrant(road, tx, event, facts, admitted.value, subject);
  });
}

/** The facts of a press as the store has them inside this transaction, beside what was read live before it. */
export async function decisionFacts(
  road: Road,
  tx: Repositories,
  action: GrantAction,
  press: AnswerEvent['data'],
  live: LivePress | null,
): Promise<DecisionPress> {
  const decision = await tx.decisions.get(press.subjectId);
  const { packs, packHash } = await currentPacks(tx, decision?.judgements.map((judgement) => judgement.packId) ?? []);
  const row = decision === null ? null : await tx.pullRequests.get(decision.repo, decision.number);
  const place = decision === null ? null : await tx.messages.get(pullRequestKey(decision.repo, decision.number));
  return {
    action,
    press,
    place,
    person: live?.person ?? null,
    author: live?.author ?? { kind: 'unresolved' },
    presserLogin: live?.identity?.githubLogin ?? null,
    packs,
    now: road.clock.now(),
    decision,
    pullRequest: live?.pullRequest ?? null,
    judgedInto: row?.baseRef ?? null,
    packHash,
    grants: decision === null ? [] : await tx.grants.forDecision(decision.id),
  };
}

async function recordGrant(
  road: Road,
  tx: Repositories,
  event: AnswerEvent,
  facts: DecisionPress,
  admitted: AdmittedGrant,
  subject: string,
): Promise<void> {
  const { decision, person, now, action } = facts;
  if (decision === null || person === null) throw new TypeError('An admitted press has a decision and a person.');
  const mine = `${decision.nonce}:${action}:${event.actor.id}`;
  if (!(await tx.decisions.useNonce(mine, event.actor.id, now))) {
    await recordRefusal(road, tx, event, action, ALREADY_COUNTED, subject);
    return;
  }
  const grant = grantOf(admitted, decision, { id: createId(now), person, actor: event.actor, now });
  await tx.grants.add(grant);
  const outcome = outcomeOf(decision, [...facts.grants, grant]);
  if (!outcome.waiting && !(await tx.decisions.moveState(decision.id, ['open'], 'answered', null))) {
    throw new Error(`Decision ${decision.id} was answered by somebody else in the same moment.`);
  }
  const reviewId = admitted.opensReview
    ? await openReview(tx, event, decision, grant.id, person.name, admitted.reason, now)
    : null;
  const row = await tx.pullRequests.get(decision.repo, decision.number);
  const tier = grant.tier === null ? '' : ` (tier ${grant.tier})`;
  const verb = { approve: 'approved', override: 'overrode the block', 'break-glass': 'broke the glass' }[action];
  await record(
    tx,
    {
      type: event.type,
      actor: event.actor,
      subject,
      payload: {
        eventId: event.id,
        decisionId: decision.id,
        grantId: grant.id,
        reviewId,
        name: grant.name,
        email: grant.email,
        tier: grant.tier,
        reason: grant.reason,
        covered: grant.covered,
        payloadHash: decision.payloadHash,
        outcome: { state: outcome.state, by: outcome.by },
        audit: auditFields({
          requestedBy: row?.author ?? 'unknown',
          approvedBy: grant.email,
          principal: event.actor,
          actionType: `gate.${action}`,
          provider: 'github',
          operation: 'check_run',
          runId: decision.id,
          phaseId: 'answer',
          idempotencyKey: `${decision.id}:${grant.id}`,
          requestedAt: decision.decidedAt,
          approvedAt: now,
          payloadHash: decision.payloadHash,
          payloadSummary: outcome.headline,
          externalTarget: `${decision.repo}#${decision.number}@${decision.headSha}`,
          riskLevel: decision.highest ?? 'low',
          settings: road.settings,
        }),
      },
      at: now,
    },
    (entry) => [
      { kind: 'chat.pull-request', repo: decision.repo, number: decision.number },
      {
        kind: 'check.report',
        repo: decision.repo,
        number: decision.number,
        headSha: decision.headSha,
        state: 'decided',
      },
      {
        kind: 'chat.note',
        about: subject,
        channel: row?.channel ?? event.data.channel,
        text: `${grant.name}${tier} ${verb} for ${decision.headSha.slice(0, 7)}${grant.reason === '' ? '' : `: ${grant.reason.replace(/[.\s]+$/, '')}`}. ${outcome.headline}.`,
        code: null,
        entrySeq: entry.seq,
      },
    ],
  );
  await tx.inbox.finish(event.id, now);
  road.meter.pressed(action, 'granted');
}

async function openReview(
  tx: Repositories,
  event: AnswerEvent,
  decision: Decision,
  grantId: string,
  openedByName: string,
  reason: string,
  now: number,
): Promise<string> {
  const id = createId(now);
  await tx.reviews.open({
    id,
    grantId,
    decisionId: decision.id,
    repo: decision.repo,
    number: decision.number,
    openedBy: event.actor,
    openedByName,
    reason,
    nonce: createNonce(),
    openedAt: now,
    closedBy: null,
    closedByName: null,
    closedAt: null,
    conclusion: null,
  });
  return id;
}
