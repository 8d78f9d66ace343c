import type { Dialect, Options } from './options.ts';

const PATHS: readonly [Dialect, RegExp][] = [
  ['mysql', /mysql|mariadb/i],
  ['postgresql', /postgres|pgsql|(^|[/._-])pg([/._-]|$)/i],
];
const WORDS: readonly [Dialect, RegExp][] = [
  ['mysql', /`|\bengine\s*=|\bauto_increment\b|\bmodify\s+column\b|\bunsigned\b|\bchange\s+column\b|^delimiter\b/im],
  [
    'postgresql',
    /::|\$\w*\$|\b(big)?serial\b|\bjsonb\b|\btimestamptz\b|\bconcurrently\b|\bplpgsql\b|\bbytea\b|\bnot\s+valid\b|\balter\s+(column\s+)?\S+\s+(set\s+data\s+)?type\b|"\w+"|\btimestamp\s+with(out)?\s+time\s+zone\b|\bcreate\s+extension\b|\bas\s+enum\b/i,
  ],
];

/** How a migration is to be read; null when neither its path, a Prisma lock file nor the SQL itself says. */
export function dialectOf(path: string, sql: string, lock: string | null, option: Options['dialect']): Dialect | null {
  if (option !== 'auto') return option;
  const named = PATHS.find(([, pattern]) => pattern.test(path));
  if (named !== undefined) return named[0];
  const locked = PATHS.find(([, pattern]) => lock !== null && pattern.test(lock));
  if (locked !== undefined) return locked[0];
  const bare = sql.replace(/--[^\n]*/g, '').replace(/'[^'\n]*'/g, "''");
  const said = WORDS.filter(([, pattern]) => pattern.test(bare));
  return said.length === 1 ? (said[0]?.[0] ?? null) : null;
}
