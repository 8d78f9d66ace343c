import { z } from 'zod';
import type { DocumentProblem } from '../../model/document-problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { clip, closest } from '../../shared/text.ts';
import { problemAt, type ReadDocument, readDocument } from './read-document.ts';

export type Shaped<T> = { value: T; document: ReadDocument };

/** Reads a YAML or JSON document of a known shape. Every problem names the path, its place and, if near, what was meant. */
export function readShaped<T>(text: string, file: string, schema: z.ZodType<T>): Result<Shaped<T>, DocumentProblem[]> {
  const document = readDocument(text, file);
  if (!document.ok) return document;
  const parsed = schema.safeParse(document.value.value);
  if (parsed.success) return ok({ value: parsed.data, document: document.value });
  return err(
    parsed.error.issues.flatMap((issue) => problemsOf(issue, { file, document: document.value, schema, under: [] })),
  );
}

/** What is wrong with one part of a document under a schema of its own; empty when nothing is. */
export function problemsUnder(
  document: ReadDocument,
  file: string,
  under: readonly PropertyKey[],
  schema: z.ZodType,
): DocumentProblem[] {
  const parsed = schema.safeParse(valueAt(document.value, under) ?? {});
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => problemsOf(issue, { file, document, schema, under }));
}

type Context = { file: string; document: ReadDocument; schema: z.ZodType; under: readonly PropertyKey[] };

/** `trackA.comparators[0].type`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    return text === '' ? String(step) : `${text}.${String(step)}`;
  }, '');
}

function problemsOf(issue: z.core.$ZodIssue, { file, document, schema, under }: Context): DocumentProblem[] {
  const path = [...under, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, issue.path);
    const hint = known.length > 0 && known.length <= 12 ? ` Known here: ${known.join(', ')}.` : '';
    return issue.keys.map((key) =>
      problemAt(
        file,
        document.place(path, key),
        `Unknown key ${JSON.stringify(key)}.${hint}`,
        pathText([...path, key]),
        closest(key, known),
      ),
    );
  }
  const at = pathText(path);
  const subject = at === '' ? 'The document' : at;
  const given = valueAt(document.value, path);
  const place = document.place(path);
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String);
    const suggestion = typeof given === 'string' ? closest(given, allowed) : null;
    const what = given === undefined ? 'is missing' : `is ${clip(JSON.stringify(given) ?? 'unreadable', 80)}`;
    return [problemAt(file, place, `${subject} ${what}; it must be one of ${allowed.join(', ')}.`, at, suggestion)];
  }
  if (given === undefined) return [problemAt(file, place, `${subject} is missing.`, at)];
  return [problemAt(file, place, `${subject}: ${wording(issue)}.`, at)];
}

function wording(issue: z.core.$ZodIssue): string {
  return issue.message.replace(/^Invalid input: /, '').replace(/\.$/, '');
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (so, step) => (typeof so === 'object' && so !== null ? Reflect.get(so, step) : undefined),
    value,
  );
}

/** The keys a schema knows at a path, of every alternative there; empty where it takes any. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let here = alternatives(schema);
  for (const step of path) here = here.flatMap((candidate) => below(candidate, step).flatMap(alternatives));
  return [
    ...new Set(here.flatMap((candidate) => (candidate instanceof z.ZodObject ? Object.keys(candidate.shape) : []))),
  ];
}

function below(schema: z.core.$ZodType, step: PropertyKey): (z.core.$ZodType | undefined)[] {
  if (schema instanceof z.ZodObject) return [schema.shape[String(step)]];
  if (schema instanceof z.ZodArray) return [schema.element];
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return [];
}

function alternatives(schema: z.core.$ZodType | undefined): z.core.$ZodType[] {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodUnion) return inner.options.flatMap(alternatives);
  if (inner instanceof z.ZodPipe) return alternatives(inner.in);
  return inner === undefined ? [] : [inner];
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let inner = schema;
  while (
    inner instanceof z.ZodDefault ||
    inner instanceof z.ZodPrefault ||
    inner instanceof z.ZodOptional ||
    inner instanceof z.ZodNullable
  ) {
    inner = inner.unwrap();
  }
  return inner;
}
