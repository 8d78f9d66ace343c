import { z } from 'zod';
import { GlobsOption } from '../../globs.ts';

const ChangeRule = z.strictObject({
  /** When the change touches one of these ... */
  when: GlobsOption,
  /** ... it must touch these as well: one of them, or with `all` something for each pattern. */
  must: GlobsOption,
  all: z.boolean().default(false),
  /** A pull request with one of these labels is excused. */
  unlessLabels: z.array(z.string().min(1).max(100)).max(20).default([]),
  because: z.string().max(300).optional(),
  severity: z.number().min(0).max(100).optional(),
});
export type ChangeRule = z.infer<typeof ChangeRule>;

export const Options = z.strictObject({ rules: z.array(ChangeRule).max(100).default([]) });
export type Options = z.infer<typeof Options>;
