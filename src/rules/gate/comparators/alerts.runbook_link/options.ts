import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const Options = z.strictObject({
  /** Where alerts may be written; what a file holds decides whether it has any. */
  files: z.array(GlobOption).min(1).max(50).default(['*.{yml,yaml,json}']),
  ignore: z
    .array(GlobOption)
    .max(100)
    .default(['**/{node_modules,vendor,testdata,test,tests}/**', '*{lock,schema}*.{yml,yaml,json}']),
  /** Annotations (and labels) in which the link may stand. */
  keys: z
    .array(z.string().min(1).max(100))
    .min(1)
    .max(20)
    .default(['runbook_url', 'runbook', 'runbookURL', 'runbook_link']),
});
export type Options = z.infer<typeof Options>;
