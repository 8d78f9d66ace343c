import { posix } from 'node:path';
import type { Change, Facts, FileRequest, ReadOutcome, Side } from '../../../../model/facts.ts';
import { pathTest } from '../../globs.ts';
import type { Options } from './options.ts';

const RETYPES = /\b(type|modify|change)\b/i;

/** Migrations this change adds, in the order their names give them. */
export function addedMigrations(change: Change, options: Options): string[] {
  const wanted = pathTest(options.files);
  const ignored = pathTest(options.ignore);
  return change.files
    .filter(({ status, path }) => status === 'added' && wanted(path) && !ignored(path))
    .map(({ path }) => path)
    .sort(inOrder);
}

/** The lock file in which Prisma writes down the database; null when the folder above has none. */
export function lockOf(path: string, tree: Facts['tree']): string | null {
  const lock = posix.join(posix.dirname(posix.dirname(path)), 'migration_lock.toml');
  return tree.head?.includes(lock) === true ? lock : null;
}

/** Round one: what is added. Round two, when a type changes: the newest migrations before it, for the old type. */
export function requestsOf(
  change: Change,
  tree: Facts['tree'],
  options: Options,
  has: (side: Side, path: string) => ReadOutcome | null,
): FileRequest[] {
  const added = addedMigrations(change, options);
  const locks = added.flatMap((path) => lockOf(path, tree) ?? []);
  const retyped = added.filter((path) => {
    const outcome = has('head', path);
    return outcome?.kind === 'text' && RETYPES.test(outcome.text);
  });
  const history = new Set(retyped.flatMap((path) => earlierThan(path, tree, options)));
  return [
    ...[...new Set([...added, ...locks])].map((path) => ({ side: 'head' as const, path })),
    ...[...history].map((path) => ({ side: 'head' as const, path })),
  ];
}

/** Oldest first; only files that lie where this one lies, one folder per migration or all in one. */
export function earlierThan(path: string, tree: Facts['tree'], options: Options): string[] {
  if (options.mostHistory === 0) return [];
  const wanted = pathTest(options.files);
  const ignored = pathTest(options.ignore);
  const folder = posix.dirname(path);
  const perFolder = /^(migration|up)\.sql$/.test(posix.basename(path));
  const root = perFolder ? posix.dirname(folder) : folder;
  return (tree.head ?? [])
    .filter((one) => one.startsWith(`${root}/`) && inOrder(one, path) < 0 && wanted(one) && !ignored(one))
    .sort(inOrder)
    .slice(-options.mostHistory);
}

/** `V2__` comes before `V10__`. */
function inOrder(left: string, right: string): number {
  const difference = left.localeCompare(right, 'en', { numeric: true });
  if (difference !== 0) return difference;
  return left < right ? -1 : 1;
}
