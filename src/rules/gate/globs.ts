import { z } from 'zod';
import { globMatcher, globProblem, LONGEST_GLOB } from '../packs/globs.ts';

/** A path pattern as a pack's options write it. */
export const GlobOption = z
  .string()
  .min(1)
  .max(LONGEST_GLOB)
  .superRefine((glob, context) => {
    const problem = globProblem(glob);
    if (problem !== null) context.addIssue({ code: 'custom', message: `the pattern ${problem}` });
  });

/** One pattern or several; always read as a list. */
export const GlobsOption = z
  .union([GlobOption, z.array(GlobOption).min(1).max(100)])
  .transform((globs) => (typeof globs === 'string' ? [globs] : globs));

/** The same matching as everywhere in a pack: see `globMatcher`. */
export const pathTest = globMatcher;
