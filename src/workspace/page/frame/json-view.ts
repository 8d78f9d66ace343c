import { Icon } from '../parts/icons.ts';
import { html, useState, type VNode } from '../preact.ts';

const TOKEN = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONGEST = 200_000;

/** Any JSON value, indented and coloured, as text nodes. */
export function JsonView({ value }: { value: unknown }): VNode {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  const text = JSON.stringify(value, null, 2) ?? 'nothing';
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('yes');
    } catch {
      setCopied('refused');
    }
  };
  const said = { no: 'Copy JSON', yes: 'Copied', refused: 'The browser refused; select the text instead' }[copied];
  return html`<div class="json"><button type="button" class="icon-button json-copy" aria-label=${said} title=${said} onClick=${copy}><${Icon} name=${copied === 'yes' ? 'check' : 'copy'} size=${14} /></button>
    <pre tabindex="0">${coloured(text.slice(0, LONGEST))}${text.length > LONGEST ? `\n… ${text.length - LONGEST} more characters` : ''}</pre></div>`;
}

function coloured(text: string): (VNode | string)[] {
  const out: (VNode | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    out.push(text.slice(from, match.index));
    out.push(html`<span class=${kindOf(match)}>${match[1] ?? match[0]}</span>`, match[2] ?? '');
    from = match.index + match[0].length;
  }
  out.push(text.slice(from));
  return out;
}

function kindOf(match: RegExpMatchArray): string {
  if (match[1]) return match[2] ? 'json-key' : 'json-string';
  return match[3] ? 'json-word' : 'json-number';
}
