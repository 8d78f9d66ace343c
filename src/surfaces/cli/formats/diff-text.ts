import type { SemanticChange, SemanticReport } from '../../../flow/diff/semantic-diff.ts';
import { countOf } from '../../../shared/text.ts';

const MOST_SHOWN = 200;

/** For a person at a terminal: worst first, each with its place. */
export function diffText({ changes, summary, bump }: SemanticReport): string {
  const total = `${countOf(summary.breaking, 'breaking change')}, ${summary.behavioral} behavioral, ${summary.cosmetic} cosmetic.`;
  const bumped = `Version bump deserved: ${bump.deserved}; made: ${bump.made}.`;
  if (changes.length === 0) return `Nothing differs in meaning.\n${bumped}\n`;
  const lines = changes.slice(0, MOST_SHOWN).map(lineOf);
  const rest =
    changes.length > MOST_SHOWN ? [`... and ${changes.length - MOST_SHOWN} more (--format json has all).`] : [];
  return `${[...lines, ...rest, '', total, bumped].join('\n')}\n`;
}

function lineOf(change: SemanticChange): string {
  const operation = change.location.operation === null ? '' : `${change.location.operation}: `;
  const { level, code, message } = change;
  return `${level.toUpperCase().padEnd(5)} [${code}] ${operation}${message}\n      ${placeOf(change)}`;
}

export function placeOf({ head, base }: SemanticChange): string {
  const place = head ?? base;
  if (place === null) return '';
  return place.line === null ? place.file : `${place.file}:${place.line}`;
}
