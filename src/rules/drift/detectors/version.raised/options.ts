import { z } from 'zod';

/** `runtimes`: names of what may be required; a key of the code that contains one speaks of it. */
export const Options = z.strictObject({
  runtimes: z
    .array(z.string().min(1).max(30))
    .max(50)
    .default([
      'rust',
      'python',
      'node',
      'php',
      'java',
      'ruby',
      'go',
      'deno',
      'bun',
      'dotnet',
      'kotlin',
      'scala',
      'elixir',
      'swift',
      'typescript',
    ]),
});
export type Options = z.infer<typeof Options>;
