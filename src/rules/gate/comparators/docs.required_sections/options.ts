import { z } from 'zod';
import { GlobsOption } from '../../globs.ts';

const Section = z.strictObject({
  /** The heading; letter case, punctuation and emoji do not count. */
  heading: z.string().min(1).max(200),
  /** Other headings that will do. */
  or: z.array(z.string().min(1).max(200)).max(20).default([]),
  /** 1-6; unset: any level. */
  level: z.number().int().min(1).max(6).optional(),
  /** An empty section is as good as none, unless this is set. */
  mayBeEmpty: z.boolean().default(false),
});
export type Section = z.infer<typeof Section>;

const Sections = z
  .array(
    z.union([
      z
        .string()
        .min(1)
        .max(200)
        .transform((heading): Section => ({ heading, or: [], mayBeEmpty: false })),
      Section,
    ]),
  )
  .max(100);

const PageRule = z.strictObject({ pages: GlobsOption, sections: Sections });

export const Options = z.strictObject({
  /** `changed`: pages this change touches; `all`: every page that matches, changed or not. */
  scope: z.enum(['changed', 'all']).default('changed'),
  rules: z.array(PageRule).max(50).default([]),
});
export type Options = z.infer<typeof Options>;
