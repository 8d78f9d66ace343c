import { z } from 'zod';
import { GlobOption } from '../../globs.ts';
import { KINDS } from './kinds.ts';

export const Options = z.strictObject({
  /** Files left alone. */
  ignore: z.array(GlobOption).max(100).default(['**/vendor/**', '**/node_modules/**']),
  /** Kinds of secrets left alone. */
  ignoreKinds: z.array(z.enum(KINDS)).max(KINDS.length).default([]),
  /** Severity of what stands in tests, fixtures, examples and documentation; nothing there blocks by default. */
  severityInTests: z.number().min(1).max(100).default(45),
});
export type Options = z.infer<typeof Options>;
