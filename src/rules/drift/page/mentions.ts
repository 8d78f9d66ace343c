import { wholeWord } from '../change/tokens.ts';
import type { PageLine, ParsedPage } from './parse-page.ts';
import { isQuietLine } from './quiet.ts';

/** `exact`: a code span that is the token and nothing else. `span`: inside one. `block`: in a code block. */
export type MentionPlace = 'exact' | 'span' | 'block' | 'link' | 'text';
export type Mention = { line: PageLine; start: number; end: number; place: MentionPlace; hasDashes: boolean };

/** Every place of a page where a token stands as a word of its own, quiet lines left out. */
export function mentionsOf(page: ParsedPage, token: string): Mention[] {
  if (!page.text.includes(token)) return [];
  const pattern = wholeWord(token);
  const found: Mention[] = [];
  for (const line of page.lines) {
    if (!line.text.includes(token) || line.kind === 'comment' || isQuietLine(line)) continue;
    for (const match of line.text.matchAll(pattern)) {
      const start = match.index;
      if (isPinned(line.text.slice(0, start))) continue;
      const end = start + token.length;
      found.push({
        line,
        start,
        end,
        place: placeOf(line, start, end),
        hasDashes: /(^|[^\w-])--?$/.test(line.text.slice(0, start)),
      });
    }
  }
  return found;
}

/** Inside an address of one commit or one release, which stays what it was. */
function isPinned(before: string): boolean {
  return /https?:\/\/[^\s)]*\/(blob|tree|raw|commit|releases\/download)\/(?!(main|master|HEAD|trunk|develop|dev)\/)[\w.-]+\/[^\s)]*$/.test(
    before,
  );
}

function placeOf(line: PageLine, start: number, end: number): MentionPlace {
  if (line.kind === 'code') return isComment(line.text, start) ? 'text' : 'block';
  const span = line.spans.find((one) => one.start <= start && end <= one.end);
  if (span !== undefined) {
    const rest = line.text.slice(span.start, start) + line.text.slice(end, span.end);
    return /^[-.$@{}[\]()"'=:<>/\s]*$/.test(rest) ? 'exact' : 'span';
  }
  const before = line.text.slice(0, start);
  if (/\]\([^)]*$|https?:\/\/\S*$|<a [^>]*$|\]:\s*\S*$/.test(before)) return 'link';
  return 'text';
}

/** A comment inside a code block is prose: `# the old value` names nothing. */
function isComment(text: string, at: number): boolean {
  return /(^|\s)(#|\/\/)\s[^'"]*$/.test(text.slice(0, at));
}

/** True when `other` already stands, as a word, on a line near this one. */
export function standsNear(page: ParsedPage, line: PageLine, other: string, distance: number): boolean {
  const pattern = wholeWord(other);
  return page.lines
    .slice(Math.max(0, line.number - 1 - distance), line.number + distance)
    .some(({ text }) => text.includes(other) && text.search(pattern) !== -1);
}
