export const PROBLEM_CODES = [
  'not-openapi',
  'syntax',
  'too-large',
  'too-deep',
  'alias-bomb',
  'duplicate-key',
  'remote-ref',
  'unresolved-ref',
  'wrong-shape',
  'too-many-changes',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/**
 * Something that could not be looked at as written. `line` is 1-based or null.
 * Whoever reads a document MUST show its problems: what they touch was not compared.
 */
export type SpecProblem = { code: ProblemCode; message: string; line: number | null; pointer: string | null };
