import { z } from 'zod';

/** `runners`: the words that run a named script or target. */
export const Options = z.strictObject({
  runners: z
    .array(z.string().min(1).max(30))
    .max(20)
    .default([
      'npm run',
      'npm',
      'yarn',
      'yarn run',
      'pnpm',
      'pnpm run',
      'bun run',
      'make',
      'just',
      'task',
      'composer',
      'composer run',
    ]),
});
export type Options = z.infer<typeof Options>;
