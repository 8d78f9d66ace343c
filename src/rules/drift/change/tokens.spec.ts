import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWord, pairsWithin, spellingPairs, tokensOf, wordsOf } from './tokens.ts';

describe('tokensOf', () => {
  it.each([
    ['pay --dry-run -v', ['pay', '--dry-run', '-v']],
    ['[output.html.playpen]', ['output.html.playpen']],
    ["require 'vendor/.composer/autoload.php';", ['require', 'vendor/.composer/autoload.php']],
    ['addr = "0.0.0.0:4180",', ['addr', '0.0.0.0:4180']],
    ['import "@rollup/plugin-json"', ['import', '@rollup/plugin-json']],
  ])('reads %j', (line, expected) => {
    expect(tokensOf(line).map(({ text }) => text)).toEqual(expected);
  });

  it('says where each token stands', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        for (const { text, at } of tokensOf(line)) expect(line.slice(at, at + text.length)).toBe(text);
      }),
    );
  });

  it('takes a very long line for data', () => {
    expect(tokensOf('a '.repeat(400))).toEqual([]);
  });
});

describe('pairsWithin', () => {
  it('gives the core first and widens to the whole', () => {
    expect(pairsWithin('html.playpen.edit', 'html.playground.edit')).toEqual(
      expect.arrayContaining([
        ['playpen', 'playground'],
        ['html.playpen', 'html.playground'],
        ['playpen.edit', 'playground.edit'],
        ['html.playpen.edit', 'html.playground.edit'],
      ]),
    );
  });

  it('keeps a dashed word whole', () => {
    expect(pairsWithin('--dry-run', '--dry')).toEqual([['--dry-run', '--dry']]);
  });
});

describe('countWord', () => {
  it.each([
    ['--dry-run', 'dry-run', 1],
    ['no-dry-run', 'dry-run', 0],
    ['dry-run-all', 'dry-run', 0],
    ['PAY_PORT=1 $PAY_PORT', 'PAY_PORT', 2],
    ['PAY_PORT_RANGE', 'PAY_PORT', 0],
    ['a.b a.bc xa.b', 'a.b', 1],
    ['axb', 'a.b', 0],
  ])('counts in %j the word %s: %i', (text, word, expected) => {
    expect(countWord(text, word)).toBe(expected);
  });
});

describe('spellingPairs', () => {
  it('spells both names the same way', () => {
    expect(spellingPairs('copy_fonts', 'keepFonts')).toEqual([
      ['copy_fonts', 'keepFonts'],
      ['copy-fonts', 'keep-fonts'],
      ['copyFonts', 'keepFonts'],
      ['COPY_FONTS', 'KEEP_FONTS'],
    ]);
  });
});

it('splits names of every style into words', () => {
  expect([wordsOf('HTTPServerName'), wordsOf('pay-port_x'), wordsOf('PAY_PORT')]).toEqual([
    ['http', 'server', 'name'],
    ['pay', 'port', 'x'],
    ['pay', 'port'],
  ]);
});
