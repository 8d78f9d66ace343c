import { child, children, type Json, num, str } from '../data/json.ts';
import { Broadcast, ChannelMention, DateText, Emoji, Link, UserMention } from '../parts/mrkdwn-view.ts';
import { html, type VNode } from '../preact.ts';

type Drawn = VNode | string | null;

/** A `rich_text` block, or one held in a table cell or a task. */
export function RichText({ block }: { block: Json }): VNode {
  return html`<div class="rich-text">${children(block, 'elements').map(drawPart)}</div>`;
}

function drawPart(part: Json): VNode {
  const bordered = num(part, 'border', 0) > 0 ? 'rich-bordered' : '';
  const inside = () => children(part, 'elements').map(drawLeaf);
  switch (str(part, 'type')) {
    case 'rich_text_section':
      return html`<div class="rich-section">${inside()}</div>`;
    case 'rich_text_quote':
      return html`<blockquote class="quote rich-section">${inside()}</blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre class=${`pre ${bordered}`}>${inside()}</pre>`;
    case 'rich_text_list':
      return drawList(part, bordered);
    default:
      return unsupported(part);
  }
}

function drawList(list: Json, bordered: string): VNode {
  const indent = Math.min(8, num(list, 'indent', 0));
  const items = children(list, 'elements').map((item) => html`<li>${children(item, 'elements').map(drawLeaf)}</li>`);
  const classes = `rich-list rich-indent-${indent} rich-level-${indent % 3} ${bordered}`;
  if (str(list, 'style') === 'ordered')
    return html`<ol class=${classes} start=${num(list, 'offset', 0) + 1}>${items}</ol>`;
  return html`<ul class=${classes}>${items}</ul>`;
}

function drawLeaf(leaf: Json): Drawn {
  return styled(leaf, drawContent(leaf));
}

function drawContent(leaf: Json): Drawn {
  switch (str(leaf, 'type')) {
    case 'text':
      return str(leaf, 'text');
    case 'link':
      return html`<${Link} url=${str(leaf, 'url')}>${str(leaf, 'text') || str(leaf, 'url')}</${Link}>`;
    case 'emoji':
      return html`<${Emoji} name=${str(leaf, 'name') + (leaf.skin_tone ? `::skin-tone-${leaf.skin_tone}` : '')} />`;
    case 'user':
      return html`<${UserMention} id=${str(leaf, 'user_id')} />`;
    case 'channel':
      return html`<${ChannelMention} id=${str(leaf, 'channel_id')} />`;
    case 'usergroup':
      return html`<span class="mention">@${str(leaf, 'usergroup_id')}</span>`;
    case 'team':
      return html`<span class="mention">@${str(leaf, 'team_id')}</span>`;
    case 'broadcast':
      return html`<${Broadcast} range=${str(leaf, 'range')} />`;
    case 'date':
      return html`<${DateText} format=${str(leaf, 'format')} ts=${num(leaf, 'timestamp', 0)} url=${str(leaf, 'url')} fallback=${str(leaf, 'fallback')} />`;
    case 'color':
      return html`<span class="color-name"><span class="color-swatch" style=${{ background: str(leaf, 'value') }}></span>${str(leaf, 'value')}</span>`;
    default:
      return unsupported(leaf);
  }
}

function styled(leaf: Json, content: Drawn): Drawn {
  const style = child(leaf, 'style');
  if (!style) return content;
  let out = content;
  if (style.code === true) out = html`<code class="code">${out}</code>`;
  if (style.underline === true) out = html`<u>${out}</u>`;
  if (style.strike === true) out = html`<s>${out}</s>`;
  if (style.italic === true) out = html`<i>${out}</i>`;
  if (style.bold === true) out = html`<b>${out}</b>`;
  return out;
}

function unsupported(part: Json): VNode {
  return html`<span class="unsupported" data-testid="unsupported">unsupported rich text: ${str(part, 'type') || 'no type'}</span>`;
}
