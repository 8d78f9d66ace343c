import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const Options = z.strictObject({
  /** The page of a module, in its own folder; the first that exists. */
  page: z
    .array(
      z
        .string()
        .min(1)
        .max(100)
        .regex(/^[\w.-]+$/, 'name a file, not a path'),
    )
    .min(1)
    .max(10)
    .default(['README.md', 'readme.md', 'README.markdown']),
  /** What the page has to name. Resources are written down by few. */
  kinds: z
    .array(z.enum(['variable', 'output', 'resource']))
    .min(1)
    .default(['variable', 'output']),
  /** Report what the page left out before this change as well. */
  includeExisting: z.boolean().default(false),
  /** A module without a page: fail instead of not applicable. */
  requirePage: z.boolean().default(false),
  /** Folders left alone, as patterns over the paths of their files. */
  ignore: z.array(GlobOption).max(100).default(['examples/**', 'tests/**', '.terraform/**']),
});
export type Options = z.infer<typeof Options>;
