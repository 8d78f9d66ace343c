/** The little of HTML that matters inside Markdown: headings, links and anchors. `line` counts from 0 in the snippet. */

const COMMENT = /<!--[\s\S]*?-->/g;
const HEADING = /<h([1-6])\b[^>]*>([\s\S]{0,2000}?)<\/h\1\s*>/gi;
const LINK = /<(a|img|source|video)\b[^>]{0,2000}?\s(href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
const ANCHOR = /<[a-z][a-z0-9]*\b[^>]{0,2000}?\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

export function headingsIn(html: string): { depth: number; text: string; line: number }[] {
  const clean = withoutComments(html);
  return [...clean.matchAll(HEADING)].map((match) => ({
    depth: Number(match[1]),
    text: (match[2] ?? '').replace(/<[^>]*>/g, '').trim(),
    line: lineAt(clean, match.index),
  }));
}

export function linksIn(html: string): { url: string; line: number; image: boolean }[] {
  const clean = withoutComments(html);
  return [...clean.matchAll(LINK)].map((match) => ({
    url: match[3] ?? match[4] ?? '',
    line: lineAt(clean, match.index),
    image: match[1]?.toLowerCase() !== 'a',
  }));
}

export function anchorsIn(html: string): string[] {
  return [...withoutComments(html).matchAll(ANCHOR)].map((match) => match[1] ?? match[2] ?? '');
}

function withoutComments(html: string): string {
  return html.replace(COMMENT, (comment) => comment.replace(/[^\n]/g, ' '));
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length - 1;
}
