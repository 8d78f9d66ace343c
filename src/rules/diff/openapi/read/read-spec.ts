import { messageOf } from '../../../../shared/errors.ts';
import { isObject, type Json, type JsonObject, textOf } from './json.ts';
import { lineAt, scanJson } from './json-scan.ts';
import type { SpecProblem } from './problem.ts';
import { MAX_DEPTH, readYaml } from './yaml-tree.ts';

export const SPEC_KINDS = ['swagger-2.0', 'openapi-3.0', 'openapi-3.1'] as const;
/** 3.2 is read as 3.1: what it adds is not compared yet. */
export type SpecKind = (typeof SPEC_KINDS)[number];

const MAX_JSON_CHARS = 64 * 1024 * 1024;
/** The YAML reader keeps a tree with positions, several times the size of the text. */
const MAX_YAML_CHARS = 20 * 1024 * 1024;

export type SpecText = { file: string; text: string };

/** A document as written. `linesOf` answers for many pointers in one pass: MUST be called once, at the end. */
export type Spec = {
  file: string;
  kind: SpecKind;
  root: JsonObject;
  problems: SpecProblem[];
  linesOf(pointers: Iterable<string>): Map<string, number>;
};

export type Unreadable = { file: string; problems: SpecProblem[] };

/**
 * Reads an OpenAPI 3.0, 3.1 or Swagger 2.0 document from JSON or YAML text, with or without a byte order mark.
 * Returns the problems instead when it cannot be read; never throws for anything a document can contain.
 */
export function readSpec(source: SpecText): { ok: true; spec: Spec } | { ok: false; error: Unreadable } {
  const text = source.text.startsWith('\uFEFF') ? source.text.slice(1) : source.text;
  const refuse = (...problems: SpecProblem[]) => ({ ok: false as const, error: { file: source.file, problems } });
  const parsed = parseText(text);
  if (parsed.fatal) return refuse(...parsed.problems);
  const kind = kindOf(parsed.value);
  if (kind === null || !isObject(parsed.value)) {
    const message = 'This is not an OpenAPI document: it has neither "openapi: 3.x" nor "swagger: 2.0" at the top.';
    return refuse({ code: 'not-openapi', message, line: 1, pointer: '' });
  }
  const { problems, linesOf } = parsed;
  return { ok: true, spec: { file: source.file, kind, root: parsed.value, problems, linesOf } };
}

/** Cheap test on the first lines: does this file claim to be an OpenAPI document? */
export function looksLikeSpec(path: string, text: string): boolean {
  if (!/\.(ya?ml|json)$/i.test(path)) return false;
  return /(^|[\s{,\uFEFF])["']?(openapi|swagger)["']?\s*:\s*["']?[23]\.\d/m.test(text.slice(0, 4200));
}

/** `fatal`: nothing could be read, and the problems say why. */
type Parsed = Pick<Spec, 'problems' | 'linesOf'> & { value: Json; fatal: boolean };

/** JSON or YAML with places, without a byte order mark. Never throws for anything a text can contain. */
export function parseText(text: string): Parsed {
  if (/^\s*[{[]/.test(text)) {
    if (text.length > MAX_JSON_CHARS) return failed(tooLarge(text.length, MAX_JSON_CHARS));
    const parsed = parseJson(text);
    if (!parsed.fatal || text.length > MAX_YAML_CHARS / 4) return parsed;
    // `{openapi: 3.0.0}` is YAML in flow style; when it is not that either, the JSON error says more.
    const flow = parseYaml(text);
    return flow.fatal ? parsed : flow;
  }
  if (text.length > MAX_YAML_CHARS) return failed(tooLarge(text.length, MAX_YAML_CHARS));
  return parseYaml(text);
}

function parseJson(text: string): Parsed {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (thrown) {
    if (thrown instanceof RangeError) return failed(tooDeep());
    const offset = /position (\d+)/.exec(messageOf(thrown))?.[1];
    const line = offset === undefined ? null : lineAt(text, Number(offset));
    return failed({ code: 'syntax', message: `The JSON cannot be read: ${messageOf(thrown)}`, line, pointer: null });
  }
  const scan = scanJson(text, [], { duplicates: true });
  if (scan.depth > MAX_DEPTH) return failed(tooDeep());
  const problems = scan.duplicates.slice(0, 50).map(
    ({ pointer, line }): SpecProblem => ({
      code: 'duplicate-key',
      message: `The key "${pointer.slice(pointer.lastIndexOf('/') + 1)}" stands twice; the last one counts.`,
      line,
      pointer,
    }),
  );
  const linesOf = (pointers: Iterable<string>) => nearest(text, [...pointers]);
  return { value, problems, fatal: false, linesOf };
}

function nearest(text: string, pointers: string[]): Map<string, number> {
  const wanted = new Set(pointers);
  for (const pointer of pointers) {
    for (let end = pointer.lastIndexOf('/'); end > 0; end = pointer.lastIndexOf('/', end - 1)) {
      wanted.add(pointer.slice(0, end));
    }
  }
  const { lines } = scanJson(text, wanted, { duplicates: false });
  return new Map(pointers.map((pointer) => [pointer, enclosing(lines, pointer)]));
}

function enclosing(lines: Map<string, number>, pointer: string): number {
  for (let current = pointer; current !== ''; current = current.slice(0, current.lastIndexOf('/'))) {
    const line = lines.get(current);
    if (line !== undefined) return line;
  }
  return 1;
}

function parseYaml(text: string): Parsed {
  try {
    const { value, problems, fatal, lineOf } = readYaml(text);
    const linesOf = (pointers: Iterable<string>) => {
      const lines = new Map<string, number>();
      for (const pointer of pointers) lines.set(pointer, lineOf(pointer) ?? 1);
      return lines;
    };
    return { value, problems, fatal, linesOf };
  } catch (thrown) {
    if (thrown instanceof RangeError) return failed(tooDeep());
    throw thrown;
  }
}

function kindOf(value: Json): SpecKind | null {
  if (!isObject(value)) return null;
  const swagger = value.swagger;
  if (swagger === '2.0' || swagger === 2) return 'swagger-2.0';
  const version = textOf(value.openapi) ?? (typeof value.openapi === 'number' ? String(value.openapi) : '');
  if (/^3\.0(\.|$|-)/.test(version) || version === '3') return 'openapi-3.0';
  return /^3\.\d+/.test(version) ? 'openapi-3.1' : null;
}

function failed(problem: SpecProblem): Parsed {
  return { value: null, problems: [problem], fatal: true, linesOf: () => new Map() };
}

function tooLarge(length: number, limit: number): SpecProblem {
  const message = `The document has ${length} characters; more than ${limit} are not read. Split it, or write it as JSON.`;
  return { code: 'too-large', message, line: null, pointer: null };
}

function tooDeep(): SpecProblem {
  return {
    code: 'too-deep',
    message: `The document nests deeper than ${MAX_DEPTH} levels.`,
    line: null,
    pointer: null,
  };
}
