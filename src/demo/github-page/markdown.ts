import { lexer, type Token, type Tokens } from 'marked';
import { Html, html, type Part } from './html.ts';

const MAX_CHARACTERS = 200_000;

/** Where links and pictures that name only a path lead. */
export type LinkBase = (path: string) => string;

/** Markdown as GitHub shows it. HTML inside it is shown as written; pictures become links, so nothing remote is loaded. */
export function markdown(text: string, base: LinkBase = (path) => path): Html {
  const clipped = text.slice(0, MAX_CHARACTERS);
  return html`<div class="markdown">${draw(lexer(clipped, { gfm: true }), base)}</div>`;
}

function draw(tokens: readonly Token[] | undefined, base: LinkBase): Html[] {
  return (tokens ?? []).map((token) => drawOne(token, base));
}

function drawOne(token: Token, base: LinkBase): Html {
  const inside = () => draw('tokens' in token ? token.tokens : [], base);
  switch (token.type) {
    case 'space':
    case 'def':
      return html``;
    case 'heading':
      return heading(Math.min(6, Number(token.depth)), token.text, inside());
    case 'paragraph':
      return html`<p>${inside()}</p>`;
    case 'text':
      return 'tokens' in token && token.tokens !== undefined ? html`${inside()}` : html`${unescaped(token.text)}`;
    case 'escape':
      return html`${unescaped(token.text)}`;
    case 'strong':
      return html`<strong>${inside()}</strong>`;
    case 'em':
      return html`<em>${inside()}</em>`;
    case 'del':
      return html`<del>${inside()}</del>`;
    case 'br':
      return html`<br>`;
    case 'hr':
      return html`<hr>`;
    case 'codespan':
      return html`<code>${token.text}</code>`;
    case 'code':
      return html`<pre tabindex="0"><code>${token.text}</code></pre>`;
    case 'blockquote':
      return html`<blockquote>${inside()}</blockquote>`;
    case 'link':
      return link(token.href, inside(), base);
    case 'image':
      return link(token.href, token.text || token.href, base);
    case 'list':
      return list(token as Tokens.List, base);
    case 'table':
      return table(token as Tokens.Table, base);
    case 'checkbox':
      return html``;
    default:
      return html`${token.raw}`;
  }
}

/** marked keeps entities as written; they are turned back into characters here and escaped by `html`. */
function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => CHARACTERS[entity] ?? entity);
}
const CHARACTERS: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
};

function heading(depth: number, text: string, inside: Html[]): Html {
  const id = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
  const tag = new Html(`h${depth}`);
  return html`<${tag} id="user-content-${id}">${inside}</${tag}>`;
}

/** Only addresses a person can safely follow become links. */
function link(href: string, words: Part, base: LinkBase): Html {
  if (/^https?:\/\//i.test(href)) return html`<a href="${href}" rel="noreferrer">${words}</a>`;
  if (/^[a-z][a-z0-9+.-]*:/i.test(href) || href.startsWith('//')) return html`<span>${words}</span>`;
  if (href.startsWith('#')) return html`<a href="#user-content-${href.slice(1)}">${words}</a>`;
  return html`<a href="${base(href)}">${words}</a>`;
}

function list(token: Tokens.List, base: LinkBase): Html {
  const items = token.items.map((item) => {
    const box = item.task && html`<input type="checkbox" disabled ${item.checked === true && html`checked`}> `;
    return html`<li class="${item.task ? 'task' : ''}">${box}${draw(item.tokens, base)}</li>`;
  });
  return token.ordered ? html`<ol start="${Number(token.start) || 1}">${items}</ol>` : html`<ul>${items}</ul>`;
}

function table(token: Tokens.Table, base: LinkBase): Html {
  const cells = (row: Tokens.TableCell[], tag: Html) =>
    row.map((cell) => html`<${tag} class="align-${cell.align ?? 'left'}">${draw(cell.tokens, base)}</${tag}>`);
  const th = new Html('th');
  const td = new Html('td');
  return html`<div class="table-scroll" tabindex="0"><table>
    <thead><tr>${cells(token.header, th)}</tr></thead>
    <tbody>${token.rows.map((row) => html`<tr>${cells(row, td)}</tr>`)}</tbody>
  </table></div>`;
}
