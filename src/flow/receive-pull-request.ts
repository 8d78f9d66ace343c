import type { PackChoice } from '../model/decision.ts';
import type { EventOf, PullRequestReason } from '../model/event.ts';
import type { Change } from '../model/facts.ts';
import { pullRequestKey, shortSha } from '../model/keys.ts';
import type { StoredPack } from '../model/pack.ts';
import type { PullRequest, Snapshot } from '../ports/code-host.ts';
import type { OutboxPayload, PullRequestRow, Repositories } from '../ports/stores.ts';
import { choosePacks } from '../rules/packs/choose.ts';
import { checksSharingHead } from './announce/shared-head.ts';
import { alreadyRecorded, record } from './record.ts';
import type { Road } from './road.ts';
import { voidOpenDecision } from './void.ts';

/** What `receive` knows once the pull request was read: the change, who judges it, and how to read its files. */
export type ReceivedPullRequest = {
  pullRequest: PullRequest;
  change: Change;
  snapshot: Snapshot;
  choices: PackChoice[];
  packs: StoredPack[];
  channel: string | null;
};

const TRIGGER_OF: Record<PullRequestReason, StoredPack['scope']['eventTriggers'][number]> = {
  opened: 'pr_opened',
  reopened: 'pr_opened',
  ready_for_review: 'pr_opened',
  // What was missed may have been the opening or a push.
  'taken-up': 'manual',
  synchronize: 'commit_pushed',
  edited: 'commit_pushed',
  rerequested: 'manual',
  manual: 'manual',
  'pack-changed': 'manual',
};

/** Reads the live pull request; what the delivery claimed about it is not used. Null when it is gone or not open. */
export async function receivePullRequest(
  road: Road,
  data: EventOf<'pull-request.changed'>['data'],
): Promise<ReceivedPullRequest | null> {
  const pullRequest = await road.codeHost.pullRequest(data.repo, data.number);
  if (pullRequest === null || pullRequest.state !== 'open') return null;
  const base = await road.codeHost.mergeBase(data.repo, pullRequest.baseSha, pullRequest.headSha);
  const snapshot = road.codeHost.snapshot(data.repo, base, pullRequest.headSha, data.number);
  const { files, truncated } = await snapshot.changedFiles();
  const change: Change = {
    repo: pullRequest.repo,
    number: pullRequest.number,
    title: pullRequest.title,
    body: pullRequest.body,
    author: pullRequest.author,
    authorIsBot: pullRequest.authorIsBot,
    labels: pullRequest.labels,
    draft: pullRequest.draft,
    baseRef: pullRequest.baseRef,
    baseSha: base,
    headSha: pullRequest.headSha,
    files,
    filesTruncated: truncated,
  };
  const current = await road.stores.packs.current();
  const choices = choosePacks(current, {
    repo: data.repo,
    trigger: TRIGGER_OF[data.reason],
    changedPaths: files.flatMap((file) => (file.previousPath === null ? [file.path] : [file.path, file.previousPath])),
    filesTruncated: truncated,
  });
  const chosen = new Set(choices.filter((choice) => choice.chosen).map((choice) => choice.packId));
  const packs = current.filter((pack) => chosen.has(pack.id));
  const channel = packs.map((pack) => pack.routing.slackChannel).find((name) => name !== undefined);
  return { pullRequest, change, snapshot, choices, packs, channel: channel ?? road.settings.defaultChannel };
}

/** Writes down that it came in, voids what an older head was waiting for, and lets the check run say `in progress`. */
export async function recordReceived(
  road: Road,
  event: EventOf<'pull-request.changed'>,
  received: ReceivedPullRequest,
): Promise<void> {
  const { pullRequest } = received;
  const now = road.clock.now();
  const subject = pullRequestKey(pullRequest.repo, pullRequest.number);
  await road.stores.transact(async (tx) => {
    await savePullRequest(tx, received, now);
    if (await alreadyRecorded(tx, subject, 'pull-request.received', event.id)) return;
    const before = await tx.decisions.latest(pullRequest.repo, pullRequest.number);
    const others: OutboxPayload[] = [];
    if (before !== null && before.headSha !== pullRequest.headSha) {
      others.push(...(await checksSharingHead(tx, before)));
      await voidOpenDecision(tx, before, {
        because: `A new push replaced ${shortSha(before.headSha)} with ${shortSha(pullRequest.headSha)}.`,
        now,
      });
    }
    await record(
      tx,
      {
        type: 'pull-request.received',
        actor: event.actor,
        subject,
        payload: {
          eventId: event.id,
          reason: event.data.reason,
          headSha: pullRequest.headSha,
          baseSha: received.change.baseSha,
          author: pullRequest.author,
          files: received.change.files.length,
          packs: received.choices,
        },
        at: now,
      },
      () =>
        received.packs.length === 0
          ? others
          : [
              ...others,
              {
                kind: 'check.report',
                repo: pullRequest.repo,
                number: pullRequest.number,
                headSha: pullRequest.headSha,
                state: 'in_progress',
              },
            ],
    );
  });
}

async function savePullRequest(tx: Repositories, received: ReceivedPullRequest, now: number): Promise<void> {
  const { pullRequest, change } = received;
  const row: PullRequestRow = {
    repo: pullRequest.repo,
    number: pullRequest.number,
    title: pullRequest.title,
    url: pullRequest.url,
    author: pullRequest.author,
    authorIsBot: pullRequest.authorIsBot,
    headSha: pullRequest.headSha,
    baseSha: change.baseSha,
    baseRef: pullRequest.baseRef,
    draft: pullRequest.draft,
    state: 'open',
    channel: received.channel,
    updatedAt: now,
  };
  await tx.pullRequests.save(row);
}
