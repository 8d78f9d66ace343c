import type { Button, KnownBlock } from '@slack/types';
import type { Decision } from '../../../model/decision.ts';
import { type DecisionOutcome, outcomeOf } from '../../../model/outcome.ts';
import type { PullRequestView, VoidedAnswer } from '../../../ports/chat.ts';
import { unreachable } from '../../../shared/errors.ts';
import { ACTIONS } from '../ids.ts';
import { code, escapeMrkdwn, link, moment } from '../mrkdwn.ts';
import { actions, button, context, fallback, header, type SlackMessage, section } from './blocks.ts';
import { findingBlocks } from './findings.ts';

/** Beside the first; the rest is on the Home tab. */
const REVIEWS_SHOWN = 4;

/** The one living message of a pull request. Pure: the same view always gives the same blocks. */
export function pullRequestMessage(view: PullRequestView): SlackMessage {
  const { pullRequest, decision } = view;
  const name = `${pullRequest.repo} #${pullRequest.number}`;
  if (decision === null)
    return {
      text: `${name}: waiting to be judged`,
      blocks: [section(`${link(pullRequest.url, name)} waits to be judged.`)],
    };
  const outcome = outcomeOf(decision, view.grants);
  const title = headline(view, decision, outcome);
  return {
    text: fallback(`${title.words}: ${name}: ${pullRequest.title}`),
    blocks: [
      header(`${title.mark} ${title.words} · ${name}`),
      section(
        `*${link(pullRequest.url, pullRequest.title === '' ? name : pullRequest.title)}*\n${byline(view, decision)}`,
      ),
      ...statusBlocks(view, decision),
      ...findingBlocks(decision, outcome, view.pullRequest.state === 'open'),
      ...buttonBlocks(view, decision, outcome),
      context(footer(decision)),
    ],
  };
}

function headline(
  view: PullRequestView,
  decision: Decision,
  outcome: DecisionOutcome,
): { mark: string; words: string } {
  if (view.pullRequest.state === 'merged')
    return { mark: ':twisted_rightwards_arrows:', words: `Merged (${stateWords(outcome).toLowerCase()})` };
  if (view.pullRequest.state === 'closed') return { mark: ':heavy_multiplication_x:', words: 'Closed' };
  if (decision.state === 'voided') return { mark: ':hourglass_flowing_sand:', words: 'Being judged again' };
  return { mark: stateMark(outcome), words: stateWords(outcome) };
}

function stateWords(outcome: DecisionOutcome): string {
  switch (outcome.state) {
    case 'pass':
      return passWords(outcome.by);
    case 'warn':
      return 'Warning';
    case 'block':
      return 'Blocked';
    case 'needs-approval':
      return 'Needs approval';
    case 'not-applicable':
      return 'Nothing to judge';
  }
}

function passWords(by: DecisionOutcome['by']): string {
  switch (by) {
    case null:
      return 'Passed';
    case 'approved':
      return 'Approved';
    case 'acknowledged':
      return 'Passed, warnings acknowledged';
    case 'carried':
      return 'Passed, approved on an earlier push';
    case 'overridden':
      return 'Passed by override';
    case 'broken-glass':
      return 'Passed by break-glass';
    default:
      return unreachable(by);
  }
}

function stateMark(outcome: DecisionOutcome): string {
  if (outcome.by === 'broken-glass') return ':rotating_light:';
  switch (outcome.state) {
    case 'pass':
      return ':white_check_mark:';
    case 'warn':
      return ':warning:';
    case 'block':
      return ':no_entry:';
    case 'needs-approval':
      return ':raised_hand:';
    case 'not-applicable':
      return ':heavy_minus_sign:';
  }
}

function byline(view: PullRequestView, decision: Decision): string {
  const { pullRequest } = view;
  const check = view.checkUrl === null ? '' : ` · ${link(view.checkUrl, 'check run')}`;
  return `by ${escapeMrkdwn(pullRequest.author)} · ${code(decision.headSha.slice(0, 7))} into ${code(pullRequest.baseRef)}${check}`;
}

function statusBlocks(view: PullRequestView, decision: Decision): KnownBlock[] {
  const lines: string[] = [];
  if (decision.voidedBecause !== null && decision.state === 'voided')
    lines.push(`:leftwards_arrow_with_hook: ${escapeMrkdwn(decision.voidedBecause)}`);
  for (const answer of view.voided ?? []) lines.push(voidedText(answer, decision.carried.length > 0));
  for (const grant of view.grants) {
    const verb = { approve: 'Approved', override: 'Overridden', 'break-glass': 'Glass broken' }[grant.action];
    lines.push(
      `*${verb}* by ${escapeMrkdwn(grant.name)}, ${moment(grant.grantedAt)}${grant.reason === '' ? '' : `\n>${escapeMrkdwn(grant.reason).replace(/\n/g, '\n>')}`}`,
    );
  }
  for (const review of view.reviews) {
    lines.push(
      review.closedAt === null
        ? `:eyes: *Review open*: ${escapeMrkdwn(review.openedByName)} broke the glass; somebody else must look and close it.`
        : `:heavy_check_mark: *Review closed* by ${escapeMrkdwn(review.closedByName ?? 'somebody')}: ${escapeMrkdwn(review.conclusion ?? '')}`,
    );
  }
  return lines.length === 0 ? [] : [section(lines.join('\n'))];
}

function voidedText({ action, name, headSha, because }: VoidedAnswer, someCarried: boolean): string {
  const what = { approve: 'approval', override: 'override', 'break-glass': 'break-glass' }[action];
  const rest = someCarried ? ' What it answered stays approved where it is unchanged.' : '';
  return `:leftwards_arrow_with_hook: *No longer counts*: the ${what} by ${escapeMrkdwn(name)} was for ${code(headSha.slice(0, 7))}. ${escapeMrkdwn(because)}${rest}`;
}

function buttonBlocks(view: PullRequestView, decision: Decision, outcome: DecisionOutcome): KnownBlock[] {
  const buttons: Button[] = [];
  const name = `${view.pullRequest.repo} #${view.pullRequest.number}`;
  if (view.pullRequest.state === 'open' && decision.state === 'open' && outcome.waiting) {
    const value = `${decision.id}.${decision.nonce}`;
    const offers = offersOf(decision, outcome);
    if (offers.approve)
      buttons.push(
        button({
          action: ACTIONS.approve,
          label: 'Approve',
          value,
          ...(outcome.state === 'block' ? {} : { style: 'primary' as const }),
          describe: `Approve ${name}`,
        }),
      );
    if (offers.override)
      buttons.push(
        button({
          action: ACTIONS.override,
          label: 'Override…',
          value,
          describe: `Override the block of ${name}, with a reason`,
        }),
      );
    if (offers.breakGlass)
      buttons.push(
        button({
          action: ACTIONS.breakGlass,
          label: 'Break-glass…',
          value,
          style: 'danger',
          describe: `Emergency pass for ${name}, reviewed afterwards`,
        }),
      );
  }
  const [first, ...others] = view.reviews.filter((item) => item.closedAt === null);
  if (first !== undefined) buttons.push(reviewButton(first, name));
  // The block id changes with the state, so that a client never shows a pressed button of an older one.
  const answers =
    buttons.length === 0
      ? []
      : [actions(`answers:${decision.id}:${view.grants.length}:${view.reviews.length}`, buttons)];
  // Slack refuses a block that holds the same action twice, so further reviews stand in blocks of their own.
  return [
    ...answers,
    ...others.slice(0, REVIEWS_SHOWN).map((review) => actions(`review:${review.id}`, [reviewButton(review, name)])),
  ];
}

function reviewButton(review: PullRequestView['reviews'][number], name: string): Button {
  return button({
    action: ACTIONS.closeReview,
    label: 'Close review…',
    value: `${review.id}.${review.nonce}`,
    style: 'primary',
    describe: `Close the break-glass review of ${name}`,
  });
}

/** Which answers would change something now; no other button is drawn. */
function offersOf(
  decision: Decision,
  outcome: DecisionOutcome,
): { approve: boolean; override: boolean; breakGlass: boolean } {
  const lacking = outcome.approvals.some((count) => count.given < count.required);
  const stopped = outcome.state === 'block' || outcome.state === 'needs-approval';
  return {
    approve: lacking || outcome.state === 'warn',
    override: outcome.state === 'block',
    breakGlass: stopped && decision.judgements.every((judgement) => judgement.breakGlass !== false),
  };
}

function footer(decision: Decision): string {
  const packs = decision.judgements
    .map((judgement) => `${escapeMrkdwn(judgement.packName)} v${judgement.version}`)
    .join(', ');
  const until = decision.state === 'open' ? ` · answers count until ${moment(decision.expiresAt, '{date_short}')}` : '';
  return `${packs === '' ? 'no pack applied' : `judged by ${packs}`}${until} · bound to ${code(decision.payloadHash.slice(0, 12))}`;
}
