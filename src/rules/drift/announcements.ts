import type { CodeChange, RemovedLine } from './change/code-change.ts';
import { countWord, tokensOf } from './change/tokens.ts';
import { distinctiveness } from './distinctiveness.ts';

/** A sentence the change added, which says that one name took the place of another. */
export type Announcement = { text: string; first: RemovedLine };
export type AnnouncedPair = { old: string; fresh: string; first: RemovedLine };

const SAYS_SO = /deprecat|renamed|no longer|will be removed|obsolete|legacy/i;
const SUCCESSOR =
  /\b(?:use|using|prefer|renamed to|replaced (?:by|with)|in favou?r of|switch to|migrate to|alias (?:for|of))\s+(?:the\s+|an?\s+)?(?:\w+\s+)?[`"'*{@<(]*(?:link\s+)?/gi;
const WINDOW_LINES = 4;
const MAX_GAP = 90;
const MAX_ANNOUNCEMENTS = 200;
const cache = new WeakMap<CodeChange, Announcement[]>();

/** Added lines that speak of a name's end, each with the three lines after it, as one text without quotes and joints. */
export function announcementsOf(change: CodeChange): Announcement[] {
  const known = cache.get(change);
  if (known !== undefined) return known;
  const found: Announcement[] = [];
  change.added.forEach((line, index) => {
    if (found.length >= MAX_ANNOUNCEMENTS || line.inTest || !SAYS_SO.test(line.text)) return;
    const around = change.added
      .slice(Math.max(0, index - 1), index + WINDOW_LINES)
      .filter(({ file, line: number }) => file === line.file && Math.abs(number - line.line) < WINDOW_LINES);
    found.push({ text: around.map(({ text }) => plain(text)).join(' '), first: line });
  });
  cache.set(change, found);
  return found;
}

/** True when an added sentence of farewell names first the old, then the fresh. */
export function isAnnounced(change: CodeChange, old: string, fresh: string): boolean {
  return announcementsOf(change).some(
    ({ text }) => text.indexOf(old) < text.lastIndexOf(fresh) && countWord(text, old) > 0 && countWord(text, fresh) > 0,
  );
}

/** Pairs read from the sentences themselves: `--old is deprecated, use --fresh`. */
export function announcedPairs(change: CodeChange): AnnouncedPair[] {
  return announcementsOf(change).flatMap(({ text, first }) => {
    const farewell = SAYS_SO.exec(text)?.index ?? -1;
    const old = tokensOf(text.slice(Math.max(0, farewell - MAX_GAP), farewell))
      .map((token) => token.text)
      .filter((token) => distinctiveness(token) >= 0.6)
      .at(-1);
    if (old === undefined) return [];
    for (const match of text.slice(farewell).matchAll(SUCCESSOR)) {
      const after = text.slice(farewell + match.index + match[0].length);
      const fresh = tokensOf(after)[0];
      const isNamed = fresh !== undefined && fresh.at <= 2 && distinctiveness(fresh.text) >= 0.6;
      if (isNamed && !fresh.text.includes(old) && !old.includes(fresh.text)) return [{ old, fresh: fresh.text, first }];
    }
    return [];
  });
}

function plain(line: string): string {
  return line
    .trim()
    .replace(/^(\/\/+|\/\*+|\*+|#+)\s?/, '')
    .replace(/["'`]\s*[\\+.]?\s*$/, '')
    .replace(/^["'`]/, '');
}
