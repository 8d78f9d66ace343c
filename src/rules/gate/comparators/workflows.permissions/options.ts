import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const PINNING = ['all', 'third-party', 'off'] as const;

export const Options = z.strictObject({
  /** Report what was there before this change as well. */
  includeExisting: z.boolean().default(false),
  /** Workflows left alone. */
  ignore: z.array(GlobOption).max(100).default([]),
  /** Whose actions must be pinned to a full commit: everybody's, all but GitHub's own, or nobody's. */
  pinning: z.enum(PINNING).default('third-party'),
  /** Actions of the repository's own owner need no pin. */
  trustSameOwner: z.boolean().default(true),
  /** Owners whose actions need no pin. */
  trustedOwners: z.array(z.string().min(1).max(100)).max(100).default([]),
  /** Every workflow must write down `permissions`, not only those with a job that is seen to write. */
  requirePermissions: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;
