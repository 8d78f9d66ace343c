import { z } from 'zod';
import { GlobOption, GlobsOption } from '../../globs.ts';

export const RESOURCES = ['limits', 'requests', 'off'] as const;

export const Options = z.strictObject({
  /** Where manifests are. */
  paths: GlobsOption.default(['**/*.yaml', '**/*.yml']),
  /** Files left alone. */
  ignore: z.array(GlobOption).max(100).default(['.github/**', '**/vendor/**', '**/node_modules/**']),
  /** Report what was there before this change as well. */
  includeExisting: z.boolean().default(false),
  /** What a container must ask for: a memory limit and its requests, its requests only, or nothing. */
  resources: z.enum(RESOURCES).default('limits'),
  /** A container must say that it does not run as root; otherwise only one that says it does is found. */
  requireNonRoot: z.boolean().default(false),
  /** Service accounts, as namespace/name, that may hold any right. */
  trustedAccounts: z.array(z.string().min(1).max(300)).max(100).default([]),
});
export type Options = z.infer<typeof Options>;
