import type { HomeView, KnownBlock } from '@slack/types';
import type { GrantAction } from '../../../model/approval.ts';
import type { Health, Home, HomeDecision, HomeReview, HomeWaiting } from '../../../model/home.ts';
import type { OutcomeState } from '../../../model/outcome.ts';
import { clip, countOf } from '../../../shared/text.ts';
import { formatLength } from '../../../shared/time.ts';
import { ACTIONS } from '../ids.ts';
import { actions, button, context, divider, header, section } from '../messages/blocks.ts';
import { code, escapeMrkdwn, link, moment } from '../mrkdwn.ts';

const SHOWN = 10;
const TITLE_LIMIT = 120;
const STATE_MARK: Record<OutcomeState, string> = {
  pass: ':white_check_mark:',
  warn: ':warning:',
  block: ':no_entry:',
  'needs-approval': ':raised_hand:',
  'not-applicable': ':heavy_minus_sign:',
};
const ANSWER_WORDS: Record<GrantAction, string> = {
  approve: 'approve',
  override: 'override',
  'break-glass': 'break the glass',
};

/** The Home tab of one person: what waits for them, what is open, what was decided, how the house is. */
export function homeView(home: Home, now: number): HomeView {
  return {
    type: 'home',
    blocks: [
      header('Waiting for you'),
      ...waitingBlocks(home),
      ...reviewBlocks(home),
      divider(),
      header('Recent decisions'),
      ...recentBlocks(home.recent),
      divider(),
      header('Health'),
      ...healthBlocks(home.health, now),
      context(identityLine(home)),
      actions('home:foot', [button({ action: ACTIONS.homeRefresh, label: 'Refresh', value: 'home' })]),
    ],
  };
}

/** What guests and deactivated accounts get. */
export function closedHomeView(): HomeView {
  return {
    type: 'home',
    blocks: [
      section('This tab is for full members of this workspace: ask one of them what waits.'),
      actions('home:foot', [button({ action: ACTIONS.homeRefresh, label: 'Refresh', value: 'home' })]),
    ],
  };
}

function waitingBlocks(home: Home): KnownBlock[] {
  const others =
    home.waitingForOthers === 0
      ? []
      : [
          context(
            `${countOf(home.waitingForOthers, 'pull request')} ${home.waitingForOthers === 1 ? 'waits' : 'wait'} for somebody else.`,
          ),
        ];
  if (home.waiting.length === 0 && home.proposals.length === 0)
    return [section(':relieved: Nothing waits for you.'), ...others];
  const more = home.waiting.length - SHOWN;
  return [
    ...home.waiting.slice(0, SHOWN).map((item) => section(waitingText(item))),
    ...(more > 0 ? [context(`and ${more} more`)] : []),
    ...home.proposals
      .slice(0, SHOWN)
      .map((item) =>
        section(
          `:page_facing_up: ${linkOr(item.permalink, item.doc)} in ${escapeMrkdwn(item.repo)} became wrong (${titleText(item.title)}, #${item.number}) · for ${formatLength(item.ageMs)}`,
        ),
      ),
    ...others,
  ];
}

function waitingText(item: HomeWaiting): string {
  const may = item.may.map((action) => ANSWER_WORDS[action]).join(', ');
  return `${STATE_MARK[item.state]} *${linkOr(item.permalink ?? item.url, `${item.repo} #${item.number}`)}* ${titleText(item.title)}\n${escapeMrkdwn(item.headline)} · for ${formatLength(item.ageMs)} · you may ${may}`;
}

function reviewBlocks(home: Home): KnownBlock[] {
  if (home.reviews.length === 0) return [];
  return [divider(), header('Break-glass reviews open'), ...home.reviews.slice(0, SHOWN).flatMap(reviewBlock)];
}

function reviewBlock(review: HomeReview): KnownBlock[] {
  const text = `:rotating_light: *${linkOr(review.permalink, `${review.repo} #${review.number}`)}* ${titleText(review.title)}\n${escapeMrkdwn(review.openedByName)} broke the glass ${formatLength(review.ageMs)} ago: ${escapeMrkdwn(review.reason)}`;
  if (!review.mayClose) return [section(text)];
  return [
    section(text),
    actions(`review:${review.id}`, [
      button({ action: ACTIONS.closeReview, label: 'Close review…', value: `${review.id}.${review.nonce}` }),
    ]),
  ];
}

function recentBlocks(recent: readonly HomeDecision[]): KnownBlock[] {
  if (recent.length === 0) return [section('No pull request was judged in the last seven days.')];
  return recent
    .slice(0, SHOWN)
    .map((item) =>
      context(
        `${recentMark(item)} *${linkOr(item.permalink ?? item.url, `${item.repo} #${item.number}`)}* ${titleText(item.title)} · ${escapeMrkdwn(recentWords(item))} · ${moment(item.decidedAt)}`,
      ),
    );
}

function recentMark({ ended, state }: HomeDecision): string {
  if (ended === 'merged') return ':twisted_rightwards_arrows:';
  return ended === 'closed' ? ':heavy_multiplication_x:' : STATE_MARK[state];
}

/** What was merged or closed waits for nobody, whatever its verdict says. */
function recentWords({ ended, headline }: HomeDecision): string {
  if (ended == null) return headline;
  const verdict = `${headline.charAt(0).toLowerCase()}${headline.slice(1)}`;
  return `${ended === 'merged' ? 'Merged' : 'Closed'} (${verdict})`;
}

function titleText(title: string | null): string {
  return escapeMrkdwn(clip(title ?? '', TITLE_LIMIT));
}

function healthBlocks(health: Health, now: number): KnownBlock[] {
  const waiting = health.eventsPending + health.deliveriesPending;
  const dead = health.eventsDead + health.deliveriesDead;
  const lines = [
    dead === 0
      ? ':large_green_circle: Nothing was given up.'
      : `:red_circle: ${countOf(dead, 'event or delivery', 'events or deliveries')} given up: see ${code('/policy status')}.`,
    waiting === 0
      ? ':large_green_circle: No queue.'
      : `:large_yellow_circle: ${waiting} waiting, the oldest for ${formatLength(Math.max(health.oldestEventMs ?? 0, health.oldestDeliveryMs ?? 0))}.`,
    ...health.watchers.map(
      (watcher) =>
        `${{ up: ':large_green_circle:', waiting: ':white_circle:', late: ':large_yellow_circle:', silent: ':red_circle:' }[watcher.state]} ${escapeMrkdwn(watcher.name)}: ${watcher.state}${watcher.state === 'silent' ? ` for ${formatLength(watcher.quietForMs)}` : ''}`,
    ),
  ];
  const signed =
    health.lastCheckpoint === null
      ? 'no checkpoint signed yet'
      : `checkpoint over ${health.lastCheckpoint.size} signed ${formatLength(now - health.lastCheckpoint.at)} ago`;
  return [section(lines.join('\n')), context(`Ledger: ${countOf(health.ledgerSize, 'entry', 'entries')}, ${signed}`)];
}

function identityLine(home: Home): string {
  if (home.githubLogin !== null) return `You are @${escapeMrkdwn(home.githubLogin)} on GitHub.`;
  return `Say which GitHub account is yours: ${code('/policy link github LOGIN')}`;
}

function linkOr(url: string | null, label: string): string {
  return url === null || url === '' ? escapeMrkdwn(label) : link(url, label);
}
