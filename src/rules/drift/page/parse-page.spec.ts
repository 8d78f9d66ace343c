import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mentionsOf } from './mentions.ts';
import { parsePage } from './parse-page.ts';

const PAGE = [
  '---',
  'title: PAY_PORT',
  '---',
  '# Run the `server`',
  '',
  'Set `PAY_PORT` or ``a ` b``.',
  '- item `x`',
  '',
  '| a | PAY_PORT |',
  '```sh',
  '# PAY_PORT in a remark',
  'export PAY_PORT=1',
  '```',
  '<!-- PAY_PORT -->',
  'Below',
  '-----',
  '    indented PAY_PORT',
].join('\n');

it('knows what each line is in', () => {
  const kinds = parsePage('README.md', 'blob', PAGE).lines.map(({ number, kind }) => `${number} ${kind}`);
  expect(kinds).toEqual([
    '1 front-matter',
    '2 front-matter',
    '3 front-matter',
    '4 heading',
    '5 prose',
    '6 prose',
    '7 list',
    '8 prose',
    '9 table',
    '10 code',
    '11 code',
    '12 code',
    '13 code',
    '14 comment',
    '15 heading',
    '16 prose',
    '17 code',
  ]);
});

it('names the nearest heading as the section', () => {
  const { lines } = parsePage('README.md', 'blob', PAGE);
  expect([lines[5]?.section, lines[16]?.section, lines[16]?.headings]).toEqual([
    'Run the server',
    'Below',
    ['Run the server', 'Below'],
  ]);
});

it('tells where a mention stands', () => {
  const places = mentionsOf(parsePage('README.md', 'blob', PAGE), 'PAY_PORT').map(
    ({ line, place }) => `${line.number} ${place}`,
  );
  expect(places).toEqual(['6 exact', '9 text', '11 text', '12 block', '17 block']);
});

it('gives every line of any text, with spans inside the line', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('`', '#', ' ', '\n', '-', 'a', '|', '~', '<!--', '\r') }), (text) => {
      const { lines } = parsePage('README.md', 'blob', text);
      expect(lines).toHaveLength(text.split('\n').length);
      for (const line of lines) {
        for (const { start, end } of line.spans) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(line.text.length);
        }
      }
    }),
  );
});

it('reads a line of a megabyte as empty', () => {
  const page = parsePage('README.md', 'blob', `${'PAY_PORT | '.repeat(100_000)}\nSet \`PAY_PORT\`.`);
  expect(mentionsOf(page, 'PAY_PORT').map(({ line }) => line.number)).toEqual([2]);
});
