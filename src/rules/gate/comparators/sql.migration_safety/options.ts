import { z } from 'zod';
import { GlobOption } from '../../globs.ts';

export const DIALECTS = ['postgresql', 'mysql'] as const;
export type Dialect = (typeof DIALECTS)[number];

export const Options = z.strictObject({
  /** What counts as a migration; only added files are judged. */
  files: z
    .array(GlobOption)
    .min(1)
    .max(50)
    .default(['**/{migration,migrations,migrate}/**/*.sql', '*.up.sql', '{V,R}[0-9_]*__*.sql']),
  /** Paths left alone: ways back, and databases whose SQL is not judged here. */
  ignore: z
    .array(GlobOption)
    .max(100)
    .default([
      '*down.sql',
      '**/down/**',
      '**/{rollback,rollbacks,testdata,node_modules,vendor}/**',
      '*{sqlite,clickhouse,sqlserver,mssql,oracle,cockroach}*',
      '**/{h2,*sqlite*,*clickhouse*,sqlserver,mssql,oracle,cockroach*}/**',
    ]),
  /** `auto` goes by the path, Prisma's lock file and the SQL itself. */
  dialect: z.enum(['auto', ...DIALECTS]).default('auto'),
  /** Codes that are not reported. */
  allow: z
    .array(z.string().regex(/^sql\.[a-z-]{2,60}$/, 'write a code such as sql.index-blocking'))
    .max(50)
    .default([]),
  /** Earlier migrations read for the type a column had; 0 reads none. */
  mostHistory: z.number().int().min(0).max(2_000).default(300),
});
export type Options = z.infer<typeof Options>;
