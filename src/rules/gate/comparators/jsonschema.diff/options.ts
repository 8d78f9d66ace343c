import { z } from 'zod';
import { DIRECTIONS } from '../../../diff/jsonschema/diff-jsonschema.ts';
import { CHANGE_OPTIONS } from '../../changes/options.ts';

export const Options = z.strictObject({
  ...CHANGE_OPTIONS,
  /** Whom the schema is a promise to: those who write such documents, those who read them, or both. */
  direction: z.enum(DIRECTIONS).default('write'),
});
export type Options = z.infer<typeof Options>;
