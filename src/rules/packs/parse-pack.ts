import type { ZodType } from 'zod';
import type { DocumentProblem } from '../../model/document-problem.ts';
import { Pack, type StoredPack } from '../../model/pack.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { closest } from '../../shared/text.ts';
import { pathText, problemsUnder, readShaped } from './check-shape.ts';
import { globProblem } from './globs.ts';
import { problemAt, type ReadDocument } from './read-document.ts';
import { stored } from './versions.ts';

/** A pack problem is a document problem; the name says what it is about. */
export type PackProblem = DocumentProblem;

/** The comparators that exist: their ids, or each id with the schema of what a pack may set for it. */
export type KnownComparators = readonly string[] | ReadonlyMap<string, ZodType>;

/**
 * A pack from YAML or JSON, with its hash, or everything that is wrong with it: each problem with path, line, column,
 * a sentence and, if one is near, what was probably meant. With schemas, the `config` of each comparator is checked too.
 */
export function parsePack(
  text: string,
  fileName: string,
  comparators: KnownComparators,
): Result<StoredPack, PackProblem[]> {
  const shaped = readShaped(text, fileName, Pack);
  if (!shaped.ok) return shaped;
  const { value: pack, document } = shaped.value;
  const at: At = (path, message, suggestion = null) =>
    problemAt(fileName, document.place(path), message, pathText(path), suggestion);
  const ids = Array.isArray(comparators) ? (comparators as readonly string[]) : [...comparators.keys()].map(String);
  const schemas =
    comparators instanceof Map ? (comparators as ReadonlyMap<string, ZodType>) : new Map<string, ZodType>();
  const problems = [
    ...comparatorProblems(pack, ids, at),
    ...configProblems(pack, fileName, document, schemas),
    ...scopeProblems(pack, at),
    ...globProblems(pack, at),
    ...thresholdProblems(pack, at),
    ...hashProblems(pack, at),
  ];
  return problems.length > 0 ? err(problems) : ok(stored(pack));
}

type At = (path: readonly PropertyKey[], message: string, suggestion?: string | null) => PackProblem;

function comparatorProblems({ trackA }: Pack, known: readonly string[], at: At): PackProblem[] {
  const seen = new Map<string, number>();
  return trackA.comparators.flatMap(({ type }, index) => {
    const path = ['trackA', 'comparators', index, 'type'];
    if (!known.includes(type)) {
      return [
        at(
          path,
          `There is no comparator ${JSON.stringify(type)}. Known: ${[...known].sort().join(', ')}.`,
          closest(type, known),
        ),
      ];
    }
    const before = seen.get(type);
    seen.set(type, index);
    return before === undefined
      ? []
      : [at(path, `${type} is already listed at trackA.comparators[${before}]: keep one of them.`)];
  });
}

function configProblems(
  { trackA }: Pack,
  file: string,
  document: ReadDocument,
  schemas: ReadonlyMap<string, ZodType>,
): PackProblem[] {
  return trackA.comparators.flatMap(({ type }, index) => {
    const schema = schemas.get(type);
    return schema === undefined
      ? []
      : problemsUnder(document, file, ['trackA', 'comparators', index, 'config'], schema);
  });
}

function scopeProblems({ scope }: Pack, at: At): PackProblem[] {
  const listed = (scope.repoAllowlist ?? []).length > 0;
  if (scope.type === 'repo' && scope.ref === undefined && !listed) {
    return [at(['scope'], 'A repo scope names no repository: set scope.ref to owner/name.')];
  }
  if (scope.type === 'repo' && scope.ref !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(scope.ref)) {
    return [at(['scope', 'ref'], 'The ref of a repo scope must be owner/name.')];
  }
  if (scope.type === 'service' && scope.ref === undefined && !listed) {
    return [
      at(['scope'], 'A service scope names neither a service nor repositories: set scope.ref or scope.repoAllowlist.'),
    ];
  }
  return [];
}

function globProblems(pack: Pack, at: At): PackProblem[] {
  const lists: [PropertyKey[], readonly string[]][] = [
    [['scope', 'pathGlobs'], pack.scope.pathGlobs ?? []],
    [['trackB', 'docGlobs'], pack.trackB.docGlobs],
    [['trackB', 'noiseControls', 'ignorePaths'], pack.trackB.noiseControls.ignorePaths],
  ];
  return lists.flatMap(([path, globs]) =>
    globs.flatMap((glob, index) => {
      const problem = globProblem(glob);
      return problem === null
        ? []
        : [at([...path, index], `The glob ${JSON.stringify(glob)} ${problem}: write a simpler one.`)];
    }),
  );
}

function thresholdProblems({ trackB: { materiality } }: Pack, at: At): PackProblem[] {
  const { autoApproveThreshold, slackNotifyThreshold, digestOnlyThreshold, ignoreThreshold } = materiality;
  const falling =
    autoApproveThreshold >= slackNotifyThreshold &&
    slackNotifyThreshold >= digestOnlyThreshold &&
    digestOnlyThreshold >= ignoreThreshold;
  if (falling) return [];
  return [
    at(
      ['trackB', 'materiality'],
      'The thresholds must fall from autoApprove over slackNotify and digestOnly to ignore.',
    ),
  ];
}

/** A hash written into the file is a claim about it; a wrong one means it was edited after it was signed off. */
function hashProblems(pack: Pack, at: At): PackProblem[] {
  if (pack.versionHash === undefined) return [];
  const actual = stored(pack).versionHash;
  if (pack.versionHash.replace(/^sha256:/, '') === actual) return [];
  return [
    at(['versionHash'], `versionHash does not match what the pack says (${actual}): leave it out, it is computed.`),
  ];
}
