import type { ChangeLevel, Risk } from '../change.ts';
import { changesFrom, type FileProblem, type FilesDiff, type Judged, type TextPair, type Wishes } from '../files.ts';
import { entriesOf } from '../openapi/read/document.ts';
import { own, textOf } from '../openapi/read/json.ts';
import { type Place, pointerOf, ROOT, under } from '../openapi/read/place.ts';
import type { SpecProblem } from '../openapi/read/problem.ts';
import { createComparison } from '../openapi/schema/compare.ts';
import { type Detected, detectChanges, type Effect, isLibrary } from './detect.ts';
import { readSchema, type SchemaFile } from './read.ts';

export const DIRECTIONS = ['write', 'read', 'both'] as const;
export type JsonSchemaWishes = Wishes & {
  /** Who relies on the schema: those who write such documents (they break when less is valid), those who read, both. */
  direction?: (typeof DIRECTIONS)[number];
};

/** Compares schemas of the drafts 7 to 2020-12, each file by itself. What cannot be followed is among the problems. */
export async function diffJsonSchema(pairs: readonly TextPair[], wishes: JsonSchemaWishes = {}): Promise<FilesDiff> {
  const judged: Judged[] = [];
  const problems: FileProblem[] = [];
  for (const { base, head } of pairs) {
    if (base === null || head === null) continue;
    const [before, after] = [readSchema(base), readSchema(head)];
    if ('problem' in before) problems.push(problemAt('base', base.file, before.problem));
    if ('problem' in after) problems.push(problemAt('head', head.file, after.problem));
    if ('problem' in before || 'problem' in after) continue;
    const one = compareSchemas(before, after, wishes.direction ?? 'write');
    judged.push(...one.judged);
    problems.push(...one.problems);
  }
  return { changes: changesFrom('jsonschema', judged, wishes), problems };
}

function compareSchemas(before: SchemaFile, after: SchemaFile, direction: NonNullable<JsonSchemaWishes['direction']>) {
  const detected = detect(before, after);
  const pointers = (side: 'base' | 'head') =>
    detected
      .map((one) => one[side])
      .filter((place) => place !== null)
      .map(pointerOf);
  const refused = { base: before.document.problems, head: after.document.problems };
  const lines = {
    base: before.linesOf([...pointers('base'), ...refused.base.map(({ pointer }) => pointer ?? '')]),
    head: after.linesOf([...pointers('head'), ...refused.head.map(({ pointer }) => pointer ?? '')]),
  };
  const at = (side: 'base' | 'head', place: Place | null) => {
    const { file } = side === 'base' ? before.document : after.document;
    return place === null ? null : { file, line: lines[side].get(pointerOf(place)) ?? null };
  };
  const judged = detected.map(
    (one): Judged => ({
      code: one.code,
      ...judge(one.effect, direction),
      location: { operation: null, path: one.path, pointer: pointerOf(one.head ?? one.base ?? ROOT) },
      message: one.message,
      base: at('base', one.base),
      head: at('head', one.head),
    }),
  );
  const problems = (['base', 'head'] as const).flatMap((side) => {
    const there = new Set(refused[side === 'base' ? 'head' : 'base'].map(({ message }) => message));
    const { file } = side === 'base' ? before.document : after.document;
    // What leads nowhere the same way before and after did not change here; another file is compared by itself.
    return refused[side]
      .filter(({ message }) => !there.has(message))
      .map((problem) => problemAt(side, file, { ...problem, line: lines[side].get(problem.pointer ?? '') ?? null }));
  });
  return { judged, problems };
}

function detect(before: SchemaFile, after: SchemaFile): Detected[] {
  const [one, other] = [before.document, after.document];
  const comparison = createComparison(one, other);
  const found: Detected[] = [];
  const root = comparison.compare(one.root, other.root);
  if (root !== null) found.push(...detectChanges(root, '', { base: one, head: other }));
  const [from, to] = [own(one.root.value, '$schema'), own(other.root.value, '$schema')].map((uri) =>
    textOf(uri)?.replace(/#$/, ''),
  );
  if (from !== to && from !== undefined && to !== undefined) {
    const message = `the schema is written in ${to} now, before in ${from}`;
    const place = under(ROOT, '$schema');
    found.push({ code: 'draft-changed', effect: 'neutral', path: '', message, base: place, head: place });
  }
  if (!isLibrary(one.root.value)) return found;
  for (const keyword of ['$defs', 'definitions']) {
    const heads = new Map(entriesOf(other.root, keyword));
    for (const [name, schema] of entriesOf(one.root, keyword)) {
      const head = heads.get(name);
      const path = `${keyword}/${name}`;
      const delta = head === undefined ? null : comparison.compare(schema, head);
      if (delta !== null) found.push(...detectChanges(delta, path, { base: one, head: other }));
      const message = `the definition "${name}" was removed`;
      if (head === undefined)
        found.push({ code: 'definition-removed', effect: 'narrows', path, message, base: schema.at, head: null });
    }
  }
  return found;
}

type Judgement = { level: ChangeLevel; risk?: Risk; rationale: string; confidence: number };

/** Whether fewer or more valid documents break somebody depends on who relies on the schema. */
function judge(effect: Effect, direction: NonNullable<JsonSchemaWishes['direction']>): Judgement {
  if (effect === 'words') return { level: 'info', risk: 'cosmetic', rationale: 'Only words differ.', confidence: 0.95 };
  if (effect === 'neutral') {
    return { level: 'info', rationale: 'The same documents are valid.', confidence: 0.85 };
  }
  if (effect === 'unsure') {
    const rationale = 'Documents that are valid today may be refused. Whether any are cannot be told from the schema.';
    return { level: 'warn', rationale, confidence: 0.6 };
  }
  if (effect === 'narrows' && direction !== 'read') {
    return { level: 'error', rationale: 'Documents that are valid today are refused.', confidence: 0.9 };
  }
  if (effect === 'widens' && direction !== 'write') {
    return { level: 'warn', rationale: 'Readers may get something they are not made for.', confidence: 0.7 };
  }
  return { level: 'info', rationale: 'What works today keeps working.', confidence: 0.9 };
}

function problemAt(side: 'base' | 'head', file: string, { code, line, message }: SpecProblem): FileProblem {
  return { code: code === 'syntax' ? 'unparsable' : code, side, file, line, message };
}
