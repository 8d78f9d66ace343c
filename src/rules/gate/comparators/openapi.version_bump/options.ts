import { z } from 'zod';

export const REQUIRED_FOR = ['breaking', 'behavioral', 'cosmetic'] as const;

export const Options = z.strictObject({
  /** The smallest risk that asks for a bump at all: with `behavioral`, reworded descriptions need none. */
  requiredFor: z.enum(REQUIRED_FOR).default('behavioral'),
  /** Codes that ask for no bump. */
  ignore: z.array(z.string().min(1).max(120)).max(600).default([]),
});
export type Options = z.infer<typeof Options>;
