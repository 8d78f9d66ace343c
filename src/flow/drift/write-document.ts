import { SYSTEM } from '../../model/actor.ts';
import { proposalKey } from '../../model/keys.ts';
import type { Proposal } from '../../model/patch.ts';
import type { OutboxPayload, Repositories } from '../../ports/stores.ts';
import { bindingHash, currentPatchBinding } from '../../rules/approvals/binding.ts';
import { unifiedPatch } from '../../rules/drift/page-patch.ts';
import { CountersignError } from '../../shared/errors.ts';
import { sha256Hex } from '../../shared/sha256.ts';
import { countOf } from '../../shared/text.ts';
import { writeAudit } from '../audit.ts';
import { packHashOf } from '../pack-hash.ts';
import { record } from '../record.ts';
import type { Road, Switches } from '../road.ts';
import { voidProposal } from './void-proposal.ts';

type WriteOrder = Extract<OutboxPayload, { kind: 'document.write' }>;
type Written = { url: string; objectId: string };

/**
 * Carries out one approved patch. What was approved is hashed again from the page, pack and patch as they are now;
 * anything else is refused and proposed anew. On a second attempt it looks for its own branch and text first.
 */
export async function writeDocument(road: Road, order: WriteOrder, maybeThere: boolean): Promise<void> {
  const proposal = await road.stores.proposals.get(order.proposalId);
  if (proposal === null || proposal.state !== 'approved') return;
  const off = switchedOff(road.settings.switches);
  if (off !== null) {
    await road.stores.transact((tx) => recordNotWritten(road, tx, proposal, off, 'switched-off'));
    return;
  }
  const { target } = proposal;
  const page = await road.codeHost.page(target.repo, target.branch, target.path);
  if (proposal.writeMethod === 'commit' && maybeThere && page?.text === proposal.newText) {
    await recordWritten(road, proposal, { url: `${target.repo}@${target.branch}`, objectId: page.revision });
    return;
  }
  const because = await whyNotAsApproved(road, proposal, order.payloadHash, page);
  if (because !== null) {
    await road.stores.transact((tx) => voidProposal(tx, proposal, because, road.clock.now()));
    return;
  }
  const written = await writeOrNull(road, proposal);
  if (written !== null) return recordWritten(road, proposal, written);
  const meanwhile = `${target.path} was edited in the moment of writing; nothing was overwritten.`;
  await road.stores.transact((tx) => voidProposal(tx, proposal, meanwhile, road.clock.now()));
}

/** Null when the host found another page than the one the patch was made for. */
async function writeOrNull(road: Road, proposal: Proposal): Promise<Written | null> {
  try {
    return await write(road, proposal);
  } catch (thrown) {
    if (thrown instanceof CountersignError && thrown.code === 'document-changed') return null;
    throw thrown;
  }
}

/** The sentence a person reads instead of an edit, or null when everything is on. */
export function switchedOff(switches: Switches): string | null {
  if (!switches.externalActions) return 'Approved but not written: COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED is off.';
  if (!switches.githubWrites) return 'Approved but not written: COUNTERSIGN_ENABLE_GITHUB_WRITES is off.';
  if (switches.dryRun) return 'Approved but not written: this is a dry run (COUNTERSIGN_SIDE_EFFECTS_DRY_RUN is on).';
  return null;
}

async function whyNotAsApproved(
  road: Road,
  proposal: Proposal,
  approvedHash: string,
  page: { revision: string; text: string } | null,
): Promise<string | null> {
  const { path } = proposal.target;
  if (page === null) return `${path} was removed before the patch could be written.`;
  if (page.revision !== proposal.docRevision)
    return `${path} was edited before the patch could be written; nothing was overwritten.`;
  if (road.clock.now() >= proposal.expiresAt) return 'The approval expired before the patch could be written.';
  const pack = await road.stores.packs.get(proposal.packId);
  const packHash = pack === null ? '' : packHashOf([pack]);
  if (packHash !== proposal.packHash) return `The pack ${proposal.packId} changed after the approval.`;
  const now = bindingHash(
    currentPatchBinding(proposal, { packHash, docRevision: page.revision, nonce: proposal.nonce }),
  );
  const intact =
    sha256Hex(proposal.patch) === proposal.patchHash &&
    unifiedPatch(path, page.text, proposal.newText) === proposal.patch;
  return now === approvedHash && intact
    ? null
    : 'What is stored is not the patch that was approved; nothing was written.';
}

async function write(road: Road, proposal: Proposal): Promise<Written> {
  const { target, docRevision } = proposal;
  const message = messageFor(proposal);
  if (proposal.writeMethod === 'commit') {
    const done = await road.codeHost.writeFile({
      repo: target.repo,
      branch: target.branch,
      path: target.path,
      text: proposal.newText,
      message,
      expectedRevision: docRevision,
    });
    return { url: done.url, objectId: done.commitSha };
  }
  const pack = await road.stores.packs.get(proposal.packId);
  const branch = `${pack?.trackB.writeback.branchPrefix ?? 'countersign/'}docs-${proposal.id.toLowerCase()}`;
  const from = await road.codeHost.branchHead(target.repo, target.branch);
  if (from === null)
    throw new CountersignError(
      'branch-gone',
      `The branch ${target.branch} of ${target.repo} is gone, so the patch cannot be written.`,
      { permanent: true },
    );
  if ((await road.codeHost.branchHead(target.repo, branch)) === null)
    await road.codeHost.createBranch(target.repo, branch, from);
  const there = await road.codeHost.page(target.repo, branch, target.path);
  if (there?.text !== proposal.newText) {
    await road.codeHost.writeFile({
      repo: target.repo,
      branch,
      path: target.path,
      text: proposal.newText,
      message,
      expectedRevision: docRevision,
    });
  }
  const opened = await road.codeHost.openPullRequest({
    repo: target.repo,
    head: branch,
    base: target.branch,
    title: message.split('\n')[0] ?? message,
    body: bodyFor(proposal),
  });
  return { url: opened.url, objectId: `${target.repo}#${opened.number}` };
}

function messageFor(proposal: Proposal): string {
  const [first] = proposal.drifts;
  const what =
    first === undefined
      ? 'correct the page'
      : `${first.oldToken}${first.newToken === null ? ' is gone' : ` is now ${first.newToken}`}`;
  return `docs: ${proposal.target.path}: ${what}`.slice(0, 200);
}

function bodyFor(proposal: Proposal): string {
  const lines = proposal.drifts.map((drift) => {
    const cause = drift.evidence[0];
    return `- line ${drift.line}: \`${drift.oldToken}\`${drift.newToken === null ? ' is gone' : ` is now \`${drift.newToken}\``}${cause === undefined ? '' : ` (${cause.file}:${cause.line})`}`;
  });
  const who = proposal.approvedByName === null ? '' : `\n\nApproved by ${proposal.approvedByName}.`;
  return `#${proposal.number} made ${countOf(proposal.drifts.length, 'statement')} of \`${proposal.target.path}\` untrue:\n\n${lines.join('\n')}${who}\n\nBound to \`${proposal.payloadHash}\`.`;
}

async function recordWritten(road: Road, proposal: Proposal, written: Written): Promise<void> {
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    if (!(await tx.proposals.moveState(proposal.id, ['approved'], 'written', null, now))) return;
    const current = await tx.proposals.get(proposal.id);
    if (current !== null) await tx.proposals.save({ ...current, writtenUrl: written.url, updatedAt: now });
    await record(
      tx,
      {
        type: 'patch.written',
        actor: SYSTEM,
        subject: proposalKey(proposal.id),
        payload: {
          proposalId: proposal.id,
          url: written.url,
          audit: writeAudit(proposal, road.settings, {
            principal: { type: 'slack-user', id: proposal.approvedBy ?? 'unknown' },
            approvedAt: proposal.updatedAt,
            executedAt: now,
            completedAt: now,
            externalObjectId: written.objectId,
            resultStatus: 'success',
            errorCode: null,
            errorSummary: null,
          }),
        },
        at: now,
      },
      () => [{ kind: 'chat.drift', repo: proposal.repo, number: proposal.number }],
    );
  });
}

/** An approval that was not carried out stays approved and says why, in the message and in the ledger. */
export async function recordNotWritten(
  road: Road,
  tx: Repositories,
  proposal: Proposal,
  why: string,
  code: string,
): Promise<void> {
  const now = road.clock.now();
  await tx.proposals.save({ ...proposal, stateNote: why, updatedAt: now });
  await record(
    tx,
    {
      type: 'patch.not-written',
      actor: SYSTEM,
      subject: proposalKey(proposal.id),
      payload: {
        proposalId: proposal.id,
        why,
        audit: writeAudit(proposal, road.settings, {
          principal: { type: 'slack-user', id: proposal.approvedBy ?? 'unknown' },
          approvedAt: proposal.updatedAt,
          executedAt: null,
          completedAt: now,
          externalObjectId: null,
          resultStatus: 'failure',
          errorCode: code,
          errorSummary: why,
        }),
      },
      at: now,
    },
    () => [{ kind: 'chat.drift', repo: proposal.repo, number: proposal.number }],
  );
}
