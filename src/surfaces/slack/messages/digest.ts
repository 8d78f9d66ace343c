import type { KnownBlock } from '@slack/types';
import type { Digest } from '../../../model/digest.ts';
import { clip, countOf } from '../../../shared/text.ts';
import { formatLength } from '../../../shared/time.ts';
import { code, codeBlock, escapeMrkdwn, link } from '../mrkdwn.ts';
import { context, divider, header, type SlackMessage, section } from './blocks.ts';

const ROWS = 10;
const VERDICT_WORDS: Readonly<Record<string, string>> = {
  block: 'blocked',
  warn: 'warning',
  'needs-approval': 'needs approval',
};

/** The day in one message; a day on which nothing waits and nothing is wrong is one line. */
export function digestMessage(digest: Digest): SlackMessage {
  const decided = decidedLine(digest);
  if (isQuiet(digest)) {
    const text = `Digest of ${digest.day}: nothing waits. ${decided}`;
    return {
      text,
      blocks: [
        context(`:sunrise: *${digest.day}*: nothing waits. ${escapeMrkdwn(decided)}`),
        section(codeBlock(digest.checkpoint)),
      ],
    };
  }
  const blocks: KnownBlock[] = [header(`:sunrise: Digest of ${digest.day}`), context(escapeMrkdwn(decided))];
  add(
    blocks,
    'Waiting for an answer',
    digest.waiting.map(
      (item) =>
        `${linked(item.permalink ?? item.url, `${item.repo} #${item.number}`)} ${escapeMrkdwn(clip(item.title, 120))}: ${VERDICT_WORDS[item.verdict] ?? item.verdict}, for ${formatLength(item.ageMs)}`,
    ),
  );
  add(
    blocks,
    'Patches waiting',
    digest.proposals.map(
      (item) => `${linked(item.permalink, item.doc)} in ${escapeMrkdwn(item.repo)}, for ${formatLength(item.ageMs)}`,
    ),
  );
  add(
    blocks,
    'Break-glass reviews open',
    digest.reviews.map(
      (item) =>
        `${linked(item.permalink, `${item.repo} #${item.number}`)} by ${escapeMrkdwn(item.openedByName)}, open for ${formatLength(item.ageMs)}`,
    ),
  );
  add(
    blocks,
    'Silent',
    digest.silent.map(
      (item) => `:mute: ${escapeMrkdwn(item.name)}: nothing heard for ${formatLength(item.silentForMs)}`,
    ),
  );
  add(
    blocks,
    'Drift held back (below the threshold for a thread)',
    digest.held.map(
      (item) =>
        `${code(`${item.doc}:${item.line}`)} in ${escapeMrkdwn(item.repo)}: ${code(item.oldToken)}${item.newToken === null ? ' is gone' : ` → ${code(item.newToken)}`} (${item.score.toFixed(2)})`,
    ),
  );
  if (digest.deadDeliveries > 0)
    blocks.push(
      section(
        `:warning: *${countOf(digest.deadDeliveries, 'message')} could not be delivered*: see ${code('/policy status')}.`,
      ),
    );
  blocks.push(
    divider(),
    context(
      'Ledger checkpoint of this day. Keep this message: it is the outside witness that `countersign ledger verify --checkpoint` takes.',
    ),
    section(codeBlock(digest.checkpoint)),
  );
  return {
    text: `Digest of ${digest.day}: ${countOf(digest.waiting.length + digest.proposals.length, 'answer')} waited for. ${decided}`,
    blocks,
  };
}

function isQuiet(digest: Digest): boolean {
  const lists = [digest.waiting, digest.proposals, digest.reviews, digest.silent, digest.held];
  return lists.every((list) => list.length === 0) && digest.deadDeliveries === 0;
}

function decidedLine(digest: Digest): string {
  const { pass, warn, block, notApplicable, overridden, brokenGlass } = digest.decided;
  const total = pass + warn + block + notApplicable;
  if (total === 0) return 'No pull request was judged.';
  const parts = [
    `${pass} passed`,
    `${warn} warned`,
    `${block} blocked`,
    ...(notApplicable > 0 ? [`${notApplicable} not applicable`] : []),
  ];
  const answers = [
    ...(overridden > 0 ? [`${overridden} overridden`] : []),
    ...(brokenGlass > 0 ? [`${brokenGlass} by break-glass`] : []),
  ];
  return `${countOf(total, 'verdict')}: ${parts.join(', ')}${answers.length === 0 ? '' : ` (${answers.join(', ')})`}.`;
}

function linked(url: string | null, label: string): string {
  return url === null ? escapeMrkdwn(label) : link(url, label);
}

function add(blocks: KnownBlock[], title: string, rows: string[]): void {
  if (rows.length === 0) return;
  const shown = rows.slice(0, ROWS).map((row) => `• ${row}`);
  if (rows.length > ROWS) shown.push(`_and ${rows.length - ROWS} more_`);
  blocks.push(section(`*${title}* (${rows.length})\n${shown.join('\n')}`));
}
