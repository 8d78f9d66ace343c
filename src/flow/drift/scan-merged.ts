import { SYSTEM } from '../../model/actor.ts';
import type { PackChoice } from '../../model/decision.ts';
import type { EventOf } from '../../model/event.ts';
import { driftKey, pullRequestKey } from '../../model/keys.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Proposal } from '../../model/patch.ts';
import type { PullRequest } from '../../ports/code-host.ts';
import type { OutboxPayload } from '../../ports/stores.ts';
import { choosePacksForDrift } from '../../rules/packs/choose.ts';
import { DAY_MS } from '../../shared/time.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';
import { hostSources } from './drift-sources.ts';
import { isAnswered, proposalFor, withinBudget } from './propose.ts';
import { type DriftScan, scanDrift, scanSettingsOf } from './scan-drift.ts';

type Scanned = { pack: StoredPack; scan: DriftScan };

/**
 * A merged pull request: which pages say something that stopped being true? Pages are read as they stand on the
 * default branch now. What is found becomes proposals in the same transaction that records the scan.
 */
export async function scanMerged(road: Road, event: EventOf<'pull-request.merged'>): Promise<void> {
  const { repo, number } = event.data;
  const pullRequest = await road.codeHost.pullRequest(repo, number);
  const branch = pullRequest === null ? null : await road.codeHost.defaultBranch(repo);
  if (pullRequest === null || pullRequest.baseRef !== branch) {
    await finishWithout(
      road,
      event,
      pullRequest === null
        ? 'The pull request cannot be read.'
        : `It was merged into ${pullRequest.baseRef}, not into the default branch.`,
    );
    return;
  }
  const { scanned, choices } = await scanAll(road, event, pullRequest, branch);
  await recordScan(road, event, pullRequest, branch, scanned, choices);
}

async function scanAll(
  road: Road,
  event: EventOf<'pull-request.merged'>,
  pullRequest: PullRequest,
  branch: string,
): Promise<{ scanned: Scanned[]; choices: PackChoice[] }> {
  const { repo, number } = event.data;
  const base = await road.codeHost.mergeBase(repo, pullRequest.baseSha, pullRequest.headSha);
  const change = road.codeHost.snapshot(repo, base, pullRequest.headSha, number);
  const { files, truncated } = await change.changedFiles();
  const current = await road.stores.packs.current();
  const changedPaths = files.flatMap((file) =>
    file.previousPath === null ? [file.path] : [file.path, file.previousPath],
  );
  const choices = choosePacksForDrift(current, { repo, changedPaths, filesTruncated: truncated });
  const chosen = new Set(choices.filter((choice) => choice.chosen).map((choice) => choice.packId));
  const docsSha = (await road.codeHost.branchHead(repo, branch)) ?? pullRequest.headSha;
  const docs = road.codeHost.snapshot(repo, docsSha, docsSha);
  const scanned: Scanned[] = [];
  for (const pack of current.filter((candidate) => chosen.has(candidate.id))) {
    const meta = { title: pullRequest.title, author: pullRequest.author };
    scanned.push({
      pack,
      scan: await scanDrift(hostSources(change, docs), scanSettingsOf(pack.trackB), meta, road.clock),
    });
  }
  return { scanned, choices };
}

async function recordScan(
  road: Road,
  event: EventOf<'pull-request.merged'>,
  pullRequest: PullRequest,
  branch: string,
  scanned: readonly Scanned[],
  choices: readonly PackChoice[],
): Promise<void> {
  const { repo, number } = event.data;
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    const earlier = await tx.proposals.forPullRequest(repo, number);
    const fresh: Proposal[] = [];
    for (const { pack, scan } of scanned) {
      for (const page of scan.pages) {
        const known = [...earlier, ...fresh].some(
          (other) => other.target.path === page.page.path && isAnswered(other, page.page.revision),
        );
        if (known) continue;
        const proposal = proposalFor({ pack, page, pullRequest, branch, mergeSha: event.data.mergeSha, now });
        if (proposal !== null) fresh.push(proposal);
      }
    }
    const recent = await tx.proposals.since(now - 7 * DAY_MS);
    const proposals = withinBudget(
      fresh,
      recent,
      scanned.map(({ pack }) => pack),
      now,
    );
    for (const proposal of proposals) await tx.proposals.save(proposal);
    await record(
      tx,
      {
        type: 'drift.scanned',
        actor: event.actor,
        subject: pullRequestKey(repo, number),
        payload: {
          eventId: event.id,
          headSha: pullRequest.headSha,
          mergeSha: event.data.mergeSha,
          packs: choices,
          drifts: scanned
            .flatMap(({ scan }) => scan.drifts)
            .map(({ fingerprint, doc, line, oldToken, newToken, confidence, materiality, route }) => ({
              fingerprint,
              doc,
              line,
              oldToken,
              newToken,
              confidence,
              materiality,
              route,
            })),
          skipped: scanned.flatMap(({ scan }) => scan.skipped),
          proposals: proposals.map(({ id, state, payloadHash }) => ({ id, state, payloadHash })),
        },
        at: now,
      },
      () => [],
    );
    for (const proposal of proposals) {
      await record(
        tx,
        {
          type: 'drift.proposed',
          actor: SYSTEM,
          subject: `proposal:${proposal.id}`,
          payload: {
            eventId: event.id,
            state: proposal.state,
            binding: proposal.binding,
            payloadHash: proposal.payloadHash,
            route: proposal.route,
            drifts: proposal.drifts.map((drift) => drift.fingerprint),
          },
          at: now,
        },
        (entry) => (proposal.state === 'proposed' ? tell(proposal, entry.seq) : []),
      );
    }
    await tx.inbox.finish(event.id, now);
  });
}

/** The message about all pages of this change, and the whole diff of this page in its thread. */
function tell(proposal: Proposal, entrySeq: number): OutboxPayload[] {
  const { repo, number, target } = proposal;
  return [
    { kind: 'chat.drift', repo, number },
    {
      kind: 'chat.note',
      about: driftKey(repo, number),
      channel: proposal.channel ?? '',
      text: `Proposed patch of ${target.path}:`,
      code: proposal.patch,
      entrySeq,
    },
  ];
}

async function finishWithout(road: Road, event: EventOf<'pull-request.merged'>, why: string): Promise<void> {
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    await record(
      tx,
      {
        type: 'drift.scanned',
        actor: event.actor,
        subject: pullRequestKey(event.data.repo, event.data.number),
        payload: { eventId: event.id, skipped: [why], drifts: [], proposals: [] },
        at: now,
      },
      () => [],
    );
    await tx.inbox.finish(event.id, now);
  });
}
