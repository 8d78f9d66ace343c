import { SYSTEM } from '../../model/actor.ts';
import { driftKey, proposalKey, pullRequestKey } from '../../model/keys.ts';
import type { Proposal } from '../../model/patch.ts';
import type { Repositories } from '../../ports/stores.ts';
import { record } from '../record.ts';

/**
 * The page, the patch or the pack changed: the proposal and any approval of it stop counting, visibly, and the merged
 * change is scanned again against the page as it is. Answers false when it was already out of play.
 */
export async function voidProposal(
  tx: Repositories,
  proposal: Proposal,
  because: string,
  now: number,
): Promise<boolean> {
  const moved = await tx.proposals.moveState(proposal.id, ['proposed', 'approved', 'held'], 'voided', because, now);
  if (!moved) return false;
  const approved =
    proposal.approvedByName === null ? '' : ` The approval by ${proposal.approvedByName} no longer counts.`;
  await record(
    tx,
    {
      type: 'patch.voided',
      actor: SYSTEM,
      subject: proposalKey(proposal.id),
      payload: {
        proposalId: proposal.id,
        payloadHash: proposal.payloadHash,
        because,
        approvalVoided: proposal.approvedBy,
      },
      at: now,
    },
    (entry) => [
      { kind: 'chat.drift', repo: proposal.repo, number: proposal.number },
      {
        kind: 'chat.note',
        about: driftKey(proposal.repo, proposal.number),
        channel: proposal.channel ?? '',
        text: `The patch of ${proposal.target.path} is void: ${because}${approved}`,
        code: null,
        entrySeq: entry.seq,
      },
    ],
  );
  await tx.inbox.add(
    {
      type: 'pull-request.merged',
      source: 'cron',
      dedupeKey: `scan-again:${proposal.id}`,
      lane: pullRequestKey(proposal.repo, proposal.number),
      actor: SYSTEM,
      data: {
        repo: proposal.repo,
        number: proposal.number,
        headSha: proposal.binding.headSha,
        baseSha: '',
        mergeSha: proposal.causeSha,
      },
    },
    now,
  );
  return true;
}
