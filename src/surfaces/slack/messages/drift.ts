import type { KnownBlock } from '@slack/types';
import type { Drift } from '../../../model/drift.ts';
import type { Proposal } from '../../../model/patch.ts';
import type { DriftView } from '../../../ports/chat.ts';
import { countOf } from '../../../shared/text.ts';
import { ACTIONS } from '../ids.ts';
import { code, escapeMrkdwn, link, moment } from '../mrkdwn.ts';
import {
  actions,
  button,
  context,
  divider,
  fallback,
  header,
  preformatted,
  type SlackMessage,
  section,
} from './blocks.ts';

const PAGES_SHOWN = 6;
const REASONS_SHOWN = 3;
const CHANGED_LINES_SHOWN = 10;

/** The one living message about the pages that a merged change made wrong. Full diffs stand in its thread. */
export function driftMessage(view: DriftView): SlackMessage {
  const name = `${view.repo} #${view.number}`;
  const words = headline(view.proposals);
  const shown = view.proposals.slice(0, PAGES_SHOWN);
  return {
    text: fallback(`${words.text}: ${name}: ${shown.map((proposal) => proposal.target.path).join(', ')}`),
    blocks: [
      header(`${words.mark} ${words.text} · ${name}`),
      context(
        `since _${escapeMrkdwn(view.title)}_, merged as ${code(view.causeSha.slice(0, 7))} · full diffs in the thread`,
      ),
      ...shown.flatMap((proposal, index) => [
        ...(index === 0 ? [] : [divider()]),
        ...pageBlocks(proposal, view.writesEnabled, view.proposedAnew?.[proposal.id]),
      ]),
      ...(view.proposals.length > PAGES_SHOWN
        ? [context(`and ${countOf(view.proposals.length - PAGES_SHOWN, 'more page')}, on the Home tab`)]
        : []),
    ],
  };
}

function headline(proposals: readonly Proposal[]): { mark: string; text: string } {
  const waiting = proposals.filter((proposal) => proposal.state === 'proposed').length;
  if (waiting > 0)
    return { mark: ':page_facing_up:', text: waiting === 1 ? 'A page became wrong' : `${waiting} pages became wrong` };
  if (proposals.some((proposal) => proposal.state === 'approved'))
    return { mark: ':hourglass_flowing_sand:', text: 'Approved, not written' };
  if (proposals.some((proposal) => proposal.state === 'written'))
    return { mark: ':white_check_mark:', text: proposals.length === 1 ? 'Page corrected' : 'Pages answered' };
  if (proposals.every((proposal) => proposal.state === 'voided'))
    return { mark: ':leftwards_arrow_with_hook:', text: 'Patch void' };
  return { mark: ':heavy_multiplication_x:', text: proposals.length === 1 ? 'Patch declined' : 'Patches declined' };
}

function pageBlocks(proposal: Proposal, writesEnabled: boolean, because: string | undefined): KnownBlock[] {
  if (proposal.state !== 'proposed') return [section(`*${code(proposal.target.path, 200)}*  ${stateText(proposal)}`)];
  const value = `${proposal.id}.${proposal.nonce}`;
  const page = proposal.target.path;
  return [
    section([`*${code(page, 200)}*`, ...anew(because), ...reasons(proposal), ...edited(proposal)].join('\n')),
    preformatted(changedLines(proposal.patch)),
    actions(`patch:${proposal.id}:${proposal.patchHash.slice(0, 12)}`, [
      button({
        action: ACTIONS.patchApprove,
        label: 'Approve',
        value,
        style: 'primary',
        describe: `Approve the patch of ${page}`,
      }),
      button({ action: ACTIONS.patchEdit, label: 'Edit…', value, describe: `Edit the patch of ${page}` }),
      button({ action: ACTIONS.patchDecline, label: 'Decline…', value, describe: `Decline the patch of ${page}` }),
    ]),
    context(`${footer(proposal, writesEnabled)}\n${materiality(proposal.drifts)}`),
  ];
}

function stateText(proposal: Proposal): string {
  const note = proposal.stateNote === null ? '' : escapeMrkdwn(proposal.stateNote);
  switch (proposal.state) {
    case 'written': {
      const what = proposal.writeMethod === 'commit' ? 'the commit' : 'the pull request';
      const where = proposal.writtenUrl === null ? what : link(proposal.writtenUrl, what);
      return `:white_check_mark: approved by ${escapeMrkdwn(proposal.approvedByName ?? 'somebody')} and written: ${where}`;
    }
    case 'approved':
      return `:hourglass_flowing_sand: approved by ${escapeMrkdwn(proposal.approvedByName ?? 'somebody')}. ${note}`;
    case 'declined':
      return `:heavy_multiplication_x: ${note}`;
    case 'voided':
      return `:leftwards_arrow_with_hook: void: ${note}`;
    default:
      return note;
  }
}

/** One line for each token, naming every line of the page, then the line of code that caused it. */
function reasons({ drifts, patch }: Proposal): string[] {
  const byToken = new Map<string, Drift[]>();
  for (const drift of drifts) {
    const key = `${drift.oldToken}\n${drift.newToken ?? ''}`;
    byToken.set(key, [...(byToken.get(key) ?? []), drift]);
  }
  const groups = [...byToken.values()];
  const shown = groups.slice(0, REASONS_SHOWN).map((group) => reason(group, patch));
  return groups.length > REASONS_SHOWN
    ? [...shown, `_and ${countOf(groups.length - REASONS_SHOWN, 'more name')}_`]
    : shown;
}

function reason(group: readonly Drift[], patch: string): string {
  const [drift] = group;
  if (drift === undefined) return '';
  const cause = drift.evidence.find((evidence) => evidence.file !== drift.doc);
  const named = linesReplaced(patch, drift.oldToken);
  const lines = [...new Set([...group.map(({ line }) => line), ...named])].sort((left, right) => left - right);
  const replaced =
    drift.newToken === null
      ? `${code(drift.oldToken)} is gone`
      : `${code(drift.oldToken)} is now ${code(drift.newToken)}`;
  const where = `still on ${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, 8).join(', ')}${lines.length > 8 ? ', …' : ''}`;
  return `${replaced}, ${where}${cause === undefined ? '' : `\nbecause ${code(`${cause.file}:${cause.line}`)}  ${code(cause.text, 120)}`}`;
}

/** Lines of the page that the patch takes out and that name the token; a drift itself cites only the first. */
function linesReplaced(patch: string, token: string): number[] {
  const found: number[] = [];
  let at = 0;
  for (const line of patch.split('\n')) {
    const start = /^@@ -(\d+)/.exec(line)?.[1];
    if (start !== undefined) at = Number(start);
    else if (at > 0 && (line.startsWith(' ') || line.startsWith('-'))) {
      if (line.startsWith('-') && line.includes(token)) found.push(at);
      at += 1;
    }
  }
  return found;
}

function anew(because: string | undefined): string[] {
  if (because === undefined) return [];
  return [`:leftwards_arrow_with_hook: *Proposed anew*: ${escapeMrkdwn(because)} The patch before it is void.`];
}

function edited(proposal: Proposal): string[] {
  return proposal.editedByName === null
    ? []
    : [`:pencil2: edited by ${escapeMrkdwn(proposal.editedByName)}: somebody else approves it`];
}

/** Only what changes: the lines that go and the lines that come. */
function changedLines(patch: string): string {
  const lines = patch.split('\n').filter((line) => /^[+-](?!\+\+ |-- )/.test(line));
  const shown = lines.slice(0, CHANGED_LINES_SHOWN);
  return [
    ...shown,
    ...(lines.length > shown.length ? [`… ${countOf(lines.length - shown.length, 'more line')} in the thread`] : []),
  ].join('\n');
}

/** The factors stand beside the score, so that nobody has to trust a bare number. */
function materiality(drifts: readonly Drift[]): string {
  const [top] = [...drifts].sort((left, right) => right.materiality.score - left.materiality.score);
  if (top === undefined) return 'no materiality';
  const { score, impact, confidence, delta, risk } = top.materiality;
  return `materiality *${score.toFixed(2)}* = 0.4 × impact ${impact.toFixed(2)} + 0.3 × confidence ${confidence.toFixed(2)} + 0.2 × delta ${delta.toFixed(2)} + 0.1 × risk ${risk.toFixed(2)}`;
}

function footer(proposal: Proposal, writesEnabled: boolean): string {
  const how = proposal.writeMethod === 'commit' ? `commits to ${code(proposal.target.branch)}` : 'opens a pull request';
  const effect = writesEnabled
    ? `approving ${how}`
    : 'writing to documents is switched off here: an approval is recorded and nothing is written';
  return `${effect} · until ${moment(proposal.expiresAt, '{date_short}')} · page ${code(proposal.docRevision.slice(0, 7))} · bound to ${code(proposal.payloadHash.slice(0, 12))}`;
}
