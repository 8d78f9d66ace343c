import type { Snapshot } from '../../ports/code-host.ts';
import type { ChangeLevel, SemanticChange } from '../../rules/diff/change.ts';
import { type FileKind, NOT_OURS, type SourceText, type TextPair } from '../../rules/diff/files.ts';
import { GRAPHQL } from '../../rules/diff/graphql/kind.ts';
import { JSONSCHEMA } from '../../rules/diff/jsonschema/kind.ts';
import { PROTOBUF } from '../../rules/diff/protobuf/kind.ts';
import { globMatcher } from '../../rules/packs/globs.ts';

/** Kinds that are compared as a set of files, by their word on the command line. */
const BY_WORD = { graphql: GRAPHQL, jsonschema: JSONSCHEMA, protobuf: PROTOBUF } as const satisfies Record<
  string,
  FileKind
>;

export type FileKindWord = keyof typeof BY_WORD;
export const FILE_KINDS = Object.keys(BY_WORD) as FileKindWord[];

export type FilesCompared = {
  changes: SemanticChange[];
  /** Sentences about what could not be compared: with one of these the answer is not whole. */
  unreadable: string[];
  /** How many files were compared. */
  compared: number;
};

type Settings = { levels: Readonly<Record<string, ChangeLevel | 'none'>> };

const MOST_BYTES = 64 * 1024 * 1024;

export function isFileKind(word: string): word is FileKindWord {
  return Object.hasOwn(BY_WORD, word);
}

/** Compares two texts of one file, or several pairs as one artifact where the kind is one. */
export async function compareTexts(
  word: FileKindWord,
  pairs: readonly TextPair[],
  { levels }: Settings,
): Promise<FilesCompared> {
  const { changes, problems } = await BY_WORD[word].diff(pairs, { levels });
  const unreadable = problems.map(
    ({ file, line, side, message }) =>
      `${file}${line === null ? '' : `:${line}`} cannot be compared at ${side}: ${message}`,
  );
  return { changes, unreadable, compared: pairs.length };
}

/** Compares every file of a kind that differs between two commits; `globs` name which, otherwise their names do. */
export async function compareSnapshot(
  word: FileKindWord,
  snapshot: Snapshot,
  globs: readonly string[],
  settings: Settings,
): Promise<FilesCompared> {
  const kind = BY_WORD[word];
  const { files, truncated } = await snapshot.changedFiles();
  const named = globs.length === 0 ? null : globMatcher(globs);
  const wanted = named ?? ((path: string) => kind.isCandidate(path) && !NOT_OURS.test(path));
  const unreadable = truncated ? ['The list of changed files was cut off, so some may be missing.'] : [];
  const pairs: TextPair[] = [];
  for (const { path, previousPath, status } of files) {
    if (!wanted(path) && (previousPath === null || !wanted(previousPath))) continue;
    const read = async (side: 'base' | 'head', from: string): Promise<SourceText | null> => {
      const outcome = await snapshot.read({ side, path: from }, MOST_BYTES);
      if (outcome.kind === 'text') return { file: from, text: outcome.text };
      const why = outcome.kind === 'unreadable' ? outcome.detail : 'It is not there.';
      if (named !== null || kind.isCertain(from)) unreadable.push(`${from} cannot be read at ${side}: ${why}`);
      return null;
    };
    const base = status === 'added' ? null : await read('base', previousPath ?? path);
    const head = status === 'removed' ? null : await read('head', path);
    const whole = (status === 'added' || base !== null) && (status === 'removed' || head !== null);
    const isOne = [base, head].some((side) => side !== null && kind.isOne(side.file, side.text));
    if (whole && (named !== null || isOne)) pairs.push({ base, head });
  }
  const compared = await compareTexts(word, pairs, settings);
  return { ...compared, unreadable: [...unreadable, ...compared.unreadable] };
}
