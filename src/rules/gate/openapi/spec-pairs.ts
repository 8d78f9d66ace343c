import type { Change, ChangedFile, FileRequest, ReadOutcome, ResolvedArtifact } from '../../../model/facts.ts';
import { NOT_OURS } from '../../diff/files.ts';
import { looksLikeSpec } from '../../diff/openapi/read/read-spec.ts';
import type { Comparing } from '../comparator.ts';

/** One API description on both sides; null where it is not there. */
export type SpecPair = { base: string | null; head: string | null; declared: boolean };

const SPEC_NAME = /(openapi|swagger|(^|[/._-])(oas|apis?|specs?|docs)([/._-]|$)).*\.(ya?ml|json)$/i;
/** Each costs two reads of the pack's budget, and most changes touch one description. */
const MOST_CANDIDATES = 8;

type Seen = { change: Pick<Change, 'files' | 'filesTruncated'>; artifacts: readonly ResolvedArtifact[] };

/**
 * The descriptions this change touches: what the pack declares or the repository has under a well-known name, and
 * changed files whose name and content say so. Only what differs is listed, unless the list of files was cut off.
 */
export function specPairs(seen: Seen): SpecPair[] {
  const declared = seen.artifacts
    .filter(({ type, path }) => type.startsWith('openapi') && (path.base !== null || path.head !== null))
    .map(({ path }): SpecPair => ({ ...path, declared: true }))
    .filter((pair) => seen.change.filesTruncated || seen.change.files.some((file) => touches(file, pair)));
  const known = new Set(declared.flatMap(({ base, head }) => [base, head]));
  const found = seen.change.files
    .filter((file) => isCandidate(file) && !known.has(file.path) && !known.has(file.previousPath))
    .sort(byName)
    .slice(0, MOST_CANDIDATES)
    .map(pairOf);
  return withMoves([...declared, ...found]);
}

/** The declared artifacts that are on neither side, with what was tried. */
export function missingSpecs(seen: Seen): { tried: string[] }[] {
  return seen.artifacts.filter(
    ({ type, path }) => type.startsWith('openapi') && path.base === null && path.head === null,
  );
}

export function specRequests(seen: Seen): FileRequest[] {
  return specPairs(seen).flatMap(({ base, head }) => [
    ...(base === null ? [] : [{ side: 'base' as const, path: base }]),
    ...(head === null ? [] : [{ side: 'head' as const, path: head }]),
  ]);
}

export type ReadPair = SpecPair & { before: ReadOutcome | null; after: ReadOutcome | null };

/** The pairs with their texts. A file found by its name alone counts only when its content says OpenAPI. */
export function readPairs({
  change,
  artifacts,
  read,
}: Pick<Comparing<unknown>, 'change' | 'artifacts' | 'read'>): ReadPair[] {
  return specPairs({ change, artifacts })
    .map((pair) => ({
      ...pair,
      before: pair.base === null ? null : read('base', pair.base),
      after: pair.head === null ? null : read('head', pair.head),
    }))
    .filter((pair) => pair.declared || isSpec(pair.head, pair.after) || isSpec(pair.base, pair.before));
}

function isSpec(path: string | null, outcome: ReadOutcome | null): boolean {
  return path !== null && outcome?.kind === 'text' && looksLikeSpec(path, outcome.text);
}

function touches(file: ChangedFile, pair: SpecPair): boolean {
  const paths = [file.path, file.previousPath];
  return paths.some((path) => path !== null && (path === pair.base || path === pair.head));
}

function isCandidate(file: ChangedFile): boolean {
  return SPEC_NAME.test(file.path) && !NOT_OURS.test(file.path);
}

/** The likeliest names first, for when there are more than can be read. */
function byName(left: ChangedFile, right: ChangedFile): number {
  const sure = ({ path }: ChangedFile) => (/(openapi|swagger)[^/]*$/i.test(path) ? 0 : 1);
  return sure(left) - sure(right);
}

function pairOf(file: ChangedFile): SpecPair {
  if (file.status === 'added') return { base: null, head: file.path, declared: false };
  if (file.status === 'removed') return { base: file.path, head: null, declared: false };
  return { base: file.previousPath ?? file.path, head: file.path, declared: false };
}

/** One description that went and one that came are taken for one that moved, though git saw two files. */
function withMoves(pairs: SpecPair[]): SpecPair[] {
  const gone = pairs.filter(({ head }) => head === null);
  const come = pairs.filter(({ base }) => base === null);
  const [from] = gone;
  const [to] = come;
  if (gone.length !== 1 || come.length !== 1 || from === undefined || to === undefined) return pairs;
  const moved = { base: from.base, head: to.head, declared: from.declared || to.declared };
  return [...pairs.filter((pair) => pair !== from && pair !== to), moved];
}
