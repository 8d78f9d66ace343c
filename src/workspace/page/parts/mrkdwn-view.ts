/** Draws parsed mrkdwn and text objects as DOM nodes. */
import { slackDate } from '../data/dates.ts';
import { emojiChar } from '../data/emoji.ts';
import { type Json, safeUrl, str } from '../data/json.ts';
import { type Inline, type Paragraph, parseMrkdwn, unescapeText } from '../data/mrkdwn.ts';
import { html, type VNode } from '../preact.ts';
import { goTo } from '../state/load.ts';
import { getState } from '../state/store.ts';
import { channelName, nameOf, userById } from './people.ts';

type Drawn = VNode | string | null | Drawn[];

/** A whole mrkdwn text. */
export function Mrkdwn({ text }: { text: string }): VNode {
  const parts = parseMrkdwn(text);
  return html`<span class="mrkdwn">${parts.map((part, i) => drawParagraph(part, parts[i + 1]))}</span>`;
}

function drawParagraph(part: Paragraph, next: Paragraph | undefined): Drawn {
  switch (part.t) {
    case 'pre':
      return html`<pre class="pre">${part.value}</pre>`;
    case 'quote':
      return html`<blockquote class="quote">${part.lines.map((line) => html`<div>${line.length > 0 ? line.map(drawInline) : '\u200b'}</div>`)}</blockquote>`;
    case 'line':
      return [...part.kids.map(drawInline), next?.t === 'line' ? html`<br />` : null];
  }
}

function drawInline(node: Inline): Drawn {
  switch (node.t) {
    case 'text':
      return node.value;
    case 'bold':
      return html`<b>${node.kids.map(drawInline)}</b>`;
    case 'italic':
      return html`<i>${node.kids.map(drawInline)}</i>`;
    case 'strike':
      return html`<s>${node.kids.map(drawInline)}</s>`;
    case 'code':
      return html`<code class="code">${node.value}</code>`;
    case 'link':
      return html`<${Link} url=${node.url}>${node.label || node.url}</${Link}>`;
    case 'user':
      return html`<${UserMention} id=${node.id} label=${node.label} />`;
    case 'channel':
      return html`<${ChannelMention} id=${node.id} label=${node.label} />`;
    case 'group':
      return html`<span class="mention">${node.label || `@${node.id}`}</span>`;
    case 'broadcast':
      return html`<${Broadcast} range=${node.range} />`;
    case 'date':
      return html`<${DateText} format=${node.format} ts=${node.ts} url=${node.url} fallback=${node.fallback} />`;
    case 'emoji':
      return html`<${Emoji} name=${node.name} />`;
  }
}

export function Link({ url, children }: { url: string; children?: unknown }): VNode {
  const href = safeUrl(url);
  if (!href) return html`<span class="link-refused" title=${`Not a web address: ${url}`}>${children}</span>`;
  return html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer">${children}</a>`;
}

export function UserMention({ id, label = '' }: { id: string; label?: string }): VNode {
  const mine = id === getState().server?.me.id;
  const name = userById(id) ? nameOf(id) : label.replace(/^@/, '') || id;
  return html`<span class=${`mention ${mine ? 'mention-me' : ''}`} data-user=${id}>@${name}</span>`;
}

export function ChannelMention({ id, label = '' }: { id: string; label?: string }): VNode {
  const name = channelName(id);
  if (!name) return html`<span class="mention">#${label || 'private channel'}</span>`;
  return html`<button type="button" class="mention mention-channel" onClick=${() => goTo({ channel: id, app: null, thread: null })}>#${name}</button>`;
}

export function Broadcast({ range }: { range: string }): VNode {
  return html`<span class="mention mention-me">@${range}</span>`;
}

export function DateText({
  format,
  ts,
  url,
  fallback,
}: {
  format: string;
  ts: number;
  url?: string;
  fallback: string;
}): VNode {
  const shown = slackDate(format, ts, getState().nowMs) ?? fallback;
  const time = html`<time datetime=${new Date(ts * 1000).toISOString()} title=${fallback || undefined}>${shown}</time>`;
  return url ? html`<${Link} url=${url}>${time}</${Link}>` : time;
}

export function Emoji({ name, big = false }: { name: string; big?: boolean }): VNode {
  const found = emojiChar(getState().emoji, name);
  if (!found) return html`<span class="emoji-unknown">:${name}:</span>`;
  return html`<span class=${`emoji ${big ? 'emoji-big' : ''}`} role="img" aria-label=${name.replace(/[_:-]+/g, ' ')} title=${`:${name}:`}>${found}</span>`;
}

/** Plain text in which only `:emoji:` names mean something. */
export function Plain({ text, emoji = true }: { text: string; emoji?: boolean }): VNode {
  if (!emoji) return html`<span>${text}</span>`;
  const parts = unescapeText(text).split(/(:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:)/);
  return html`<span class="plain">${parts.map((part, i) => (i % 2 === 1 && emojiChar(getState().emoji, part.slice(1, -1)) ? html`<${Emoji} name=${part.slice(1, -1)} />` : part))}</span>`;
}

/** A text composition object, whichever kind it is. */
export function TextObject({ of }: { of: Json | null }): VNode | null {
  if (!of) return null;
  return str(of, 'type') === 'mrkdwn'
    ? html`<${Mrkdwn} text=${str(of, 'text')} />`
    : html`<${Plain} text=${str(of, 'text')} emoji=${of.emoji !== false} />`;
}
