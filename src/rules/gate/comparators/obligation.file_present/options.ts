import { z } from 'zod';
import { GlobOption, GlobsOption } from '../../globs.ts';

const RequiredFile = z.strictObject({
  /** A path from the root (`/LICENSE`) or a pattern; one matching file is enough. */
  path: GlobOption,
  /** Any of these will do as well. */
  or: z.array(GlobOption).max(20).default([]),
  /** The file must have at least this many bytes; unset: being there is enough. */
  minBytes: z.number().int().min(1).max(20_000_000).optional(),
  /** Required only when the change touches one of these. */
  when: GlobsOption.optional(),
  /** Why it is required; shown with the finding. */
  because: z.string().max(300).optional(),
  severity: z.number().min(0).max(100).optional(),
});
export type RequiredFile = z.infer<typeof RequiredFile>;

export const Options = z.strictObject({
  files: z
    .array(z.union([GlobOption.transform((path): RequiredFile => ({ path, or: [] })), RequiredFile]))
    .max(100)
    .default([]),
});
export type Options = z.infer<typeof Options>;
