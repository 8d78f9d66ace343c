import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const Options = z.strictObject({
  /** What counts as a page. */
  pages: z.array(GlobOption).min(1).max(50).default(['*.md', '*.markdown']),
  /** Pages and link targets left alone. */
  ignore: z.array(GlobOption).max(100).default(['node_modules/**', 'vendor/**', 'third_party/**']),
  /** Links of a changed page that were broken before: reported as low, or left out. */
  includeExisting: z.boolean().default(true),
  /** Unchanged pages searched for links to what this change moved or removed. */
  mostPages: z.number().int().min(0).max(2_000).default(300),
});
export type Options = z.infer<typeof Options>;
