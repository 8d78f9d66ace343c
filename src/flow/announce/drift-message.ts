import { driftKey } from '../../model/keys.ts';
import type { Proposal } from '../../model/patch.ts';
import { switchedOff } from '../drift/write-document.ts';
import type { Road } from '../road.ts';
import { channelOf } from './channel.ts';

/** Posts or edits the one message about the pages that a merged change made wrong. */
export async function showDrift(
  road: Road,
  payload: { repo: string; number: number },
  maybeThere: boolean,
): Promise<void> {
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
