import type { EventOf } from '../../model/event.ts';
import type { Proposal } from '../../model/patch.ts';
import type { Road } from '../road.ts';
import { voidProposal } from './void-proposal.ts';

/** A push may have edited a page that a patch waits for: such a patch is void at once, not when somebody presses. */
export async function followPush(road: Road, event: EventOf<'push.received'>): Promise<void> {
  const { repo, ref } = event.data;
  const waiting = await road.stores.proposals.inState(['proposed', 'approved', 'held'], 500);
  for (const proposal of waiting.filter(
    ({ target }) => target.repo === repo && ref === `refs/heads/${target.branch}`,
  )) {
    const page = await road.codeHost.page(repo, proposal.target.branch, proposal.target.path);
    if (page?.revision === proposal.docRevision || (page !== null && isOurCommit(proposal, page.text))) continue;
    const because =
      page === null
        ? `${proposal.target.path} was removed.`
        : `${proposal.target.path} was edited since this patch was made.`;
    await road.stores.transact((tx) => voidProposal(tx, proposal, because, road.clock.now()));
  }
  await road.stores.inbox.finish(event.id, road.clock.now());
}

/** GitHub may tell us of our own commit before its answer arrives; whoever wrote it records it. */
function isOurCommit({ state, writeMethod, newText }: Proposal, text: string): boolean {
  return state === 'approved' && writeMethod === 'commit' && text === newText;
}
