import { clip } from '../../shared/text.ts';

/**
 * Text from outside inside mrkdwn. Only `&`, `<` and `>` have meaning to Slack's parser, so escaping these three
 * leaves nothing that could become a mention or a link.
 * https://docs.slack.dev/messaging/formatting-message-text
 */
export function escapeMrkdwn(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Inline code: one line, no backticks inside, which would end it. */
export function code(text: string, limit = 120): string {
  return `\`${escapeMrkdwn(clip(text.replace(/`/g, "'").replace(/\s+/g, ' ').trim(), limit))}\``;
}

/** A code block; three backticks inside would end it. */
export function codeBlock(text: string, limit = 2_700): string {
  return `\`\`\`\n${escapeMrkdwn(clip(text.replace(/```/g, "'''"), limit))}\n\`\`\``;
}

export function link(url: string, label: string, limit = 150): string {
  const safe = clip(label.replace(/\|/g, '/').replace(/\s+/g, ' '), limit);
  return /^https?:\/\//.test(url) ? `<${url.replace(/[<>|\s]/g, '')}|${escapeMrkdwn(safe)}>` : escapeMrkdwn(safe);
}

/** A moment, shown in the reader's own time zone; ISO for whatever cannot draw it. `atMs` is epoch milliseconds. */
export function moment(atMs: number, format = '{date_short_pretty} at {time}'): string {
  return `<!date^${Math.floor(atMs / 1000)}^${format}|${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC>`;
}

/** Cuts escaped mrkdwn without leaving half an entity, code span or link behind. */
export function clipMrkdwn(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text
    .slice(0, limit - 1)
    .replace(/&[a-z]{0,4}$/, '')
    .replace(/<[^>]*$/, '');
  const ticks = (cut.match(/`/g) ?? []).length;
  return `${ticks % 2 === 0 ? cut : cut.slice(0, cut.lastIndexOf('`'))}…`;
}
