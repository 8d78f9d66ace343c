import { SYSTEM } from '../model/actor.ts';
import type { Decision } from '../model/decision.ts';
import type { Digest } from '../model/digest.ts';
import { chatLane, checkExternalId, driftKey, pullRequestKey } from '../model/keys.ts';
import type { Proposal } from '../model/patch.ts';
import type { MessagePlace, PullRequestView, VoidedAnswer } from '../ports/chat.ts';
import type { OutboxPayload, OutboxRow } from '../ports/stores.ts';
import { CountersignError } from '../shared/errors.ts';
import { auditFields } from './audit.ts';
import { checkDecided, checkInProgress } from './check-report.ts';
import { switchedOff, writeDocument } from './drift/write-document.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';

/**
 * Sends one outbox row. Everything is drawn from the record at this moment, so a row that waited says what is true
 * now. A second attempt may follow a lost answer: it looks for its own key before it posts.
 */
export async function deliver(road: Road, row: OutboxRow): Promise<void> {
  const maybeThere = row.attempts > 1;
  const { payload } = row;
  switch (payload.kind) {
    case 'check.report':
      return reportCheck(road, payload, maybeThere);
    case 'chat.pull-request':
      return showPullRequest(road, payload, maybeThere);
    case 'chat.drift':
      return showDrift(road, payload, maybeThere);
    case 'chat.note':
      return addNote(road, payload, maybeThere);
    case 'chat.whisper':
      return road.chat.whisper(payload.text, {
        channel: payload.channel,
        slackId: payload.slackId,
        threadTs: payload.threadTs,
      });
    case 'chat.digest':
      return postDigest(road, payload, maybeThere);
    case 'chat.flip':
      return postFlip(road, row, maybeThere);
    case 'document.write':
      return writeDocument(road, payload, maybeThere);
  }
}

async function reportCheck(
  road: Road,
  payload: Extract<OutboxPayload, { kind: 'check.report' }>,
  maybeThere: boolean,
): Promise<void> {
  const { repo, number, headSha } = payload;
  const externalId = checkExternalId(repo, number, headSha);
  const decision = await road.stores.decisions.latest(repo, number, headSha);
  const known = await road.stores.checks.get(externalId);
  if (payload.state === 'in_progress') {
    if (decision !== null && decision.state !== 'voided') return;
    const { id } = await road.codeHost.reportCheck(
      checkInProgress(repo, number, headSha),
      maybeThere || known !== null,
    );
    await road.stores.checks.save({
      externalId,
      repo,
      headSha,
      runId: id,
      conclusion: null,
      reportedAt: road.clock.now(),
    });
    return;
  }
  if (decision === null) return;
  const key = pullRequestKey(repo, number);
  const [grants, place, dead] = await Promise.all([
    road.stores.grants.forDecision(decision.id),
    road.stores.messages.get(key),
    road.stores.outbox.dead(100),
  ]);
  const problem = dead.find((row) => row.lane === chatLane(key))?.lastError ?? null;
  const report = checkDecided(decision, grants, { detailsUrl: place?.permalink ?? null, chatProblem: problem });
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
      () => [],
    );
  });
}

/** The pull request's message as recorded; null when the pull request is not known. */
export async function viewPullRequest(road: Road, repo: string, number: number): Promise<PullRequestView | null> {
  const { stores } = road;
  const pullRequest = await stores.pullRequests.get(repo, number);
  if (pullRequest === null) return null;
  const decision = await stores.decisions.latest(repo, number);
  const grants = decision === null ? [] : await stores.grants.forDecision(decision.id);
  const reviews = await stores.reviews.forPullRequest(repo, number);
  const check = await stores.checks.get(checkExternalId(repo, number, pullRequest.headSha));
  return {
    pullRequest,
    decision,
    grants,
    voided: decision === null ? [] : await voidedAnswers(road, decision),
    reviews,
    checkUrl: check === null ? null : `${pullRequest.url}/checks?check_run_id=${check.runId}`,
  };
}

/** The answers to the latest answered decision before this one: said to be void for as long as nobody answered anew. */
async function voidedAnswers({ stores }: Road, decision: Decision): Promise<VoidedAnswer[]> {
  const earlier = (await stores.grants.forPullRequest(decision.repo, decision.number)).sort(
    (left, right) => left.grantedAt - right.grantedAt,
  );
  const last = earlier.at(-1);
  if (last === undefined || last.decisionId === decision.id) return [];
  const before = await stores.decisions.get(last.decisionId);
  if (before === null || before.state !== 'voided') return [];
  const because = before.voidedBecause ?? 'What it was for has changed.';
  return earlier
    .filter((grant) => grant.decisionId === before.id)
    .map(({ action, name }) => ({ action, name, headSha: before.headSha, because }));
}

/**
 * A verdict that asks nobody for anything stays on the check run: the channel hears of a pull request when there is
 * something to answer, and from then on until it is closed.
 */
function worthSaying(view: PullRequestView, place: MessagePlace | null): boolean {
  if (place !== null) return true;
  if (view.decision === null || view.pullRequest.draft) return false;
  return view.decision.state === 'open' || view.grants.length > 0;
}

async function showPullRequest(
  road: Road,
  payload: { repo: string; number: number },
  maybeThere: boolean,
): Promise<void> {
  const view = await viewPullRequest(road, payload.repo, payload.number);
  if (view === null || view.pullRequest.channel === null) return;
  const key = pullRequestKey(payload.repo, payload.number);
  const place = await road.stores.messages.get(key);
  if (!worthSaying(view, place)) return;
  const channel = place?.channel ?? (await channelOf(road, view.pullRequest.channel));
  const shown = await road.chat.show({ type: 'pull-request', view }, { channel, place, key, maybeThere });
  if (place !== null) return;
  await road.stores.transact(async (tx) => {
    await tx.messages.save({ key, ...shown, postedAt: road.clock.now() });
    if (view.decision === null) return;
    // The check run was reported before the message had a link.
    await tx.outbox.add(
      {
        key: `link:${checkExternalId(payload.repo, payload.number, view.decision.headSha)}`,
        lane: `host:${key}`,
        payload: {
          kind: 'check.report',
          repo: payload.repo,
          number: payload.number,
          headSha: view.decision.headSha,
          state: 'decided',
        },
        entrySeq: null,
      },
      road.clock.now(),
    );
  });
}

async function showDrift(road: Road, payload: { repo: string; number: number }, maybeThere: boolean): Promise<void> {
  const { repo, number } = payload;
  const key = driftKey(repo, number);
  const { proposals, proposedAnew } = await newestByPage(road, repo, number);
  const [first] = proposals;
  if (first === undefined) return;
  const place = await road.stores.messages.get(key);
  const pullRequest = await road.stores.pullRequests.get(repo, number);
  const wanted = first.channel ?? pullRequest?.channel ?? road.settings.defaultChannel;
  if (place === null && wanted === null) return;
  const channel = place?.channel ?? (await channelOf(road, wanted ?? ''));
  const writesEnabled = switchedOff(road.settings.switches) === null;
  const view = { repo, number, title: first.title, causeSha: first.causeSha, proposals, proposedAnew, writesEnabled };
  const shown = await road.chat.show({ type: 'drift', view }, { channel, place, key, maybeThere });
  if (place === null) await road.stores.messages.save({ key, ...shown, postedAt: road.clock.now() });
}

/** A page that was proposed anew is shown once, with its newest proposal; what is held stays in the digest. */
async function newestByPage(
  road: Road,
  repo: string,
  number: number,
): Promise<{ proposals: Proposal[]; proposedAnew: Record<string, string> }> {
  const byPage = new Map<string, Proposal>();
  const proposedAnew: Record<string, string> = {};
  const all = await road.stores.proposals.forPullRequest(repo, number);
  for (const proposal of [...all].sort(
    (left, right) => left.proposedAt - right.proposedAt || (left.id < right.id ? -1 : 1),
  )) {
    if (proposal.state === 'held') continue;
    const before = byPage.get(proposal.target.path);
    if (before?.state === 'voided') proposedAnew[proposal.id] = before.stateNote ?? 'What it was made for has changed.';
    byPage.set(proposal.target.path, proposal);
  }
  const proposals = [...byPage.values()].sort((left, right) => (left.target.path < right.target.path ? -1 : 1));
  return { proposals, proposedAnew };
}

async function addNote(
  road: Road,
  payload: Extract<OutboxPayload, { kind: 'chat.note' }>,
  maybeThere: boolean,
): Promise<void> {
  const place = await road.stores.messages.get(payload.about);
  // No message, no thread: what happened stays in the ledger, and nobody is disturbed.
  if (place === null) return;
  await road.chat.reply(
    { type: 'note', text: payload.text, code: payload.code },
    { channel: place.channel, threadTs: place.ts, key: `note:${payload.entrySeq}`, maybeThere },
  );
}

async function postDigest(road: Road, payload: { channel: string; day: string }, maybeThere: boolean): Promise<void> {
  const body = await road.stores.digests.get(payload.channel, payload.day);
  if (body === null)
    throw new CountersignError(
      'digest-missing',
      `The digest of ${payload.day} is not stored, so it cannot be posted.`,
      { permanent: true },
    );
  const digest = JSON.parse(body) as Digest;
  const channel = await channelOf(road, payload.channel);
  await road.chat.show(
    { type: 'digest', digest },
    { channel, place: null, key: `digest:${payload.channel}:${payload.day}`, maybeThere },
  );
}

async function postFlip(road: Road, row: OutboxRow, maybeThere: boolean): Promise<void> {
  if (row.payload.kind !== 'chat.flip') return;
  const channel = await channelOf(road, row.payload.channel);
  await road.chat.show(
    { type: 'flip', flip: row.payload.flip },
    { channel, place: null, key: `flip:${row.key}`, maybeThere },
  );
}

async function channelOf(road: Road, nameOrId: string): Promise<string> {
  const id = await road.chat.channelId(nameOrId);
  if (id !== null) return id;
  throw new CountersignError(
    'channel-unknown',
    `There is no channel ${nameOrId} that the bot can see: create it or invite the bot, then use /policy status to send again.`,
    {
      permanent: true,
    },
  );
}
