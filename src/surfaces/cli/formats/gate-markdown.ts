import type { Finding } from '../../../model/finding.ts';
import { countOf } from '../../../shared/text.ts';
import { failingByLevel, type GateReport, oneLine, placeOf, withOutcome } from './gate-report.ts';

const TITLES = { pass: 'Pass', warn: 'Warn', block: 'Block', 'not-applicable': 'Not applicable' } as const;

/** For a comment or a summary. What files say is shown as code, so that it can neither link, mention nor draw. */
export function gateMarkdown({ result, base, head, files }: GateReport): string {
  const { verdict, judgements, findings, evaluation } = result;
  const lines = [
    `## Countersign: ${TITLES[verdict]}`,
    '',
    `${code(base.ref)} (${base.sha.slice(0, 10)}) → ${code(head.ref)} (${head.sha.slice(0, 10)}), ${countOf(files.length, 'changed file')}.`,
    '',
    ...judgements.map(
      ({ packName, mode, verdict: own, reasons }) =>
        `- **${plain(packName)}** (${mode}): **${TITLES[own]}**. ${reasons.map(plain).join(' ')}`,
    ),
  ];
  for (const group of failingByLevel(findings))
    lines.push('', `### ${capital(group.level)} (${group.findings.length})`, '', ...group.findings.flatMap(itemLines));
  const unknown = withOutcome(findings, 'unknown');
  if (unknown.length > 0)
    lines.push(
      '',
      `### Unknown (${unknown.length})`,
      '',
      'Could not be looked at, and is no pass.',
      '',
      ...unknown.flatMap(itemLines),
    );
  const passed = withOutcome(findings, 'pass');
  if (passed.length > 0)
    lines.push(
      '',
      `### Passed (${passed.length})`,
      '',
      ...passed.map((one) => `- ${code(one.comparator)}: ${plain(one.message)}`),
    );
  lines.push(
    '',
    `${countOf(evaluation.comparators.length, 'comparator')}, ${countOf(evaluation.filesRead, 'file')} read.`,
  );
  return `${lines.join('\n')}\n`;
}

function itemLines({ message, code: id, severity, evidence, suggestedFix }: Finding): string[] {
  return [
    `- ${plain(message)} (${code(id)}, ${severity})`,
    ...evidence
      .slice(0, 5)
      .map((one) => `  - ${code(placeOf(one))}${one.side === 'base' ? ' before this change' : ''}: ${code(one.read)}`),
    `  - **To pass:** ${plain(suggestedFix)}`,
  ];
}

/** A code span whose fence is longer than any run of backticks inside. */
function code(text: string): string {
  const line = oneLine(text).slice(0, 300);
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || line === '' ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

function plain(text: string): string {
  return oneLine(text)
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200B');
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
