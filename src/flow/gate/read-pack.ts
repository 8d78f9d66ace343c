import type { DocumentProblem } from '../../model/document-problem.ts';
import type { StoredPack } from '../../model/pack.ts';
import { allComparators } from '../../rules/gate/comparators/index.ts';
import { parsePack } from '../../rules/packs/parse-pack.ts';
import type { Result } from '../../shared/result.ts';

/** A pack from YAML or JSON, checked against the comparators that exist and the options each of them takes. */
export function readPack(text: string, fileName: string): Result<StoredPack, DocumentProblem[]> {
  return parsePack(text, fileName, new Map(allComparators().map(({ id, Options }) => [id, Options])));
}
