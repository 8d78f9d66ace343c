import type { GateResult } from '../../../flow/gate/judge.ts';
import type { ChangedFile } from '../../../model/facts.ts';
import { type Finding, LEVELS, type Level } from '../../../model/finding.ts';

/** What there is to say about one run of `countersign gate`; every format says it in its own way. */
export type GateReport = {
  result: GateResult;
  base: { ref: string; sha: string };
  head: { ref: string; sha: string };
  files: readonly ChangedFile[];
};

export type LevelGroup = { level: Level; findings: Finding[] };

/** Failing findings, the worst level first, in the order they were found. */
export function failingByLevel(findings: readonly Finding[]): LevelGroup[] {
  const failing = findings.filter(({ outcome }) => outcome === 'fail');
  return [...LEVELS]
    .reverse()
    .map((level) => ({ level, findings: failing.filter((finding) => finding.level === level) }))
    .filter((group) => group.findings.length > 0);
}

export function withOutcome(findings: readonly Finding[], outcome: Finding['outcome']): Finding[] {
  return findings.filter((finding) => finding.outcome === outcome);
}

/** One line of what foreign files say: no control characters, so that nothing can drive the reader's terminal. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

export function placeOf(evidence: { file: string; line: number | null }): string {
  return evidence.line === null ? oneLine(evidence.file) : `${oneLine(evidence.file)}:${evidence.line}`;
}
