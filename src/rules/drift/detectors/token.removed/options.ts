import { z } from 'zod';

/** `minPlaces`: from how many lines outside tests the name must have gone. */
export const Options = z.strictObject({ minPlaces: z.number().int().min(1).max(100).default(1) });
export type Options = z.infer<typeof Options>;
