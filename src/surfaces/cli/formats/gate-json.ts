import type { GateReport } from './gate-report.ts';

/** For programs: the result as it is, with what was compared. Keys are only ever added. */
export function gateJson({ result, base, head, files }: GateReport): string {
  const { verdict, highest, hasUnknown, findings, judgements, evaluation } = result;
  const report = { verdict, highest, hasUnknown, base, head, files: files.length, findings, judgements, evaluation };
  return `${JSON.stringify(report, null, 2)}\n`;
}
