import { z } from 'zod';

export const Options = z.strictObject({
  /** True: faults the base had already are findings too. False: they are counted in one sentence. */
  includeExisting: z.boolean().default(false),
  /** Most findings for one file; the rest is counted in a last one. */
  mostFindings: z.number().int().min(1).max(200).default(50),
  /** Codes that are not reported. */
  ignore: z.array(z.string().min(1).max(120)).max(100).default([]),
});
export type Options = z.infer<typeof Options>;
