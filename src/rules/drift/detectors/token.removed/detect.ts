import { type Site, useOf } from '../../change/code-change.ts';
import { tokensOf } from '../../change/tokens.ts';
import type { Asking, Confirmed, Edit, Remaining, Suspicion } from '../../detector.ts';
import { distinctiveness } from '../../distinctiveness.ts';
import { type Mention, mentionsOf } from '../../page/mentions.ts';
import type { ParsedPage } from '../../page/parse-page.ts';
import { evidenceOf, renamesOf } from '../../renames.ts';
import type { Options } from './options.ts';

const RARE = 0.84;
const MAX_TOKENS = 300;
const MAX_MENTIONS = 12;
const MAX_ITEM_LINES = 6;

/** Settings on lines that went without replacement: quoted, as a flag or as a variable, and nowhere in what was added. */
export function suspect({ change }: Asking, { minPlaces }: Options): Suspicion[] {
  const added = change.added.map(({ text }) => text).join('\n');
  const renamed = new Set(renamesOf(change).map(({ old }) => old));
  const gone = new Map<string, Site[]>();
  for (const { file, inTest, line, text, isReplaced } of change.removed) {
    if (inTest || isReplaced || gone.size > MAX_TOKENS) continue;
    for (const token of tokensOf(text)) {
      const use = useOf(text, token.at, token.text);
      if (!['quoted', 'flag', 'env'].includes(use) || renamed.has(token.text) || added.includes(token.text)) continue;
      if (distinctiveness(token.text) < RARE || /[/:]/.test(token.text)) continue;
      const sites = gone.get(token.text) ?? [];
      sites.push({ file, inTest, oldLine: line, newLine: 0, oldText: text, newText: '', use });
      gone.set(token.text, sites);
    }
  }
  return [...gone].filter(([, sites]) => sites.length >= minPlaces).map(([token, sites]) => suspicionOf(token, sites));
}

function suspicionOf(token: string, sites: Site[]): Suspicion {
  const uses = new Set(sites.map(({ use }) => use));
  const other = uses.has('flag') ? 'flag' : 'config-key';
  return {
    kind: uses.has('env') ? 'env-var' : other,
    driftType: 'environment_tooling',
    oldToken: token,
    newToken: null,
    spellings: [{ old: token, fresh: null }],
    goneWords: [token],
    anchor: [],
    strength: Math.min(1, 0.6 + 0.1 * sites.length),
    evidence: evidenceOf(sites),
    why: `${token} is gone from the code, and nothing took its place.`,
  };
}

/** Only where the whole code was searched: a word that merely left one file is not gone. */
export function confirm(suspicion: Suspicion, page: ParsedPage, remaining: Remaining): Confirmed | null {
  const { oldToken, strength } = suspicion;
  if (remaining(oldToken) !== 0) return null;
  const mentions = mentionsOf(page, oldToken).filter(
    ({ place }) => place === 'exact' || place === 'block' || place === 'span',
  );
  if (mentions.length === 0 || mentions.length > MAX_MENTIONS) return null;
  const edits = mentions.map((mention): Edit => {
    const { line, start, end } = mention;
    const wholeLines = linesOfItem(page, mention);
    return { line, start, end, fresh: null, ...(wholeLines === null ? {} : { wholeLines }) };
  });
  const isSafe = edits.every(({ wholeLines }) => wholeLines !== undefined);
  return { suspicion, edits, confidence: strength * (isSafe ? 0.95 : 0.7) };
}

/** How many lines the table row or list item has that starts with the token, or null when it is no such item. */
function linesOfItem(page: ParsedPage, { line, start, place }: Mention): number | null {
  if (place !== 'exact' || !/^\s*([-*+]|\d+[.)]|\|)\s*[*`"'\\[]*-{0,2}$/.test(line.text.slice(0, start))) return null;
  if (line.kind === 'table') return 1;
  const indent = (text: string) => text.length - text.trimStart().length;
  let lines = 1;
  for (const next of page.lines.slice(line.number)) {
    if (next.text.trim() === '' || (next.kind === 'list' && indent(next.text) <= indent(line.text))) return lines;
    if (next.kind !== 'prose' || indent(next.text) <= indent(line.text) || lines === MAX_ITEM_LINES) return null;
    lines += 1;
  }
  return lines;
}
