import { partCount, wordsOf } from './change/tokens.ts';

/** Names that every program has: alone they say nothing about this one. */
const COMMON = new Set(
  `foo bar baz qux example test tests main index app src lib dist build docs config options option settings value values
  key name names type types data file files path paths item items list user users error errors message result results
  request response client server context handler callback default defaults true false null none undefined self this
  node_modules package json yaml yml toml html http https localhost utf-8 content-type application/json text/html
  text/plain module.exports console.log process.env process.exit os.environ sys.argv log.info log.printf fmt.println
  require import export const string number boolean object array function return async await init_data my-app my-plugin
  package.json index.js index.html main.go main.py main.rs setup.py readme.md makefile dockerfile`.split(/\s+/),
);

/**
 * How surely a token means one thing wherever it stands, 0-1.
 * `SCREAMING_SNAKE` and long compound names are near 1; a plain English word is 0.3.
 */
export function distinctiveness(token: string): number {
  const bare = token.replace(/^[-.$@/]+/, '');
  if (bare.length < 3 || COMMON.has(bare.toLowerCase()) || /^[\d._:-]+$/.test(bare)) return 0;
  const words = wordsOf(bare).filter((word) => !/^\d+$/.test(word));
  const parts = partCount(bare);
  const letters = bare.replaceAll(/[^\p{L}]/gu, '').length;
  if (words.every((word) => COMMON.has(word) || word.length < 3)) return parts > 1 ? 0.4 : 0.1;
  if (/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(bare)) return letters >= 8 ? 1 : 0.85;
  if (parts >= 3) return 0.95;
  if (parts === 2) return letters >= 8 ? 0.85 : 0.65;
  if (/\d/.test(bare) && letters >= 3) return 0.5;
  return letters >= 6 ? 0.3 : 0.2;
}
