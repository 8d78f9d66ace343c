export const OUTCOMES = ['pass', 'fail', 'unknown', 'not-applicable'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SURFACES = ['api', 'infra', 'docs', 'data_model', 'observability', 'security'] as const;
export type Surface = (typeof SURFACES)[number];

export const LEVELS = ['low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** The exact line that caused a finding. `line` is 1-based, null when the evidence is a whole file or its absence. */
export type Evidence = { file: string; line: number | null; side: 'base' | 'head'; read: string };

/**
 * What a comparator says. `key` names what makes it this finding and nothing that moves (no line numbers, no SHAs).
 * `unknown` is never counted or drawn as a pass.
 */
export type RawFinding = {
  code: string;
  outcome: Outcome;
  /** 0-100; the worst this comparator knows is its `defaultSeverity` or above. Ignored for pass and not-applicable. */
  severity: number;
  message: string;
  evidence: Evidence[];
  /** What would make this pass; empty only for pass and not-applicable. */
  suggestedFix: string;
  key: string;
};

/** A finding as recorded: who said it, with the severity the pack gives it. */
export type Finding = Omit<RawFinding, 'key'> & {
  comparator: string;
  comparatorVersion: number;
  surface: Surface;
  packId: string;
  level: Level;
  /** SHA-256 (64 hex) over comparator, code and key: stable across pushes and moves. */
  fingerprint: string;
};
