import { z } from 'zod';
import { CHANGE_OPTIONS } from '../../changes/options.ts';

export const Options = z.strictObject(CHANGE_OPTIONS);
export type Options = z.infer<typeof Options>;
