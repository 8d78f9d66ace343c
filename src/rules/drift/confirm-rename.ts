import { wholeWord } from './change/tokens.ts';
import type { Confirmed, Edit, Remaining, Suspicion } from './detector.ts';
import { distinctiveness } from './distinctiveness.ts';
import { type Mention, mentionsOf, standsNear } from './page/mentions.ts';
import type { ParsedPage } from './page/parse-page.ts';

/** Below this a token is a word like any other and must stand alone in a code span. */
const PLAIN = 0.6;
const NEAR_LINES = 2;
/** A plain word that left the whole code, in several places that face outward, was a name of this program. */
const PLAIN_BUT_GONE = 0.5;

/**
 * Confirms that a page still names a token which the code no longer knows.
 * Silent when the code at head still has it, or when the page already names its successor beside it.
 */
export function confirmRename(suspicion: Suspicion, page: ParsedPage, remaining: Remaining): Confirmed | null {
  const mustBeGone = suspicion.goneWords.length > 0;
  const folder = ownFolder(page.path, suspicion);
  if (mustBeGone && (remaining(suspicion.oldToken, folder) ?? 0) > 0) return null;
  let wasSearched = true;
  const edits: Edit[] = [];
  const places = new Set<Mention['place']>();
  let successorOnPage = false;
  for (const { old, fresh } of suspicion.spellings) {
    const mentions = mentionsOf(page, old).filter((mention) => means(mention, old, suspicion, remaining));
    if (mentions.length === 0) continue;
    const left = mustBeGone ? remaining(old, folder) : 0;
    if (left === null) wasSearched = false;
    if (left !== null && left > 0) continue;
    for (const mention of mentions) {
      if (fresh !== null && standsNear(page, mention.line, fresh, NEAR_LINES)) {
        successorOnPage = true;
        continue;
      }
      places.add(mention.place);
      edits.push({ line: mention.line, start: mention.start, end: mention.end, fresh });
    }
    if (fresh !== null && mentionsOf(page, fresh).length > 0) successorOnPage = true;
  }
  if (edits.length === 0 || (places.size === 1 && places.has('link') && suspicion.kind !== 'path')) return null;
  edits.sort((left, right) => left.line.number - right.line.number || left.start - right.start);
  const inCode = places.has('exact') || places.has('block') || places.has('span');
  const confidence =
    suspicion.strength * 0.6 + (inCode ? 0.2 : 0.05) + (wasSearched ? 0.2 : 0.1) - (successorOnPage ? 0.15 : 0);
  return { suspicion, edits, confidence: Math.max(0, Math.min(1, confidence)) };
}

/** The folder of a page that lies beside the code it describes; a word gone from there is gone for this page. */
function ownFolder(page: string, { evidence }: Suspicion): string | undefined {
  const folder = page.slice(0, page.lastIndexOf('/') + 1);
  const isBeside = folder !== '' && evidence.length > 0 && evidence.every(({ file }) => file.startsWith(folder));
  return isBeside ? folder : undefined;
}

/** `a/b` is neither in `a/b.md` nor, as the start of an outside address, in `https://a.example/b/c`. */
function isWholePath({ line, start, end }: Mention): boolean {
  const after = line.text.slice(end);
  if (/^\.\w/.test(after)) return false;
  const startsAddress = /:\/\/[^/\s]*$/.test(line.text.slice(0, start));
  return !startsAddress || !/^[/?#]\w/.test(after);
}

/** Whether this place of the page means the token and not the word. */
function means(mention: Mention, token: string, suspicion: Suspicion, remaining: Remaining): boolean {
  const { kind, strength, neighbours } = suspicion;
  if (neighbours !== undefined && !neighbours.some((word) => mention.line.text.search(wholeWord(word)) !== -1))
    return false;
  const rare = distinctiveness(token);
  if (kind === 'path' && !isWholePath(mention)) return false;
  if (kind === 'flag' && rare < 0.8 && !mention.hasDashes && !token.startsWith('-')) return false;
  if (rare >= PLAIN) return true;
  if (mention.place === 'exact') return true;
  const isGone = remaining(token) === 0;
  return (
    isGone && strength >= PLAIN_BUT_GONE && token.length >= 6 && (mention.place === 'block' || mention.place === 'span')
  );
}
