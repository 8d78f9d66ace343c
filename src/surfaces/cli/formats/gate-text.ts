import { styleText } from 'node:util';
import type { Verdict } from '../../../model/decision.ts';
import type { Finding, Level } from '../../../model/finding.ts';
import { countOf } from '../../../shared/text.ts';
import { failingByLevel, type GateReport, oneLine, placeOf, withOutcome } from './gate-report.ts';

type Paint = (colour: Parameters<typeof styleText>[0], text: string) => string;

const VERDICT_LINES: Record<Verdict, { colour: Parameters<typeof styleText>[0]; text: string }> = {
  pass: { colour: ['bold', 'green'], text: 'PASS' },
  warn: { colour: ['bold', 'yellow'], text: 'WARN' },
  block: { colour: ['bold', 'red'], text: 'BLOCK' },
  'not-applicable': { colour: ['bold', 'cyan'], text: 'NOT APPLICABLE' },
};
const LEVEL_COLOURS: Record<Level, Parameters<typeof styleText>[0]> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
};
const MOST_PLACES = 5;

/** For a person at a terminal: the verdict first, then what to do, then what was looked at. */
export function gateText(report: GateReport, colour: boolean): string {
  const paint: Paint = (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
  const { result, base, head, files } = report;
  const verdict = VERDICT_LINES[result.verdict];
  const lines = [
    `${paint(verdict.colour, verdict.text)}  ${oneLine(base.ref)} (${base.sha.slice(0, 10)}) -> ${oneLine(head.ref)} (${head.sha.slice(0, 10)}), ${countOf(files.length, 'changed file')}`,
    ...result.judgements.map(
      ({ packName, mode, verdict: own, reasons }) =>
        `  ${oneLine(packName)} (${mode}): ${own}. ${reasons.map(oneLine).join(' ')}`,
    ),
  ];
  for (const { level, findings } of failingByLevel(result.findings)) {
    lines.push('', paint(LEVEL_COLOURS[level], `${level.toUpperCase()} (${findings.length})`));
    for (const finding of findings) lines.push(...findingLines(finding, paint));
  }
  const unknown = withOutcome(result.findings, 'unknown');
  if (unknown.length > 0) {
    lines.push('', paint(['bold', 'magenta'], `UNKNOWN (${unknown.length}): could not be looked at, and is no pass`));
    for (const finding of unknown) lines.push(...findingLines(finding, paint));
  }
  const passed = withOutcome(result.findings, 'pass');
  if (passed.length > 0) {
    lines.push('', paint('green', `PASSED (${passed.length})`));
    for (const { comparator, message } of passed) lines.push(`  ${comparator}: ${oneLine(message)}`);
  }
  const silent = withOutcome(result.findings, 'not-applicable').map(({ comparator }) => comparator);
  if (silent.length > 0) lines.push('', paint('dim', `Nothing to say: ${[...new Set(silent)].join(', ')}`));
  const { elapsedMs, filesRead, comparators } = result.evaluation;
  lines.push(
    '',
    paint('dim', `${countOf(comparators.length, 'comparator')}, ${countOf(filesRead, 'file')} read, ${elapsedMs} ms`),
  );
  return `${lines.join('\n')}\n`;
}

function findingLines(finding: Finding, paint: Paint): string[] {
  const { message, comparator, code, severity, evidence, suggestedFix } = finding;
  const shown = evidence.slice(0, MOST_PLACES);
  return [
    '',
    `  ${oneLine(message)}  ${paint('dim', `[${comparator} ${code} ${severity}]`)}`,
    ...shown.map(
      (one) => `    ${paint('cyan', placeOf(one))}${one.side === 'base' ? ' (before)' : ''}  ${oneLine(one.read)}`,
    ),
    ...(evidence.length > shown.length ? [`    and ${countOf(evidence.length - shown.length, 'more place')}`] : []),
    `    ${paint('bold', 'To pass:')} ${oneLine(suggestedFix)}`,
  ];
}
