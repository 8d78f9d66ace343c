import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCase } from '../../../test/drift-case.ts';

const CODE = (name: string) => ({ 'src/server.ts': `const port = Number(process.env.${name} ?? 8080);\n` });
const LINES = fc.array(
  fc.oneof(
    fc.constantFrom(
      'Set `PAY_PORT` first.',
      'export PAY_PORT=1',
      '```sh',
      '```',
      '# PAY_PORT',
      '| PAY_PORT | x |',
      '    PAY_PORT',
    ),
    fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[\r\n]/g, ' ')),
  ),
  { maxLength: 30 },
);

describe('driftsOn', () => {
  it('makes a patch that applies to the page and changes only lines with the old name', () => {
    fc.assert(
      fc.property(LINES, fc.constantFrom('\n', '\r\n'), fc.boolean(), (lines, ending, isEnded) => {
        const page = lines.join(ending) + (isEnded ? ending : '');
        const result = judgeCase({ before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page });
        if (result === null || result.newText === null) return;
        expect(applyPatch(page, result.patch, { autoConvertLineEndings: false })).toBe(result.newText);
        const before = page.split('\n');
        const after = result.newText.split('\n');
        expect(after).toHaveLength(before.length);
        before.forEach((line, index) => {
          if (after[index] !== line) expect(line).toContain('PAY_PORT');
        });
      }),
    );
  });

  it('is silent about any page when the change touches nothing a page could name', () => {
    fc.assert(
      fc.property(LINES, (lines) => {
        const before = { 'src/a.ts': 'const a = 1;\n' };
        const after = { 'src/a.ts': 'const b = 1;\n' };
        expect(judgeCase({ before, after, page: lines.join('\n') })).toBeNull();
      }),
    );
  });

  it('gives the same answer every time', () => {
    fc.assert(
      fc.property(LINES, (lines) => {
        const drift = { before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page: lines.join('\n') };
        expect(judgeCase(drift)).toEqual(judgeCase(drift));
      }),
      { numRuns: 30 },
    );
  });

  it('cites the changed line and the line of the page', () => {
    const result = judgeCase({
      before: CODE('PAY_PORT'),
      after: CODE('PAYMENTS_PORT'),
      page: '# Run\n\nSet `PAY_PORT`.\n',
    });
    expect(result?.drifts[0]).toMatchObject({
      section: 'Run',
      line: 3,
      lineText: 'Set `PAY_PORT`.',
      evidence: [
        { file: 'src/server.ts', line: 1, text: 'const port = Number(process.env.PAY_PORT ?? 8080);' },
        { file: 'README.md', line: 3, text: 'Set `PAY_PORT`.' },
      ],
    });
  });

  it('keeps its fingerprint when the line moves', () => {
    const fingerprint = (page: string) =>
      judgeCase({ before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page })?.drifts[0]?.fingerprint;
    expect(fingerprint('Set `PAY_PORT`.\n')).toMatch(/^[0-9a-f]{64}$/);
    expect(fingerprint('more\n\nSet `PAY_PORT`.\n')).toBe(fingerprint('Set `PAY_PORT`.\n'));
  });

  it.each([
    ['carriage returns', 'Set `PAY_PORT`.\r\nDone.\r\n', 'Set `PAYMENTS_PORT`.\r\nDone.\r\n'],
    ['a missing last line feed', 'Set `PAY_PORT`.', 'Set `PAYMENTS_PORT`.'],
    ['a byte order mark', '\ufeffSet `PAY_PORT`.\n', '\ufeffSet `PAYMENTS_PORT`.\n'],
    ['two on one line', '`PAY_PORT` or $PAY_PORT\n', '`PAYMENTS_PORT` or $PAYMENTS_PORT\n'],
  ])('keeps %s', (_, page, expected) => {
    expect(judgeCase({ before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page })?.newText).toBe(expected);
  });

  it.each(['a+b_(c)', 'x.y*z_q', '$pay_port[0]', 'pay\\port_name', '(?:pay_port)+', '{{pay_port}}', 'pay|port_x'])(
    'takes %s in code and page literally',
    (name) => {
      const drift = {
        before: { 'a.py': `config["${name}"] = 1\n` },
        after: { 'a.py': 'config["entirely_other"] = 1\n' },
        page: `Set \`${name}\` and a.b.c.d.\n`,
      };
      expect(() => judgeCase(drift)).not.toThrow();
    },
  );

  it.each([
    '## Changelog\n\nSet `PAY_PORT`.\n',
    '`PAY_PORT` is deprecated.\n',
    'Formerly `PAY_PORT`.\n',
    '<!-- PAY_PORT -->\n',
    '---\nkey: PAY_PORT\n---\n',
    '`PAY_PORT` was removed in v2.\n',
  ])('is silent about %j', (page) => {
    expect(judgeCase({ before: CODE('PAY_PORT'), after: CODE('PAYMENTS_PORT'), page })).toBeNull();
  });
});
