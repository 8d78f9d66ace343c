import { SYSTEM } from '../../model/actor.ts';
import { chatLane, checkExternalId, pullRequestKey } from '../../model/keys.ts';
import type { OutboxPayload } from '../../ports/stores.ts';
import { auditFields } from '../audit.ts';
import { checkDecided, checkGivenUp, checkInProgress } from '../check-report.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';
import { checksSharingHead, heldBack } from './shared-head.ts';

/** Reports the check run of one head, drawn from the recorded decision and its answers; each new conclusion is an entry. */
export async function reportCheck(
  road: Road,
  payload: Extract<OutboxPayload, { kind: 'check.report' }>,
  maybeThere: boolean,
): Promise<void> {
  const { repo, number, headSha } = payload;
  const externalId = checkExternalId(repo, number, headSha);
  const decision = await road.stores.decisions.latest(repo, number, headSha);
  const known = await road.stores.checks.get(externalId);
  if (payload.state !== 'decided') {
    if (decision !== null && decision.state !== 'voided') return;
    const report =
      payload.state === 'given_up' ? checkGivenUp(repo, number, headSha) : checkInProgress(repo, number, headSha);
    const { id } = await road.codeHost.reportCheck(report, maybeThere || known !== null);
    await road.stores.checks.save({
      externalId,
      repo,
      headSha,
      runId: id,
      conclusion: report.conclusion,
      reportedAt: road.clock.now(),
    });
    return;
  }
  if (decision === null) return;
  const key = pullRequestKey(repo, number);
  const [grants, place, dead] = await Promise.all([
    // What was answered to a voided decision no longer counts, even when its report was long on its way.
    decision.state === 'voided' ? [] : road.stores.grants.forDecision(decision.id),
    road.stores.messages.get(key),
    road.stores.outbox.dead(100),
  ]);
  const problem = dead.find((row) => row.lane === chatLane(key))?.lastError ?? null;
  const own = checkDecided(decision, grants, { detailsUrl: place?.permalink ?? null, chatProblem: problem });
  const report = await heldBack(road.stores, own, decision);
  const executedAt = road.clock.now();
  const { id } = await road.codeHost.reportCheck(report, maybeThere || known !== null);
  const completedAt = road.clock.now();
  await road.stores.transact(async (tx) => {
    await tx.checks.save({
      externalId,
      repo,
      headSha,
      runId: id,
      conclusion: report.conclusion,
      reportedAt: completedAt,
    });
    if (known?.conclusion === report.conclusion) return;
    const others = await checksSharingHead(tx, decision);
    await record(
      tx,
      {
        type: 'check.reported',
        actor: SYSTEM,
        subject: key,
        payload: {
          decisionId: decision.id,
          conclusion: report.conclusion,
          audit: auditFields({
            requestedBy: 'countersign',
            approvedBy: grants.at(-1)?.email ?? null,
            principal: grants.at(-1)?.actor ?? SYSTEM,
            actionType: 'gate.report',
            provider: 'github',
            operation: 'check_run',
            runId: decision.id,
            phaseId: 'announce',
            idempotencyKey: externalId,
            requestedAt: decision.decidedAt,
            approvedAt: grants.at(-1)?.grantedAt ?? null,
            executedAt,
            completedAt,
            payloadHash: decision.payloadHash,
            payloadSummary: report.title,
            externalTarget: repo,
            externalObjectId: id,
            resultStatus: 'success',
            riskLevel: decision.highest ?? 'low',
            settings: road.settings,
          }),
        },
        at: completedAt,
      },
      () => others,
    );
  });
}
