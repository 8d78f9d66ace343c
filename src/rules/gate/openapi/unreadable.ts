import type { ReadOutcome, Side } from '../../../model/facts.ts';
import type { RawFinding } from '../../../model/finding.ts';
import type { SpecProblem } from '../../diff/openapi/read/problem.ts';
import { unknown } from '../comparator.ts';

/** A side whose text could not be had. `severity` is the comparator's own default. */
export function notRead(path: string, side: Side, outcome: ReadOutcome, severity: number): RawFinding {
  const why = outcome.kind === 'unreadable' ? outcome.detail : 'it is not there any more';
  return unknown({
    code: 'openapi.unreadable',
    severity,
    key: `${side} ${path}`,
    message: `${path} could not be read at ${side}: ${why} Nothing in it was compared.`,
    evidence: [{ file: path, line: null, side, read: outcome.kind === 'unreadable' ? outcome.reason : 'absent' }],
    suggestedFix:
      outcome.kind === 'unreadable' && outcome.reason === 'symlink'
        ? `Name the file that ${path} leads to as the artifact in the pack.`
        : 'Make the file readable as UTF-8 text within the size limit, then judge the change again.',
  });
}

/** A side whose text is not a description that can be compared. */
export function notParsed(path: string, side: Side, problems: readonly SpecProblem[], severity: number): RawFinding {
  const [first] = problems;
  return unknown({
    code: 'openapi.unparsable',
    severity,
    key: `${side} ${path}`,
    message: `${path} at ${side} is not a description that can be compared. ${first?.message ?? ''}`.trim(),
    evidence: problems.slice(0, 5).map(({ line, message }) => ({ file: path, line, side, read: message })),
    suggestedFix: 'Correct the file so that it parses as OpenAPI 3.0, 3.1 or Swagger 2.0.',
  });
}

/** Parts of a readable description that nothing could be said about, one finding for all of a kind. */
export function leftOut(path: string, side: Side, problems: readonly SpecProblem[], severity: number): RawFinding[] {
  const kinds = new Map<string, SpecProblem[]>();
  for (const problem of problems) {
    if (problem.code === 'duplicate-key') continue;
    kinds.set(problem.code, [...(kinds.get(problem.code) ?? []), problem]);
  }
  return [...kinds].map(([kind, list]) =>
    unknown({
      code: `openapi.${kind}`,
      severity,
      key: `${side} ${path} ${list
        .map(({ message }) => message)
        .sort()
        .join('|')}`,
      message: `${path}: ${list[0]?.message ?? ''}${list.length > 1 ? ` And ${list.length - 1} more like it.` : ''}`,
      evidence: list.slice(0, 10).map(({ line, message }) => ({ file: path, line, side, read: message })),
      suggestedFix:
        kind === 'wrong-shape'
          ? 'Write this part as the OpenAPI specification asks.'
          : 'Bundle the description into one file, so that every reference can be followed.',
    }),
  );
}
