import type { Change, FileRequest, Side } from '../../model/facts.ts';
import type { RawFinding } from '../../model/finding.ts';
import { failed } from './comparator.ts';

/** Something a file should not say, found on one side of a change. `id` says what it is without saying where. */
export type FileSin = {
  code: string;
  severity: number;
  id: string;
  path: string;
  line: number;
  read: string;
  message: string;
  fix: string;
};

/**
 * Those of `after` that were not there `before`. First each is matched in its own file, then anywhere, one for one:
 * what moved to another file is old, a second one beside the first is not. `previous` names a file's earlier path.
 */
export function sinsAdded<S extends FileSin>(
  before: readonly FileSin[],
  after: readonly S[],
  previous: (path: string) => string,
): S[] {
  const exact = (path: string, { code, id }: FileSin) => `${path}\n${code}\n${id}`;
  const here = new Map<string, FileSin[]>();
  for (const sin of before) {
    const key = exact(sin.path, sin);
    here.set(key, [...(here.get(key) ?? []), sin]);
  }
  const unmatched = after.filter((sin) => here.get(exact(previous(sin.path), sin))?.pop() === undefined);
  const elsewhere = new Map<string, number>();
  for (const sin of [...here.values()].flat()) {
    const key = exact('', sin);
    elsewhere.set(key, (elsewhere.get(key) ?? 0) + 1);
  }
  return unmatched.filter((sin) => {
    const left = elsewhere.get(exact('', sin)) ?? 0;
    if (left > 0) elsewhere.set(exact('', sin), left - 1);
    return left === 0;
  });
}

/** The files of one side that a change touched and `wanted` accepts. */
export function touchedAt(side: Side, change: Change, wanted: (path: string) => boolean): FileRequest[] {
  return change.files
    .filter(({ status }) => (side === 'head' ? status !== 'removed' : status !== 'added'))
    .map(({ path, previousPath }) => (side === 'head' ? path : (previousPath ?? path)))
    .filter(wanted)
    .map((path) => ({ side, path }));
}

export function previousPaths(change: Change): (path: string) => string {
  const renamed = new Map(change.files.map(({ path, previousPath }) => [path, previousPath ?? path]));
  return (path) => renamed.get(path) ?? path;
}

export function sinFinding({ code, severity, id, path, line, read, message, fix }: FileSin): RawFinding {
  const evidence = [{ file: path, line, side: 'head' as const, read }];
  return failed({ code, severity, key: id, message, evidence, suggestedFix: fix });
}
