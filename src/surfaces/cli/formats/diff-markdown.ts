import { RISKS, type SemanticChange, type SemanticReport } from '../../../flow/diff/semantic-diff.ts';
import { countOf } from '../../../shared/text.ts';
import { placeOf } from './diff-text.ts';

/** Longer lists are folded, so that the worst stay in sight. */
const MOST_OPEN = 50;
const MOST_SHOWN = 400;

/** For a pull request or release notes: one table per risk, the long ones folded. */
export function diffMarkdown({ changes, summary, bump }: SemanticReport): string {
  const head = `**${countOf(summary.breaking, 'breaking change')}**, ${summary.behavioral} behavioral, ${summary.cosmetic} cosmetic. Version bump deserved: **${bump.deserved}**, made: **${bump.made}**.`;
  const parts = RISKS.map((risk) =>
    sectionOf(
      risk,
      changes.filter((change) => change.risk === risk),
    ),
  );
  return `${[head, ...parts.filter((part) => part !== '')].join('\n\n')}\n`;
}

function sectionOf(risk: string, changes: readonly SemanticChange[]): string {
  if (changes.length === 0) return '';
  const rows = changes.slice(0, MOST_SHOWN).map(rowOf);
  const rest = changes.length > MOST_SHOWN ? `\n\n... and ${changes.length - MOST_SHOWN} more.` : '';
  const table = ['| Where | What | Code | Line |', '| --- | --- | --- | --- |', ...rows].join('\n') + rest;
  const title = `${risk[0]?.toUpperCase()}${risk.slice(1)} (${changes.length})`;
  if (changes.length <= MOST_OPEN) return `### ${title}\n\n${table}`;
  return `<details><summary>${title}</summary>\n\n${table}\n\n</details>`;
}

function rowOf(change: SemanticChange): string {
  const cells = [
    change.location.operation ?? change.location.path,
    change.message,
    `\`${change.code}\``,
    placeOf(change),
  ];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

function escaped(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;');
}
