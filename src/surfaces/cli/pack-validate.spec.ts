import { describe, expect, it } from 'vitest';
import type { DocumentProblem } from '../../model/document-problem.ts';
import { Pack } from '../../model/pack.ts';
import { err, ok } from '../../shared/result.ts';
import { type PackValidateDeps, runPackValidate } from './pack-validate.ts';

const PROBLEM: DocumentProblem = {
  file: 'bad.yaml',
  path: 'trackA.comparator',
  line: 4,
  column: 3,
  message: 'Unknown key "comparator".',
  suggestion: 'comparators',
};

function run(args: string[]) {
  const said = { out: '', complaint: '' };
  const deps: PackValidateDeps = {
    readFile(path) {
      if (path === 'gone.yaml') throw new Error('no such file');
      return path;
    },
    parse(text) {
      if (text === 'bad.yaml') return err([PROBLEM]);
      return ok({
        ...Pack.parse({ id: 'api', name: 'API', scope: { type: 'workspace' } }),
        versionHash: 'f'.repeat(64),
      });
    },
    out: (line) => {
      said.out += line;
    },
    complain: (line) => {
      said.complaint += line;
    },
  };
  return { code: runPackValidate(args, deps), ...said };
}

describe('countersign pack validate', () => {
  it('says that a pack is valid, with its hash', () => {
    expect(run(['good.yaml'])).toEqual({
      code: 0,
      out: `good.yaml: valid: API (api version 1, active), ${'f'.repeat(64)}\n1 file, 0 problems.\n`,
      complaint: '',
    });
  });

  it('points at the place of each problem and at what was meant', () => {
    const { code, out } = run(['bad.yaml']);
    expect([code, out]).toEqual([
      1,
      'bad.yaml:4:3 Unknown key "comparator". Did you mean "comparators"?\n1 file, 1 problem.\n',
    ]);
  });

  it('answers a program in JSON', () => {
    const { code, out } = run(['bad.yaml', '--format', 'json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { valid: false, files: [{ file: 'bad.yaml', problems: [PROBLEM] }] },
    ]);
  });

  it('refuses a file that cannot be read and a second pack of one id', () => {
    expect(run(['gone.yaml'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('gone.yaml:1:1 The file cannot be read'),
    });
    expect(run(['a.yaml', 'b.yaml'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('b.yaml:1:1 The id api is already used by a.yaml'),
    });
  });

  it.each([[[]], [['a.yaml', '--format', 'xml']], [['--strict', 'a.yaml']]])(
    'explains itself when asked wrongly: %j',
    (args) => {
      expect(run(args)).toMatchObject({
        code: 2,
        out: '',
        complaint: expect.stringContaining('countersign pack validate FILE'),
      });
    },
  );
});
