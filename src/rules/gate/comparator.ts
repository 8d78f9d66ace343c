import type { ZodType } from 'zod';
import type { Change, Facts, FileRequest, ReadOutcome, ResolvedArtifact, Side } from '../../model/facts.ts';
import { readFact } from '../../model/facts.ts';
import type { RawFinding, Surface } from '../../model/finding.ts';

/** `tree`: all paths of both sides. `artifacts`: the pack's artifacts, resolved. Undeclared facts are hidden. */
export const NEEDS = ['tree', 'artifacts'] as const;
export type Need = (typeof NEEDS)[number];

/** What a comparator sees while it says which files it wants; called again with what was read, at most three rounds. */
export type Asking<O> = {
  change: Change;
  tree: Facts['tree'];
  artifacts: ResolvedArtifact[];
  options: O;
  has(side: Side, path: string): ReadOutcome | null;
};

export type Comparing<O> = {
  change: Change;
  tree: Facts['tree'];
  artifacts: ResolvedArtifact[];
  options: O;
  read(side: Side, path: string): ReadOutcome;
  /** Epoch milliseconds of the judging; absent when nobody said what time it is. */
  now?: number;
};

/**
 * One question about a change, answered by a pure function: no I/O, no clock, no randomness.
 * `wants` names the files it needs; `compare` may be async only for a parser that loads itself (WebAssembly).
 * What could not be read MUST become a finding with outcome `unknown`; an empty answer means `not-applicable`.
 */
export type Comparator<O = unknown> = {
  id: string;
  /** Add one when the same facts could now give another answer. */
  version: number;
  question: string;
  surface: Surface;
  triggers: readonly ['pull-request.changed'];
  needs: readonly Need[];
  defaultSeverity: number;
  Options: ZodType<O>;
  wants(asking: Asking<O>): FileRequest[];
  compare(comparing: Comparing<O>): RawFinding[] | Promise<RawFinding[]>;
};

/** Keeps the options type between `Options`, `wants` and `compare`, then forgets it for the registry. */
export function defineComparator<O>(comparator: Comparator<O>): Comparator<O> {
  return comparator;
}

/** The facts as this comparator may see them: what it did not declare is hidden. */
export function comparingOf<O>(comparator: Comparator<O>, facts: Facts, options: O): Comparing<O> {
  return {
    change: facts.change,
    tree: comparator.needs.includes('tree') ? facts.tree : { base: null, head: null, truncated: false },
    artifacts: comparator.needs.includes('artifacts') ? facts.artifacts : [],
    options,
    read: (side, path) => readFact(facts, side, path),
    ...(facts.now === undefined ? {} : { now: facts.now }),
  };
}

export function failed(finding: Omit<RawFinding, 'outcome'>): RawFinding {
  return { ...finding, outcome: 'fail' };
}

/** Could not be evaluated: says what, why, and what to do; never a pass. */
export function unknown(finding: Omit<RawFinding, 'outcome'>): RawFinding {
  return { ...finding, outcome: 'unknown' };
}

export function passed(code: string, message: string, key: string): RawFinding {
  return { code, outcome: 'pass', severity: 0, message, evidence: [], suggestedFix: '', key };
}
