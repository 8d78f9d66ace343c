import { z } from 'zod';

/** `minPlaces`: in how many changed lines the new name must have taken the place of the old one. */
export const Options = z.strictObject({ minPlaces: z.number().int().min(1).max(100).default(1) });
export type Options = z.infer<typeof Options>;
