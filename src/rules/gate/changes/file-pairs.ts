import type { ChangedFile, FileRequest, ReadOutcome, ResolvedArtifact } from '../../../model/facts.ts';
import { type FileKind, NOT_OURS } from '../../diff/files.ts';
import type { Asking } from '../comparator.ts';
import { pathTest } from '../globs.ts';
import type { ChangeOptions } from './options.ts';

/** One changed file on both sides. `named`: a pack says that it is one, so its content need not. */
export type FilePair = { base: string | null; head: string | null; named: boolean };
export type ReadFilePair = FilePair & { before: ReadOutcome | null; after: ReadOutcome | null };

/** Each costs two reads of the pack's budget. */
export const MOST_FILES = 100;

type Seen = Pick<Asking<ChangeOptions>, 'change' | 'artifacts' | 'options'>;

/** The changed files of a kind: the pack's artifacts, what its options name, or what has the name of one. */
export function filePairs(kind: FileKind, { change, artifacts, options }: Seen): FilePair[] {
  const declared = new Set(declaredFor(kind, artifacts).flatMap(({ path }) => [path.base, path.head]));
  const named = options.files === undefined ? null : pathTest(options.files);
  const excluded = options.exclude === undefined ? null : pathTest(options.exclude);
  const pairs: FilePair[] = [];
  for (const file of change.files) {
    const paths = [file.path, file.previousPath].filter((path) => path !== null);
    if (excluded !== null && paths.some(excluded)) continue;
    if (paths.some((path) => declared.has(path))) pairs.push({ ...sidesOf(file), named: true });
    else if (named !== null && paths.some(named)) pairs.push({ ...sidesOf(file), named: true });
    else if (
      named === null &&
      paths.some((path) => kind.isCandidate(path)) &&
      !paths.every((path) => NOT_OURS.test(path))
    )
      pairs.push({ ...sidesOf(file), named: false });
  }
  return withMove(pairs);
}

/** Artifacts the pack names for this kind: types that begin with its word, `graphql_schema`. */
export function declaredFor(kind: FileKind, artifacts: readonly ResolvedArtifact[]): ResolvedArtifact[] {
  return artifacts.filter(({ type }) => type.startsWith(kind.kind));
}

export function requestsFor(pairs: readonly FilePair[]): FileRequest[] {
  return pairs
    .slice(0, MOST_FILES)
    .flatMap(({ base, head }) => [
      ...(base === null ? [] : [{ side: 'base' as const, path: base }]),
      ...(head === null ? [] : [{ side: 'head' as const, path: head }]),
    ]);
}

function sidesOf(file: ChangedFile): Pick<FilePair, 'base' | 'head'> {
  if (file.status === 'added') return { base: null, head: file.path };
  if (file.status === 'removed') return { base: file.path, head: null };
  return { base: file.previousPath ?? file.path, head: file.path };
}

/** A file that went and one of the same name that came, or the only two such, are one that moved. */
function withMove(pairs: readonly FilePair[]): FilePair[] {
  const gone = pairs.filter(({ head }) => head === null);
  const come = pairs.filter(({ base }) => base === null);
  const moved: FilePair[] = [];
  const used = new Set<FilePair>();
  for (const from of gone) {
    const same = come.filter((to) => !used.has(to) && nameOf(to.head) === nameOf(from.base));
    const alone = gone.length === 1 && come.length === 1 ? come : [];
    const [to] = same.length === 1 ? same : alone;
    if (to === undefined) continue;
    used.add(from).add(to);
    moved.push({ base: from.base, head: to.head, named: from.named || to.named });
  }
  return [...pairs.filter((pair) => !used.has(pair)), ...moved];
}

function nameOf(path: string | null): string {
  return path === null ? '' : path.slice(path.lastIndexOf('/') + 1);
}
