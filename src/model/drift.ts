export const DRIFT_TYPES = ['instruction', 'process', 'ownership', 'coverage', 'environment_tooling'] as const;
export type DriftType = (typeof DRIFT_TYPES)[number];

export const TOKEN_KINDS = ['env-var', 'flag', 'config-key', 'command', 'path', 'value', 'version', 'name'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

export const ROUTES = ['auto_approve', 'notify', 'digest', 'ignore'] as const;
export type Route = (typeof ROUTES)[number];

export type DriftEvidence = { file: string; line: number; text: string };

/** 0.4 impact + 0.3 confidence + 0.2 delta + 0.1 risk, each 0-1; the factors are always shown with the score. */
export type Materiality = { score: number; impact: number; confidence: number; delta: number; risk: number };

/**
 * One statement of one page that a change made untrue.
 * `evidence` holds at least the changed code line; `line` is the 1-based line of the page.
 */
export type Drift = {
  detector: string;
  doc: string;
  section: string | null;
  line: number;
  lineText: string;
  driftType: DriftType;
  tokenKind: TokenKind;
  oldToken: string;
  newToken: string | null;
  confidence: number;
  materiality: Materiality;
  route: Route;
  evidence: DriftEvidence[];
  why: string;
  fingerprint: string;
};
