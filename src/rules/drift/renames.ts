import type { DriftEvidence, TokenKind } from '../../model/drift.ts';
import { clip, countOf } from '../../shared/text.ts';
import { type AnnouncedPair, announcedPairs, isAnnounced } from './announcements.ts';
import type { CodeChange, Pairing, Site } from './change/code-change.ts';
import { countWord, spellingPairs, tokensOf, wordsOf } from './change/tokens.ts';
import type { Suspicion } from './detector.ts';
import { distinctiveness } from './distinctiveness.ts';

export type Rename = {
  old: string;
  fresh: string;
  kind: TokenKind;
  sites: Site[];
  /** Of all the places where the old token was replaced, the share where this one took its place. */
  share: number;
  /** Places outside tests where the token faces outward: quoted, a key, a member, a declaration, a flag. */
  outward: number;
  /** The change itself says so; the old name may then live on as an alias. */
  isAnnounced: boolean;
  /** A member that the change declares nowhere: most likely somebody else's, so a page must use it in the same words. */
  isForeign: boolean;
};

const MAX_RENAMES = 400;
const MAX_EVIDENCE = 3;
/** Plain words in these are names of scripts and packages, which have their own detector. */
const MANIFEST = /(^|\/)(package|composer)\.json$/;
const PLAIN = 0.6;
const RANDOM = 0.45;
/** Names of three words and more: wherever they stand, even in tests only, they mean one thing. */
export const UNMISTAKABLE = 0.95;
const cache = new WeakMap<CodeChange, Rename[]>();

/** Every token the change replaced by another and left nowhere in the lines it added. */
export function renamesOf(change: CodeChange): Rename[] {
  const known = cache.get(change);
  if (known !== undefined) return known;
  const addedText = change.added.map(({ text }) => text).join('\n');
  const totals = new Map<string, number>();
  for (const { old, sites } of change.pairings) totals.set(old, (totals.get(old) ?? 0) + sites.length);
  const renames = change.pairings
    .filter(({ old, fresh }) => isName(old) && isName(fresh) && !isSameName(old, fresh))
    .filter(({ old, sites }) => distinctiveness(old) >= PLAIN || !sites.some(({ file }) => MANIFEST.test(file)))
    .sort((left, right) => right.sites.length - left.sites.length)
    .slice(0, MAX_RENAMES)
    .map((pairing) => ({
      ...renameOf(pairing, totals.get(pairing.old) ?? 1, isAnnounced(change, pairing.old, pairing.fresh)),
      isForeign: isForeign(pairing, change),
    }))
    .filter((rename) => rename.isAnnounced || countWord(addedText, rename.old) === 0);
  for (const pair of announcedPairs(change)) {
    if (!renames.some(({ old }) => old === pair.old)) renames.push(announcedRename(pair));
  }
  cache.set(change, renames);
  return renames;
}

function isName(token: string): boolean {
  if (token.length < 3 || !/\p{L}{2}/u.test(token) || token.split(/[-./:_]/).some(isRandom)) return false;
  return !/^v?\d+(\.\d+)*|\d{6,}|^[0-9a-f]{7,}$/.test(token);
}

/** Keys, digests and ciphertext change their kind of character at every other place; names do not. */
function isRandom(part: string): boolean {
  if (part.length < 7 || !/\d/.test(part)) return false;
  const changes = part.match(/\p{Ll}(?=[^\p{Ll}])|\p{Lu}(?=[^\p{Lu}])|\d(?=\D)/gu)?.length ?? 0;
  return changes / part.length >= RANDOM || (part.length >= 24 && /\p{Lu}/u.test(part) && /\p{Ll}/u.test(part));
}

/** Another case or another sign in front is no other name. */
function isSameName(old: string, fresh: string): boolean {
  const bare = (token: string) => token.toLowerCase().replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  return bare(old) === bare(fresh);
}

function announcedRename({ old, fresh, first }: AnnouncedPair): Rename {
  const { file, inTest, line, text } = first;
  const use = /^-/.test(old) ? 'flag' : 'quoted';
  const site: Site = { file, inTest, oldLine: line, newLine: line, oldText: text, newText: text, use };
  return {
    old,
    fresh,
    kind: kindOf(old, [site]),
    sites: [site],
    share: 1,
    outward: 1,
    isAnnounced: true,
    isForeign: false,
  };
}

/** A dotted name that is only ever called, while its last part is declared, quoted or keyed nowhere in the change. */
function isForeign({ old, sites }: Pairing, change: CodeChange): boolean {
  const member = /[\w)\]][.:]+(\w+)$/.exec(old)?.[1];
  if (member === undefined || sites.some(({ use }) => use === 'quoted' || use === 'flag' || use === 'env'))
    return false;
  return !change.pairings.some(
    (other) =>
      other.old === member && other.sites.some(({ use }) => use === 'declared' || use === 'key' || use === 'quoted'),
  );
}

type Renamed = Omit<Rename, 'isForeign'>;

function renameOf({ old, fresh, sites }: Pairing, total: number, isSaid: boolean): Renamed {
  const outward = sites.filter(({ use, inTest }) => use !== 'bare' && use !== 'comment' && !inTest).length;
  return {
    old,
    fresh,
    kind: kindOf(old, sites),
    sites,
    share: sites.length / total,
    outward,
    isAnnounced: isSaid,
  };
}

function kindOf(old: string, sites: readonly Site[]): TokenKind {
  const uses = new Set(sites.map(({ use }) => use));
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(old) && (uses.has('env') || uses.has('quoted'))) return 'env-var';
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(old)) return sites.some(({ file }) => isEnvFile(file)) ? 'env-var' : 'name';
  if (/^--[a-z]/.test(old) || uses.has('flag')) return 'flag';
  if (
    /[\w-]\/[\w.-]/.test(old) ||
    /^[\w.-]+\.(json|ya?ml|toml|js|ts|mjs|py|go|rs|sh|php|html|css|conf|ini|xml)$/.test(old)
  ) {
    return 'path';
  }
  if (uses.has('quoted') || (uses.has('key') && sites.some(({ file }) => isConfigFile(file)))) return 'config-key';
  return 'name';
}

function isConfigFile(path: string): boolean {
  return /\.(json|json5|ya?ml|toml|ini|cfg|conf|properties)$/.test(path);
}

function isEnvFile(path: string): boolean {
  return /(^|\/)(\.env[\w.-]*|docker-compose[\w.-]*|compose[\w.-]*|dockerfile[\w.-]*)$|\.(sh|env|ya?ml)$/i.test(path);
}

/** The suspicion behind a rename, with every spelling a page may use. */
export function suspicionOf(rename: Rename): Suspicion {
  const { old, fresh, kind, sites } = rename;
  const respelt =
    /[./:@]/.test(old + fresh) || wordsOf(old).length < 2 ? [[old, fresh] as const] : spellingPairs(old, fresh);
  const spellings = respelt
    .filter(([spelling]) => spelling === old || distinctiveness(spelling) >= 0.8)
    .map(([spelling, counterpart]) => ({ old: spelling, fresh: counterpart }));
  return {
    kind,
    driftType: kind === 'name' ? 'instruction' : 'environment_tooling',
    oldToken: old,
    newToken: fresh,
    spellings,
    goneWords: rename.isAnnounced ? [] : spellings.map((spelling) => spelling.old),
    anchor: [],
    ...(rename.isForeign ? { neighbours: neighboursOf(rename) } : {}),
    strength: strengthOf(rename),
    evidence: evidenceOf(sites),
    why: `${old} became ${fresh} in ${countOf(sites.length, 'changed line')}.`,
  };
}

/** The tokens just before and after the old name in the changed lines. */
function neighboursOf({ old, sites }: Rename): string[] {
  const words = sites.flatMap(({ oldText }) => {
    const at = oldText.indexOf(old);
    const before = tokensOf(oldText.slice(0, at)).at(-1)?.text ?? '';
    const after = tokensOf(oldText.slice(at + old.length))[0]?.text ?? '';
    return [before, after];
  });
  return [...new Set(words.filter((word) => word.length >= 3))];
}

function strengthOf({ old, sites, share, outward, isAnnounced: isSaid }: Rename): number {
  const support = isSaid ? 1 : Math.min(1, Math.log2(1 + sites.length) / 3);
  const inside = distinctiveness(old) >= UNMISTAKABLE && sites.length >= 2 ? 0.85 : 0.4;
  const facing = outward > 0 || isSaid ? 1 : inside;
  return Math.min(1, distinctiveness(old) * 0.5 + share * 0.25 + support * 0.25) * facing;
}

/** The clearest changed lines: outside tests and comments first, each file once. */
export function evidenceOf(sites: readonly Site[]): DriftEvidence[] {
  const rank = ({ inTest, use }: Site) => (inTest ? 4 : 0) + (use === 'comment' ? 2 : 0) + (use === 'bare' ? 1 : 0);
  const files = new Set<string>();
  return [...sites]
    .sort((left, right) => rank(left) - rank(right))
    .filter(({ file }) => !files.has(file) && files.add(file))
    .slice(0, MAX_EVIDENCE)
    .map(({ file, oldLine, oldText }) => ({ file, line: oldLine, text: clip(oldText.trim(), 200) }));
}
