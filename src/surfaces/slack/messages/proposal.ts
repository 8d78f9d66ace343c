import type { KnownBlock } from '@slack/types';
import type { Drift } from '../../../model/drift.ts';
import type { Proposal } from '../../../model/patch.ts';
import { countOf } from '../../../shared/text.ts';
import { ACTIONS } from '../ids.ts';
import { code, codeBlock, escapeMrkdwn, link, moment } from '../mrkdwn.ts';
import { actions, button, context, header, type SlackMessage, section } from './blocks.ts';

const DRIFTS_SHOWN = 4;

/** The living message of one proposed patch. `writesEnabled` false means that an approval will not be carried out. */
export function proposalMessage(proposal: Proposal, writesEnabled: boolean): SlackMessage {
  const page = `${proposal.target.repo}: ${proposal.target.path}`;
  const words = stateWords(proposal);
  return {
    text: `${words.words}: ${page}`.slice(0, 300),
    blocks: [
      header(`${words.mark} ${words.words}`),
      section(
        `${code(proposal.target.path, 200)} in ${escapeMrkdwn(proposal.target.repo)} no longer says what is true since ${escapeMrkdwn(proposal.title)} (#${proposal.number}, ${code(proposal.causeSha.slice(0, 7))}).`,
      ),
      ...stateBlocks(proposal),
      ...proposal.drifts.slice(0, DRIFTS_SHOWN).map((drift) => section(driftText(drift))),
      ...(proposal.drifts.length > DRIFTS_SHOWN
        ? [context(`and ${countOf(proposal.drifts.length - DRIFTS_SHOWN, 'more place')} in the same page`)]
        : []),
      section(codeBlock(proposal.patch)),
      ...buttonBlocks(proposal),
      context(footer(proposal, writesEnabled)),
    ],
  };
}

function stateWords(proposal: Proposal): { mark: string; words: string } {
  switch (proposal.state) {
    case 'proposed':
      return { mark: ':page_facing_up:', words: 'A page became wrong' };
    case 'approved':
      return { mark: ':hourglass_flowing_sand:', words: 'Patch approved, not written' };
    case 'written':
      return { mark: ':white_check_mark:', words: 'Patch written' };
    case 'declined':
      return { mark: ':heavy_multiplication_x:', words: 'Patch declined' };
    case 'voided':
      return { mark: ':leftwards_arrow_with_hook:', words: 'Patch void' };
    case 'held':
      return { mark: ':inbox_tray:', words: 'Held for the digest' };
  }
}

function stateBlocks(proposal: Proposal): KnownBlock[] {
  const lines: string[] = [];
  if (proposal.approvedByName !== null) lines.push(`*Approved* by ${escapeMrkdwn(proposal.approvedByName)}`);
  if (proposal.editedByName !== null)
    lines.push(`*Edited* by ${escapeMrkdwn(proposal.editedByName)}; the approval is for the edited patch below.`);
  if (proposal.writtenUrl !== null)
    lines.push(
      `*Written*: ${link(proposal.writtenUrl, proposal.writeMethod === 'commit' ? 'the commit' : 'the pull request')}`,
    );
  if (proposal.stateNote !== null) lines.push(escapeMrkdwn(proposal.stateNote));
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

function driftText(drift: Drift): string {
  const cause = drift.evidence.find((evidence) => evidence.file !== drift.doc);
  const replaced =
    drift.newToken === null
      ? `${code(drift.oldToken)} is gone`
      : `${code(drift.oldToken)} is now ${code(drift.newToken)}`;
  const where = `${code(`${drift.doc}:${drift.line}`)}${drift.section === null ? '' : ` _${escapeMrkdwn(drift.section)}_`}`;
  const because =
    cause === undefined ? '' : `\nbecause ${code(`${cause.file}:${cause.line}`)}  ${code(cause.text, 140)}`;
  return `${replaced}\n${where}  ${code(drift.lineText, 140)}${because}\n_${materialityText(drift)}_`;
}

/** The factors stand beside the score, so that nobody has to trust a bare number. */
function materialityText(drift: Drift): string {
  const { score, impact, confidence, delta, risk } = drift.materiality;
  return `materiality ${score.toFixed(2)} = 0.4 × impact ${impact.toFixed(2)} + 0.3 × confidence ${confidence.toFixed(2)} + 0.2 × delta ${delta.toFixed(2)} + 0.1 × risk ${risk.toFixed(2)}`;
}

function buttonBlocks(proposal: Proposal): KnownBlock[] {
  if (proposal.state !== 'proposed') return [];
  const value = `${proposal.id}.${proposal.nonce}`;
  return [
    actions(`patch:${proposal.id}:${proposal.patchHash.slice(0, 12)}`, [
      button({
        action: ACTIONS.patchApprove,
        label: 'Approve',
        value,
        style: 'primary',
        describe: `Approve the patch of ${proposal.target.path}`,
      }),
      button({
        action: ACTIONS.patchEdit,
        label: 'Edit…',
        value,
        describe: `Edit the patch of ${proposal.target.path}`,
      }),
      button({
        action: ACTIONS.patchDecline,
        label: 'Decline…',
        value,
        describe: `Decline the patch of ${proposal.target.path}`,
      }),
    ]),
  ];
}

function footer(proposal: Proposal, writesEnabled: boolean): string {
  const how = proposal.writeMethod === 'commit' ? `a commit on ${proposal.target.branch}` : 'a pull request';
  const effect = writesEnabled
    ? `Approving opens ${how}`
    : 'Writing to documents is switched off here: an approval is recorded and nothing is written';
  const until =
    proposal.state === 'proposed' ? ` · answers count until ${moment(proposal.expiresAt, '{date_short}')}` : '';
  return `${effect}${until} · page revision ${code(proposal.docRevision.slice(0, 7))} · bound to ${code(proposal.payloadHash.slice(0, 12))}`;
}
