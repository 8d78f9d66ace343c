/** The `markdown` block: parsed by marked, drawn as nodes. HTML inside it is shown as written, never interpreted. */
import { lexer, type Token, type Tokens } from 'marked';
import { parseInline } from '../data/mrkdwn.ts';
import { Link, Mrkdwn, Plain } from '../parts/mrkdwn-view.ts';
import { html, useMemo, type VNode } from '../preact.ts';

type Drawn = VNode | string | null | Drawn[];

export function Markdown({ text }: { text: string }): VNode {
  const tokens = useMemo(() => lexer(text, { gfm: true }), [text]);
  return html`<div class="markdown">${tokens.map(draw)}</div>`;
}

function draw(token: Token): Drawn {
  const inside = () => tokensOf(token).map(draw);
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return drawHeading(Number(token.depth), inside());
    case 'paragraph':
      return html`<p>${inside()}</p>`;
    case 'text':
      return tokensOf(token).length > 0 ? inside() : drawText(token.text);
    case 'escape':
    case 'html':
      return drawText(token.text);
    case 'strong':
      return html`<b>${inside()}</b>`;
    case 'em':
      return html`<i>${inside()}</i>`;
    case 'del':
      return html`<s>${inside()}</s>`;
    case 'br':
      return html`<br />`;
    case 'hr':
      return html`<hr class="rule" />`;
    case 'codespan':
      return html`<code class="code">${token.text}</code>`;
    case 'code':
      return html`<pre class="pre" data-lang=${token.lang || undefined}>${token.text}</pre>`;
    case 'blockquote':
      return html`<blockquote class="quote">${inside()}</blockquote>`;
    case 'link':
      return html`<${Link} url=${token.href}>${inside()}</${Link}>`;
    case 'image':
      return html`<${Link} url=${token.href}>${token.text || token.href}</${Link}>`;
    case 'list':
      return drawList(token as Tokens.List);
    case 'table':
      return drawTable(token as Tokens.Table);
    case 'checkbox':
      return null;
    default:
      return token.raw;
  }
}

function drawText(text: string): Drawn {
  return text
    .split(/(<[@#!][^<>\n]+>)/)
    .map((part, i) =>
      i % 2 === 1 && parseInline(part)[0]?.t !== 'text'
        ? html`<${Mrkdwn} text=${part} />`
        : html`<${Plain} text=${part} />`,
    );
}

function drawHeading(depth: number, content: Drawn): VNode {
  return html`<div class=${`md-heading md-heading-${depth}`} role="heading" aria-level=${Math.min(6, depth + 2)}>${content}</div>`;
}

function drawList(list: Tokens.List): VNode {
  const items = list.items.map(
    (item) =>
      html`<li class=${item.task ? 'md-task' : ''}>${item.task ? html`<input type="checkbox" disabled checked=${item.checked === true} aria-label=${item.checked ? 'Done' : 'Open'} />` : null}${item.tokens.map(draw)}</li>`,
  );
  return list.ordered
    ? html`<ol class="rich-list" start=${list.start || 1}>${items}</ol>`
    : html`<ul class="rich-list">${items}</ul>`;
}

function drawTable(table: Tokens.Table): VNode {
  const cell = (tag: 'th' | 'td') => (c: Tokens.TableCell) =>
    html`<${tag} class=${`align-${c.align ?? 'left'}`} scope=${tag === 'th' ? 'col' : undefined}>${c.tokens.map(draw)}</${tag}>`;
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label="Table"><table class="table"><thead><tr>${table.header.map(cell('th'))}</tr></thead>
    <tbody>${table.rows.map((row) => html`<tr>${row.map(cell('td'))}</tr>`)}</tbody></table></div>`;
}

function tokensOf(token: Token): Token[] {
  return 'tokens' in token && Array.isArray(token.tokens) ? token.tokens : [];
}
