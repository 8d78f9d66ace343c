import { z } from 'zod';

/** `maxLines`: how far below a setting's name its value may be stated. */
export const Options = z.strictObject({ maxLines: z.number().int().min(1).max(50).default(14) });
export type Options = z.infer<typeof Options>;
