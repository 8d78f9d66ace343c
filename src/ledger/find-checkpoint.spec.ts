import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCheckpoints } from './find-checkpoint.ts';
import { createLedgerKey } from './key.ts';
import { parseVerifierKey, signCheckpoint, verifyCheckpoint } from './note.ts';

const KEY = createLedgerKey('countersign.test/acme');
const ROOT = 'ab'.repeat(32);
const NOTE = signCheckpoint({ size: 1234, rootHash: ROOT }, KEY);
const VERIFIER = parseVerifierKey(KEY.verifierKey);

function verdicts(text: string): string[] {
  return findCheckpoints(text).map((checkpoint) => verifyCheckpoint(checkpoint, VERIFIER));
}

function eachLine(text: string, change: (line: string) => string): string {
  return text.split('\n').map(change).join('\n');
}

describe('findCheckpoints', () => {
  it('reads a note as it was signed', () => {
    expect(findCheckpoints(NOTE)).toMatchObject([{ origin: KEY.name, size: 1234, rootHash: ROOT, extension: [] }]);
    expect(verdicts(NOTE)).toEqual(['good']);
  });

  it.each<[string, string]>([
    ['between other words', `Countersign  APP  9:00 AM\nGood morning!\nToday's checkpoint\n${NOTE}2 replies\n:eyes: 1`],
    ['in a code fence', `\`\`\`\n${NOTE}\`\`\``],
    ['in a code fence on the same line', `\`\`\`${NOTE.trimEnd()}\`\`\``],
    ['quoted', eachLine(NOTE, (line) => `> ${line}`)],
    ['quoted with entities', eachLine(NOTE, (line) => `&gt; ${line}`)],
    ['quoted twice', eachLine(NOTE, (line) => `>> ${line}`)],
    ['indented', eachLine(NOTE, (line) => `      ${line}`)],
    ['with spaces at the ends', eachLine(NOTE, (line) => `${line}  \t`)],
    ['with Windows line ends', NOTE.replaceAll('\n', '\r\n')],
    ['without the empty line', NOTE.replace('\n\n', '\n')],
    ['with every line doubled apart', NOTE.replaceAll('\n', '\n\n')],
    ['with an en dash', NOTE.replace('—', '–')],
    ['with two hyphens', NOTE.replace('—', '--')],
    ['with a written-out dash', NOTE.replace('—', '&mdash;')],
    ['with hard spaces', NOTE.replaceAll(' ', '\u00a0')],
    ['with invisible characters', eachLine(NOTE, (line) => `\u200b${line}\ufeff`)],
    ['in curly quotes', `“${NOTE.trimEnd()}”`],
    ['in inline code', eachLine(NOTE.trimEnd(), (line) => `\`${line}\``)],
    ['with the origin made a link', NOTE.replace(`${KEY.name}\n`, `<http://${KEY.name}|${KEY.name}>\n`)],
    ['with escaped signs', NOTE.replaceAll('+', '&#43;').replaceAll('=', '&#61;')],
    ['without the last line end', NOTE.trimEnd()],
    ['after another number and a hash', `17\n${Buffer.alloc(32).toString('base64')}\nwords\n${NOTE}`],
  ])('finds a note %s', (_, text) => {
    expect(verdicts(text)).toEqual(['good']);
  });

  it('finds every note of a copied channel', () => {
    const later = signCheckpoint({ size: 2000, rootHash: 'cd'.repeat(32) }, KEY);
    expect(findCheckpoints(`Monday\n${NOTE}\nTuesday\n${later}`).map(({ size }) => size)).toEqual([1234, 2000]);
    expect(verdicts(`${NOTE}${later}`)).toEqual(['good', 'good']);
  });

  it('reads several signatures under one note', () => {
    const witness = NOTE.trimEnd().split('\n').at(-1)?.replace(KEY.name, 'witness.test');
    expect(findCheckpoints(`${NOTE}${witness}\n`)[0]?.signatures.map(({ name }) => name)).toEqual([
      KEY.name,
      'witness.test',
    ]);
    expect(verdicts(`${NOTE}${witness}\n`)).toEqual(['good']);
  });

  it.each([
    ['nothing', ''],
    ['words', 'the ledger is fine, believe me'],
    ['a note without its signature', NOTE.split('\n').slice(0, 3).join('\n')],
    ['a signature alone', NOTE.split('\n').slice(4).join('\n')],
    ['a size that is no number', NOTE.replace('1234', '12x4')],
    ['a size with a leading zero', NOTE.replace('1234', '01234')],
    ['half a root', NOTE.replace(/^(.{10}).*=$/m, '$1')],
  ])('finds none in %s', (_, text) => {
    expect(findCheckpoints(text)).toEqual([]);
  });

  it('never takes a changed note for the signed one', () => {
    const signed = NOTE.trimEnd();
    fc.assert(
      fc.property(fc.nat(signed.length - 1), fc.constantFrom(...'Aa0/+9zQ'), (at, letter) => {
        fc.pre(signed[at] !== letter && /[A-Za-z0-9+/]/.test(signed[at] ?? ''));
        const changed = `${signed.slice(0, at)}${letter}${signed.slice(at + 1)}`;
        for (const checkpoint of findCheckpoints(changed)) {
          if (verifyCheckpoint(checkpoint, VERIFIER) !== 'good') continue;
          expect(checkpoint).toMatchObject({ size: 1234, rootHash: ROOT });
        }
      }),
      { numRuns: 400 },
    );
  });

  it('stays quick on a megabyte of almost-notes', () => {
    const almost = `${NOTE.split('\n').slice(0, 3).join('\n')}\n— x ${'A'.repeat(79)}\n`;
    expect(findCheckpoints(almost.repeat(Math.floor(1_048_576 / almost.length)))).toEqual([]);
  });
});
