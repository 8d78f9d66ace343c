import type { Identity, Person } from '../../model/actor.ts';
import type { Refusal } from '../../model/approval.ts';
import type { EventOf } from '../../model/event.ts';
import { driftKey, proposalKey } from '../../model/keys.ts';
import type { Proposal } from '../../model/patch.ts';
import type { OutboxPayload, Repositories } from '../../ports/stores.ts';
import { admitPress } from '../../rules/approvals/admit-press.ts';
import type { PatchAction, ProposalPress } from '../../rules/approvals/press-facts.ts';
import { applyEdits, hunksOf } from '../../rules/drift/hunks.ts';
import { unifiedPatch } from '../../rules/drift/page-patch.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { writeAudit } from '../audit.ts';
import { bindProposal } from '../drift/propose.ts';
import { voidProposal } from '../drift/void-proposal.ts';
import { record } from '../record.ts';
import type { Road } from '../road.ts';
import { currentPacks } from './live.ts';
import { ALREADY_COUNTED, recordRefusal } from './refuse.ts';

type PatchEvent = EventOf<'patch.approved'> | EventOf<'patch.edited'> | EventOf<'patch.declined'>;
type LivePatch = { person: Person | null; identity: Identity | null; page: { revision: string; text: string } | null };

const ACTION_OF: Record<PatchEvent['type'], PatchAction> = {
  'patch.approved': 'approve-patch',
  'patch.edited': 'edit-patch',
  'patch.declined': 'decline-patch',
};

/** Refusals after which the patch is void and the merged change is scanned again. */
export const PATCH_STALE: readonly string[] = ['document-changed', 'pack-changed', 'expired'];

/** Approve, edit or decline one patch on one revision of its page. */
export async function answerPatch(road: Road, event: PatchEvent): Promise<void> {
  const action = ACTION_OF[event.type];
  const live = await readLivePatch(road, event.data.subjectId, event.actor.id);
  await road.stores.transact(async (tx) => {
    const facts = await patchFactsIn(road, tx, action, event.data, event.actor.id, live);
    const admitted = admitPress(facts);
    const subject = facts.proposal === null ? `unknown:${event.data.subjectId}` : proposalKey(facts.proposal.id);
    if (!admitted.ok || facts.proposal === null || facts.person === null) {
      const refusal = admitted.ok
        ? {
            code: 'unreadable',
            message: 'You could not be looked up in Slack, so nothing was done: try again in a moment.',
          }
        : admitted.error;
      if (PATCH_STALE.includes(refusal.code) && facts.proposal !== null)
        await voidProposal(tx, facts.proposal, refusal.message, facts.now);
      await recordRefusal(road, tx, event, action, refusal, subject);
      return;
    }
    const edit = event.type === 'patch.edited' ? editOf(facts.proposal, event.data.edits, live.page?.text ?? '') : null;
    if (edit !== null && !edit.ok) {
      await recordRefusal(road, tx, event, action, edit.error, subject);
      return;
    }
    const mine = `${facts.proposal.nonce}:${action}:${event.actor.id}`;
    if (!(await tx.decisions.useNonce(mine, event.actor.id, facts.now))) {
      await recordRefusal(road, tx, event, action, ALREADY_COUNTED, subject);
      return;
    }
    switch (event.type) {
      case 'patch.approved':
        await approve(road, tx, event, facts.proposal, facts.person);
        break;
      case 'patch.edited':
        if (edit !== null) await saveEdit(road, tx, event, { ...facts.proposal, ...edit.value }, facts.person);
        break;
      case 'patch.declined':
        await decline(road, tx, event, facts.proposal, facts.person);
        break;
    }
    await tx.inbox.finish(event.id, facts.now);
    road.meter.pressed(action, 'granted');
  });
}

/** The facts of a press on a patch, read now; for a question that is asked outside of a transaction. */
export async function patchFacts(
  road: Road,
  action: PatchAction,
  press: ProposalPress['press'],
  slackId: string,
): Promise<ProposalPress> {
  return patchFactsIn(road, road.stores, action, press, slackId, await readLivePatch(road, press.subjectId, slackId));
}

async function readLivePatch(road: Road, proposalId: string, slackId: string): Promise<LivePatch> {
  const known = await road.stores.proposals.get(proposalId);
  const [person, identity, page] = await Promise.all([
    road.chat.person(slackId),
    road.stores.identities.bySlackId(slackId),
    known === null ? null : road.codeHost.page(known.target.repo, known.target.branch, known.target.path),
  ]);
  return { person, identity, page };
}

async function patchFactsIn(
  road: Road,
  tx: Repositories,
  action: PatchAction,
  press: ProposalPress['press'],
  slackId: string,
  live: LivePatch,
): Promise<ProposalPress> {
  const proposal = await tx.proposals.get(press.subjectId);
  const { packs, packHash } = await currentPacks(tx, proposal === null ? [] : [proposal.packId]);
  return {
    action,
    press,
    place: proposal === null ? null : await tx.messages.get(driftKey(proposal.repo, proposal.number)),
    person: live.person,
    author: { kind: proposal?.editedBy === slackId ? 'is-presser' : 'is-other' },
    presserLogin: live.identity?.githubLogin ?? null,
    packs,
    now: road.clock.now(),
    proposal,
    packHash,
    docRevision: live.page?.revision ?? null,
  };
}

async function approve(
  road: Road,
  tx: Repositories,
  event: PatchEvent,
  proposal: Proposal,
  person: Person,
): Promise<void> {
  const now = road.clock.now();
  if (!(await tx.proposals.moveState(proposal.id, ['proposed'], 'approved', null, now)))
    throw new Error(`Proposal ${proposal.id} was answered by somebody else in the same moment.`);
  const approved: Proposal = {
    ...proposal,
    state: 'approved',
    stateNote: 'Approved; being written.',
    approvedBy: event.actor.id,
    approvedByName: person.name,
    updatedAt: now,
  };
  await tx.proposals.save(approved);
  await recordAnswer(road, tx, event, approved, person, {
    text: `${person.name} approved the patch.`,
    more: [{ kind: 'document.write', proposalId: proposal.id, payloadHash: proposal.payloadHash }],
  });
}

/** The page and the patch as edited; refused before anything is used up when there would be nothing to approve. */
function editOf(
  proposal: Proposal,
  edits: EventOf<'patch.edited'>['data']['edits'],
  pageText: string,
): Result<Pick<Proposal, 'newText' | 'patch'>, Refusal> {
  const newText = applyEdits(proposal.newText, hunksOf(proposal.patch), edits);
  const patch = newText === null ? '' : unifiedPatch(proposal.target.path, pageText, newText);
  if (newText === null || patch === '') {
    return err({
      code: 'nothing-to-do',
      message: 'The edited patch would leave the page as it is: decline the patch instead.',
    });
  }
  if (newText === proposal.newText) {
    return err({
      code: 'nothing-to-do',
      message: 'Nothing was edited, so the patch stands as it was: approve it, decline it or edit it again.',
    });
  }
  return ok({ newText, patch });
}

async function saveEdit(
  road: Road,
  tx: Repositories,
  event: EventOf<'patch.edited'>,
  proposal: Proposal,
  person: Person,
): Promise<void> {
  const edited = bindProposal({
    ...proposal,
    editedBy: event.actor.id,
    editedByName: person.name,
    updatedAt: road.clock.now(),
  });
  await tx.proposals.save(edited);
  await recordAnswer(road, tx, event, edited, person, {
    text: `${person.name} edited the patch; it asks for the approval of somebody else.`,
    more: [],
  });
}

async function decline(
  road: Road,
  tx: Repositories,
  event: PatchEvent,
  proposal: Proposal,
  person: Person,
): Promise<void> {
  const why = `Declined by ${person.name}: ${event.data.reason.trim()}`;
  if (!(await tx.proposals.moveState(proposal.id, ['proposed'], 'declined', why, road.clock.now())))
    throw new Error(`Proposal ${proposal.id} was answered by somebody else in the same moment.`);
  await recordAnswer(road, tx, event, { ...proposal, state: 'declined', stateNote: why }, person, {
    text: why,
    more: [],
  });
}

async function recordAnswer(
  road: Road,
  tx: Repositories,
  event: PatchEvent,
  proposal: Proposal,
  person: Person,
  said: { text: string; more: OutboxPayload[] },
): Promise<void> {
  const now = road.clock.now();
  const about = driftKey(proposal.repo, proposal.number);
  const place = await tx.messages.get(about);
  await record(
    tx,
    {
      type: event.type,
      actor: event.actor,
      subject: proposalKey(proposal.id),
      payload: {
        eventId: event.id,
        proposalId: proposal.id,
        name: person.name,
        email: person.email,
        reason: event.data.reason,
        payloadHash: proposal.payloadHash,
        patchHash: proposal.patchHash,
        audit: writeAudit(proposal, road.settings, {
          principal: event.actor,
          approvedAt: event.type === 'patch.approved' ? now : null,
          executedAt: null,
          completedAt: null,
          externalObjectId: null,
          resultStatus: 'pending',
          errorCode: null,
          errorSummary: null,
        }),
      },
      at: now,
    },
    (entry) => [
      { kind: 'chat.drift', repo: proposal.repo, number: proposal.number },
      {
        kind: 'chat.note',
        about,
        channel: place?.channel ?? event.data.channel,
        text: `${proposal.target.path}: ${said.text}`,
        code: event.type === 'patch.edited' ? proposal.patch : null,
        entrySeq: entry.seq,
      },
      ...said.more,
    ],
  );
}
