import type { Refusal, Tier } from '../../model/approval.ts';
import type { Proposal } from '../../model/patch.ts';
import { tierName, tierOf } from '../../model/rights.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { bindingHash, currentPatchBinding } from './binding.ts';
import { checkExpiry, checkNonce, checkNotOwn, checkPerson, checkPlace, readReason } from './common-checks.ts';
import { type AdmittedPatch, firstRefusal, type ProposalPress, refuse, refused } from './press-facts.ts';
import { utcMinute } from './wording.ts';

/**
 * Approve, edit or decline a patch. Approving is for this patch on this revision of the page; whoever wrote the text
 * (see `PressContext.author`) may not approve it.
 */
export function admitProposal(input: ProposalPress): Result<AdmittedPatch, Refusal> {
  const { proposal, press, person, now } = input;
  if (proposal === null || proposal.id !== press.subjectId) {
    return refused(
      'unknown-request',
      'There is no such proposal on record, so nothing was done: use the buttons on a current message.',
    );
  }
  const refusal = firstRefusal([
    () => checkNonce(press, proposal.nonce),
    () => checkPlace(input),
    () => checkState(proposal),
    () => checkPack(input, proposal),
    () => checkRevision(input, proposal),
    () => checkExpiry(proposal.expiresAt, now, 'the next change to the page or the code proposes it anew.'),
    () => checkBinding(input, proposal),
    () => checkPerson(person),
    () => (input.action === 'approve-patch' ? checkNotOwn(input, null) : null),
  ]);
  if (refusal !== null) return err(refusal);

  const tier = patchTier(input, proposal, person?.email ?? null);
  if (!tier.ok) return tier;
  const reason = readReason(press.reason, false, 'This');
  if (!reason.ok) return reason;
  return ok({
    kind: 'patch',
    action: input.action,
    tier: tier.value,
    reason: reason.value,
    payloadHash: proposal.payloadHash,
  });
}

function checkState(proposal: Proposal): Refusal | null {
  const page = proposal.target.path;
  switch (proposal.state) {
    case 'proposed':
      return null;
    case 'approved':
    case 'written': {
      const who = proposal.approvedByName ?? 'Somebody';
      return refuse(
        'already-answered',
        `${who} already approved this patch of ${page} at ${utcMinute(proposal.updatedAt)}: nothing is left to do.`,
      );
    }
    case 'declined':
      return refuse(
        'already-answered',
        `This patch of ${page} was declined at ${utcMinute(proposal.updatedAt)}: nothing is left to do.`,
      );
    case 'voided':
      return refuse(
        'document-changed',
        `This patch of ${page} no longer stands (${trimmed(proposal.stateNote)}): answer the proposal that replaced it.`,
      );
    case 'held':
      return refuse('nothing-to-do', `This drift in ${page} is held for the digest: there is no patch to answer yet.`);
  }
}

function trimmed(note: string | null): string {
  return (note ?? 'what it was made for has changed').replace(/\.$/, '');
}

function checkPack({ packs, packHash }: ProposalPress, proposal: Proposal): Refusal | null {
  const pack = packs.find((candidate) => candidate.id === proposal.packId);
  if (pack !== undefined && packHash === proposal.packHash) return null;
  return refuse(
    'pack-changed',
    `The pack ${proposal.packId} changed since this patch was proposed: wait for the new proposal and answer that.`,
  );
}

function checkRevision({ docRevision }: ProposalPress, proposal: Proposal): Refusal | null {
  if (docRevision === proposal.docRevision) return null;
  const what = docRevision === null ? 'is gone from' : 'changed on';
  return refuse(
    'document-changed',
    `${proposal.target.path} ${what} ${proposal.target.branch} since this patch was made: nothing was written, answer the new proposal instead.`,
  );
}

function checkBinding({ packHash, docRevision, press }: ProposalPress, proposal: Proposal): Refusal | null {
  if (
    bindingHash(currentPatchBinding(proposal, { packHash, docRevision, nonce: press.nonce })) === proposal.payloadHash
  )
    return null;
  return refuse(
    'tampered',
    'What is stored for this patch is no longer what was proposed, so nothing was done: ask for it to be scanned again.',
  );
}

function patchTier({ packs, action }: ProposalPress, proposal: Proposal, email: string | null): Result<Tier, Refusal> {
  const pack = packs.find((candidate) => candidate.id === proposal.packId);
  const tier = pack === undefined ? null : tierOf(pack, email);
  const doing = action === 'approve-patch' ? 'approve this patch' : 'change this proposal';
  if (pack === undefined || tier === null) {
    return refused(
      'no-tier',
      `You are in no tier of the pack that proposed this, so you cannot ${doing}: ask somebody the pack names.`,
    );
  }
  const { minTier } = pack.approvals.required;
  if (action === 'approve-patch' && tier < minTier) {
    return refused(
      'tier-too-low',
      `Your tier cannot ${doing}: ask ${tierName(pack, minTier)} or higher of “${pack.name}”.`,
    );
  }
  return ok(tier);
}
