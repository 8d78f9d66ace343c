import type { DocumentProblem } from '../../model/document-problem.ts';
import type { StoredPack } from '../../model/pack.ts';
import { messageOf } from '../../shared/errors.ts';
import type { Result } from '../../shared/result.ts';
import { countOf } from '../../shared/text.ts';
import { oneOf, readOptions, whyUnread } from './arguments.ts';

export const PACK_VALIDATE_USAGE = 'countersign pack validate FILE... [--format text|json]';
const FORMATS = ['text', 'json'] as const;
type Format = (typeof FORMATS)[number];

export type PackValidateDeps = {
  /** Text of a file; throws when it cannot be read. */
  readFile(path: string): string;
  /** The rule that reads packs, with the comparators that exist. */
  parse(text: string, fileName: string): Result<StoredPack, DocumentProblem[]>;
  out(text: string): void;
  complain(text: string): void;
};

type Checked = { file: string; pack: StoredPack | null; problems: DocumentProblem[] };

/** Runs `pack validate`; answers the exit code: 0 when every pack is valid, 1 when one is not, 2 when asked wrongly. */
export function runPackValidate(args: readonly string[], deps: PackValidateDeps): 0 | 1 | 2 {
  let asked: { files: string[]; format: Format };
  try {
    asked = readArguments(args);
  } catch (thrown) {
    deps.complain(`${messageOf(thrown)}\n${PACK_VALIDATE_USAGE}`);
    return 2;
  }
  return packValidate(asked.files, deps, asked.format);
}

/** Checks each file on its own, and that no two of them have one id. */
export function packValidate(
  files: readonly string[],
  deps: Pick<PackValidateDeps, 'readFile' | 'parse' | 'out'>,
  format: Format = 'text',
): 0 | 1 {
  const checked = withoutTwins(files.map((file) => check(file, deps)));
  deps.out(format === 'json' ? asJson(checked) : asText(checked));
  return checked.every(({ problems }) => problems.length === 0) ? 0 : 1;
}

function readArguments(args: readonly string[]): { files: string[]; format: Format } {
  const { values, positionals } = readOptions({
    args: [...args],
    strict: true,
    allowPositionals: true,
    options: { format: { type: 'string', default: 'text' } },
  });
  const format = oneOf(FORMATS, values.format, 'format');
  if (positionals.length === 0) throw new Error('Name at least one file.');
  return { files: positionals, format };
}

function check(file: string, { readFile, parse }: Pick<PackValidateDeps, 'readFile' | 'parse'>): Checked {
  let text: string;
  try {
    text = readFile(file);
  } catch (thrown) {
    return { file, pack: null, problems: [wholeFile(file, `The file cannot be read: ${whyUnread(thrown)}.`)] };
  }
  const parsed = parse(text, file);
  return parsed.ok ? { file, pack: parsed.value, problems: [] } : { file, pack: null, problems: parsed.error };
}

function withoutTwins(checked: readonly Checked[]): Checked[] {
  return checked.map((one, index) => {
    const twin = checked.slice(0, index).find(({ pack }) => pack !== null && pack.id === one.pack?.id);
    if (twin === undefined) return one;
    return {
      ...one,
      problems: [
        wholeFile(one.file, `The id ${twin.pack?.id} is already used by ${twin.file}: give this pack its own.`, 'id'),
      ],
    };
  });
}

function wholeFile(file: string, message: string, path = ''): DocumentProblem {
  return { file, path, line: 1, column: 1, message, suggestion: null };
}

function asText(checked: readonly Checked[]): string {
  const lines = checked.flatMap(({ file, pack, problems }) => {
    if (pack !== null && problems.length === 0)
      return [`${file}: valid: ${pack.name} (${pack.id} version ${pack.version}, ${pack.status}), ${pack.versionHash}`];
    return problems.map(
      (problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}${hint(problem)}`,
    );
  });
  const wrong = checked.reduce((sum, { problems }) => sum + problems.length, 0);
  return `${[...lines, `${countOf(checked.length, 'file')}, ${countOf(wrong, 'problem')}.`].join('\n')}\n`;
}

function hint({ suggestion }: DocumentProblem): string {
  return suggestion === null ? '' : ` Did you mean ${JSON.stringify(suggestion)}?`;
}

function asJson(checked: readonly Checked[]): string {
  const files = checked.map(({ file, pack, problems }) => ({
    file,
    valid: problems.length === 0,
    id: pack?.id ?? null,
    version: pack?.version ?? null,
    versionHash: pack?.versionHash ?? null,
    problems,
  }));
  return `${JSON.stringify({ valid: files.every((file) => file.valid), files }, null, 2)}\n`;
}
