import type { SourceText } from '../files.ts';
import { openDocument, type SpecDocument } from '../openapi/read/document.ts';
import { isObject, type JsonObject } from '../openapi/read/json.ts';
import type { SpecProblem } from '../openapi/read/problem.ts';
import { parseText } from '../openapi/read/read-spec.ts';
import { asLatestDraft, isOldDraft, writtenPointer } from './drafts.ts';

export type SchemaFile = {
  document: SpecDocument;
  written: JsonObject;
  linesOf(pointers: readonly string[]): Map<string, number>;
};

/** Reads one schema, JSON or YAML; answers the problem when it cannot be read. Never throws for what a file contains. */
export function readSchema({ file, text }: SourceText): SchemaFile | { problem: SpecProblem } {
  const { value, problems, fatal, linesOf } = parseText(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const [first] = problems;
  if (fatal && first !== undefined) return { problem: first };
  if (!isObject(value)) {
    return {
      problem: {
        code: 'syntax',
        message: 'This is no JSON Schema: no object stands at its top.',
        line: 1,
        pointer: '',
      },
    };
  }
  // Only whether keywords beside `$ref` count differs between the two kinds, and it differs the same way here.
  const kind = isOldDraft(value) ? 'openapi-3.0' : 'openapi-3.1';
  const document = openDocument({ file, kind, root: asLatestDraft(value), problems: [], linesOf });
  return {
    document,
    written: value,
    linesOf(pointers) {
      const written = new Map(pointers.map((pointer) => [pointer, writtenPointer(value, pointer)]));
      const lines = linesOf(written.values());
      return new Map([...written].map(([pointer, place]) => [pointer, lines.get(place) ?? 1]));
    },
  };
}
