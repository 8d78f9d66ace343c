/**
 * A wide token is what a person reads as one word of a command or a configuration:
 * `--dry-run`, `output.html.playpen`, `vendor/autoload.php`, `0.0.0.0:4180`.
 */
const WIDE = /(?:@|--?|\$|\.{1,2}\/|\.)?[\p{L}\p{N}_](?:[\p{L}\p{N}_$]|[-./:@+~](?=[\p{L}\p{N}_.@-]))*/gu;
const PART = /[-./:@+~]+/;
const MAX_LINE = 600;
const MAX_PARTS = 8;

export type Token = { text: string; at: number };

/** The wide tokens of a line with their offsets. Lines above 600 characters have none: they are data, not code. */
export function tokensOf(line: string): Token[] {
  if (line.length > MAX_LINE) return [];
  return Array.from(line.matchAll(WIDE), (match) => ({ text: match[0], at: match.index }));
}

/**
 * The narrower pairs inside a pair of wide tokens, the differing core first and widening to the whole:
 * `a.b.old.c` and `a.b.fresh.c` give `old`, `b.old`, `old.c`, ... each with its counterpart.
 * Dashes join one word and are only cut where both sides keep it whole.
 */
export function pairsWithin(oldToken: string, newToken: string): [string, string][] {
  const olds = cut(oldToken);
  const news = cut(newToken);
  if (olds.length > MAX_PARTS * 2 || news.length > MAX_PARTS * 2) return [[oldToken, newToken]];
  let left = 0;
  while (left < olds.length && left < news.length && olds[left] === news[left]) left += 1;
  let right = 0;
  while (
    right < olds.length - left &&
    right < news.length - left &&
    olds[olds.length - 1 - right] === news[news.length - 1 - right]
  ) {
    right += 1;
  }
  const pairs = new Map<string, [string, string]>();
  for (let before = left; before >= 0; before -= 1) {
    for (let after = right; after >= 0; after -= 1) {
      const old = olds.slice(before, olds.length - after).join('');
      const fresh = news.slice(before, news.length - after).join('');
      if (isWord(old) && isWord(fresh)) pairs.set(`${old}\n${fresh}`, [old, fresh]);
    }
  }
  return [...pairs.values()];
}

/** Words and the joints between them; a dash inside a word and dashes in front of it stay with the word. */
function cut(token: string): string[] {
  return token.split(/([./:@+~]+)/).filter((part) => part !== '');
}

function isWord(text: string): boolean {
  return text !== '' && !/^[./:@+~]+|[./:@+~]$/.test(text.replace(/^(\.|@|\.{0,2}\/)(?=\w)/, ''));
}

/** `fooBar`, `foo-bar`, `FOO_BAR` -> `['foo', 'bar']`. */
export function wordsOf(token: string): string[] {
  return token
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** The ways one name is spelt in code, configuration and prose: snake, kebab, camel, upper snake. */
export function spellingsOf(token: string): string[] {
  const words = wordsOf(token);
  if (words.length < 2) return [token];
  const camel = words.map((word, index) => (index === 0 ? word : `${word[0]?.toUpperCase()}${word.slice(1)}`)).join('');
  return [...new Set([token, words.join('_'), words.join('-'), camel, words.join('_').toUpperCase()])];
}

/** As `spellingsOf`, for a pair: each spelling of the old with the same spelling of the other. */
export function spellingPairs(oldToken: string, newToken: string): [string, string][] {
  if (wordsOf(oldToken).length < 2 || wordsOf(newToken).length < 1) return [[oldToken, newToken]];
  const kinds = [snake, kebab, camelCase, upperSnake];
  const pairs = kinds.map((spell): [string, string] => [spell(oldToken), spell(newToken)]);
  pairs.unshift([oldToken, newToken]);
  const seen = new Set<string>();
  return pairs.filter(([old, fresh]) => old !== fresh && !seen.has(old) && seen.add(old));
}

function snake(token: string): string {
  return wordsOf(token).join('_');
}

function kebab(token: string): string {
  return wordsOf(token).join('-');
}

function camelCase(token: string): string {
  const [first = '', ...rest] = wordsOf(token);
  return first + rest.map((word) => `${word[0]?.toUpperCase()}${word.slice(1)}`).join('');
}

function upperSnake(token: string): string {
  return snake(token).toUpperCase();
}

/** Number of words a name is made of: `watchgod` 1, `dry-run` 2. */
export function partCount(token: string): number {
  return token.split(PART).flatMap(wordsOf).length;
}

const ESCAPE = /[.*+?^${}()|[\]\\/]/g;

/**
 * Matches a token where it stands as a word of its own. Dashes in front of it are allowed when nothing stands before
 * them, so that `dry-run` is found in `--dry-run` and not in `no-dry-run`.
 */
export function wholeWord(token: string): RegExp {
  const body = token.replace(ESCAPE, '\\$&');
  const before = /^[\p{L}\p{N}_]/u.test(token) ? '(?<![\\p{L}\\p{N}_])(?<![\\p{L}\\p{N}_]-)' : '(?<![\\p{L}\\p{N}_-])';
  return new RegExp(`${before}${body}(?![\\p{L}\\p{N}_$])(?!-[\\p{L}\\p{N}])`, 'gu');
}

export function countWord(text: string, token: string): number {
  if (!text.includes(token)) return 0;
  return text.match(wholeWord(token))?.length ?? 0;
}
