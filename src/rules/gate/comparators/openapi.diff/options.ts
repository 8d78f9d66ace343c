import { z } from 'zod';
import { CHANGE_LEVELS, RISKS } from '../../../diff/change.ts';
import { STABILITIES } from '../../../diff/openapi/detect/detected.ts';

const CODE = z.string().regex(/^[a-z][a-z0-9-]{2,100}$/, 'write a change code such as request-property-removed');
const STRICTNESS = {
  strict: 'strict',
  high: 'strict',
  standard: 'standard',
  medium: 'standard',
  lenient: 'lenient',
  low: 'lenient',
} as const;

export const Options = z.strictObject({
  /** strict (high): what may break counts as breaking; lenient (low): it is only mentioned. */
  strictness: z
    .enum(['strict', 'standard', 'lenient', 'high', 'medium', 'low'])
    .default('standard')
    .transform((word) => STRICTNESS[word]),
  /** Codes that are not reported. */
  ignore: z.array(CODE).max(600).default([]),
  /** Level per code, as in oasdiff's severity files; `none` leaves the code out. */
  levels: z.record(CODE, z.enum([...CHANGE_LEVELS, 'none'])).default({}),
  /** Changes of this risk and worse are findings; the rest is counted in the message. */
  riskThreshold: z.enum(RISKS).default('breaking'),
  /** True: an intended break passes once somebody has approved it. False: only an override lets it in. */
  allowBreakingWithApproval: z.boolean().default(true),
  /** Operations below this stability may change as they like. */
  stability: z.enum(STABILITIES).default('beta'),
  deprecationDays: z
    .strictObject({
      stable: z.number().int().min(0).max(3650).default(0),
      beta: z.number().int().min(0).max(3650).default(0),
    })
    .prefault({}),
  /** A removed description file: the whole API went. */
  severityOfRemovedFile: z.number().min(0).max(100).default(95),
});
export type Options = z.infer<typeof Options>;
