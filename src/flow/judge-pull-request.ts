import type { Decision, PackJudgement, Verdict } from '../model/decision.ts';
import type { EventOf } from '../model/event.ts';
import type { Level } from '../model/finding.ts';
import { pullRequestKey } from '../model/keys.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { StoredPack } from '../model/pack.ts';
import { bindingHash } from '../rules/approvals/binding.ts';
import { carryForward } from '../rules/approvals/carry-forward.ts';
import { decide as worstOf } from '../rules/gate/decide.ts';
import { judgePack } from '../rules/gate/verdict.ts';
import { createId, createNonce } from '../shared/ids.ts';
import { HOUR_MS } from '../shared/time.ts';
import { decisionPayload } from './audit.ts';
import { judge } from './gate/judge.ts';
import { packHashOf } from './pack-hash.ts';
import { type ReceivedPullRequest, receivePullRequest, recordReceived } from './receive-pull-request.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';
import { voidOpenDecision } from './void.ts';

/** receive -> evaluate -> decide -> record, for one push of one pull request. */
export async function judgePullRequest(road: Road, event: EventOf<'pull-request.changed'>): Promise<void> {
  const received = await receivePullRequest(road, event.data);
  if (received === null) return;
  const packHash = packHashOf(received.packs);
  const before = await road.stores.decisions.latest(event.data.repo, event.data.number, received.pullRequest.headSha);
  if (before !== null && stillStands(before, { packHash, baseSha: received.change.baseSha }, event)) {
    await announceAgain(road, event, received);
    return;
  }
  await recordReceived(road, event, received);
  const decision = await decide(road, received, packHash);
  await recordDecision(road, event, received, decision);
}

/** The same commit against the same base under the same packs was judged already, and nobody asked for it again. */
function stillStands(
  before: Decision,
  { packHash, baseSha }: Pick<Decision, 'packHash' | 'baseSha'>,
  event: EventOf<'pull-request.changed'>,
): boolean {
  if (before.state === 'voided' || before.state === 'closed') return false;
  if (before.packHash !== packHash || before.baseSha !== baseSha) return false;
  return event.data.reason !== 'rerequested' && event.data.reason !== 'manual';
}

async function announceAgain(
  road: Road,
  event: EventOf<'pull-request.changed'>,
  received: ReceivedPullRequest,
): Promise<void> {
  const { repo, number, headSha, draft } = received.pullRequest;
  await road.stores.transact(async (tx) => {
    const row = await tx.pullRequests.get(repo, number);
    if (row === null || row.draft === draft) return;
    await tx.pullRequests.save({ ...row, draft, updatedAt: road.clock.now() });
    await record(
      tx,
      {
        type: 'pull-request.received',
        actor: event.actor,
        subject: pullRequestKey(repo, number),
        payload: { eventId: event.id, reason: event.data.reason, headSha, unchanged: true },
        at: road.clock.now(),
      },
      () => [{ kind: 'chat.pull-request', repo, number }],
    );
  });
}

async function decide(road: Road, received: ReceivedPullRequest, packHash: string): Promise<Decision> {
  const { pullRequest, change, packs } = received;
  const earlier = await road.stores.grants.forPullRequest(pullRequest.repo, pullRequest.number);
  const now = road.clock.now();
  const judged = await judge(
    { change, snapshot: received.snapshot, packs, now, monotonicMs: road.monotonicMs },
    road.pool,
  );
  const carried = carryForward(judged.findings, earlier, now, packs);
  const judgements = packs.map((pack) => ({
    ...judgePack(pack, judged.findings, carried),
    breakGlass: pack.approvals.breakGlass.enabled,
  }));
  const verdict = worstOf(judgements, judged.findings, carried);
  road.meter.judged(verdict.verdict, judged.evaluation.elapsedMs);
  const nonce = createNonce();
  const expiresAt = now + shortestExpiryMs(packs);
  const binding: Decision['binding'] = {
    kind: 'pull-request',
    repo: pullRequest.repo,
    number: pullRequest.number,
    headSha: pullRequest.headSha,
    fingerprints: judged.findings.map((finding) => finding.fingerprint).sort(),
    packHash,
    action: 'decide',
    docPath: null,
    docRevision: null,
    patchHash: null,
    expiresAt,
    nonce,
  };
  const decision: Decision = {
    id: createId(now),
    repo: pullRequest.repo,
    number: pullRequest.number,
    headSha: pullRequest.headSha,
    baseSha: change.baseSha,
    ...verdict,
    findings: judged.findings,
    carried,
    choices: received.choices,
    judgements,
    packHash,
    binding,
    payloadHash: bindingHash(binding),
    nonce,
    expiresAt,
    state: 'open',
    voidedBecause: null,
    evaluation: judged.evaluation,
    decidedAt: now,
  };
  return { ...decision, state: outcomeOf(decision, []).waiting ? 'open' : 'settled' };
}

function shortestExpiryMs(packs: readonly StoredPack[]): number {
  return Math.min(...packs.map((pack) => pack.approvals.expiresAfterHours), 24 * 90) * HOUR_MS;
}

async function recordDecision(
  road: Road,
  event: EventOf<'pull-request.changed'>,
  received: ReceivedPullRequest,
  decision: Decision,
): Promise<void> {
  const { repo, number } = decision;
  const subject = pullRequestKey(repo, number);
  await road.stores.transact(async (tx) => {
    const before = await tx.decisions.latest(repo, number, decision.headSha);
    if (before !== null) {
      const because =
        before.packHash === decision.packHash
          ? 'The same commit was judged again.'
          : 'A policy pack changed, so the commit was judged again.';
      await voidOpenDecision(tx, before, { because, now: decision.decidedAt });
    }
    await tx.decisions.save(decision);
    await record(
      tx,
      {
        type: 'gate.decided',
        actor: event.actor,
        subject,
        payload: { eventId: event.id, ...decisionPayload(decision, received.change.author, road.settings) },
        at: road.clock.now(),
      },
      (entry) => [
        { kind: 'chat.pull-request', repo, number },
        { kind: 'check.report', repo, number, headSha: decision.headSha, state: 'decided' },
        ...(received.channel === null
          ? []
          : [
              {
                kind: 'chat.note' as const,
                about: subject,
                channel: received.channel,
                text: historyLine(decision.verdict, decision.headSha, decision.judgements, decision.highest),
                code: null,
                entrySeq: entry.seq,
              },
            ]),
      ],
    );
    await tx.inbox.finish(event.id, road.clock.now());
  });
}

function historyLine(
  verdict: Verdict,
  headSha: string,
  judgements: readonly PackJudgement[],
  highest: Level | null,
): string {
  const packs = judgements.map((judgement) => `${judgement.packName} v${judgement.version}`).join(', ');
  const worst = highest === null ? '' : ` (highest: ${highest})`;
  return `Judged ${headSha.slice(0, 7)}: ${verdict}${worst}${packs === '' ? '' : `, by ${packs}`}.`;
}
