import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const Options = z.strictObject({
  /** Report what was there before this change as well. */
  includeExisting: z.boolean().default(false),
  /** Files left alone. */
  ignore: z.array(GlobOption).max(100).default([]),
  /** What is decided by a variable or in another file becomes a finding of its own. */
  reportUnresolved: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;
