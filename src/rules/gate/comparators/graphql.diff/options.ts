import { z } from 'zod';
import { CHANGE_OPTIONS } from '../../changes/options.ts';

export const Options = z.strictObject({
  ...CHANGE_OPTIONS,
  /** True: what was deprecated before may be removed without a finding. */
  deprecatedMayGo: z.boolean().default(false),
});
export type Options = z.infer<typeof Options>;
