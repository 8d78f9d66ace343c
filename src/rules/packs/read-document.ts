import { Composer, type Document, isCollection, isMap, isScalar, Lexer, LineCounter, Parser } from 'yaml';
import type { DocumentProblem } from '../../model/document-problem.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { clip } from '../../shared/text.ts';

export const LARGEST_DOCUMENT_BYTES = 256 * 1024;
export const DEEPEST_NESTING = 40;
/** Aliases a document may resolve to; more is a bomb, not a convenience. */
const MOST_ALIASES = 50;

export type Place = { line: number; column: number };
export type ReadDocument = {
  value: unknown;
  /** Where a value stands; with `key`, where that key of it is written. Falls back to the nearest parent that exists. */
  place(path: readonly PropertyKey[], key?: string): Place;
};

/**
 * Reads one YAML or JSON document (JSON is YAML). Refuses, always with a place: more than 256 KiB, nesting beyond 40,
 * duplicate keys, merge keys and tags it does not know, alias bombs, several documents, and anything that is not YAML.
 */
export function readDocument(text: string, file: string): Result<ReadDocument, DocumentProblem[]> {
  const start = { line: 1, column: 1 };
  const bytes = Buffer.byteLength(text, 'utf8');
  if (bytes > LARGEST_DOCUMENT_BYTES) {
    return err([
      problemAt(file, start, `The file has ${bytes} bytes; at most ${LARGEST_DOCUMENT_BYTES} are read: split it.`),
    ]);
  }
  const lines = new LineCounter();
  const composed = compose(text, lines);
  if (composed === null) {
    return err([problemAt(file, start, `The file nests deeper than ${DEEPEST_NESTING} levels: make it flatter.`)]);
  }
  const [document, second] = composed;
  if (document === undefined || document.contents === null) {
    return err([problemAt(file, start, 'The file is empty: write a document into it.')]);
  }
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return err(faults.map((fault) => problemAt(file, place(fault.pos[0]), `${sentence(fault.message)}`)));
  }
  if (second !== undefined) {
    return err([
      problemAt(file, place(second.range[0]), 'The file holds several documents: put each into its own file.'),
    ]);
  }
  const value = plainValue(document);
  if (!value.ok) return err([problemAt(file, start, value.error)]);
  return ok({ value: value.value, place: (path, key) => place(offsetOf(document, path, key)) });
}

/** Null when nesting passes the limit; the check runs token by token, so that nothing recursive sees a deep document. */
function compose(text: string, lines: LineCounter): Document.Parsed[] | null {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  const tokens = [];
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST_NESTING + 1) return null;
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({ version: '1.2', uniqueKeys: true, strict: true, merge: false });
  return [...composer.compose(tokens, true, text.length)] as Document.Parsed[];
}

function plainValue(document: Document.Parsed): Result<unknown, string> {
  try {
    return ok(document.toJS({ maxAliasCount: MOST_ALIASES }));
  } catch (thrown) {
    if (thrown instanceof ReferenceError) {
      return err('The file resolves too many aliases, or one to itself: write the values out instead.');
    }
    throw thrown;
  }
}

function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], key: string | undefined): number {
  const node = nearest(document, path);
  if (key !== undefined && isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (pair !== undefined && isScalar(pair.key)) return pair.key.range?.[0] ?? 0;
  }
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return range?.[0] ?? 0;
}

function nearest(document: Document.Parsed, path: readonly PropertyKey[]): unknown {
  let node: unknown = document.contents;
  for (const step of path) {
    const next = isCollection(node) ? node.get(typeof step === 'symbol' ? step.toString() : step, true) : undefined;
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

export function problemAt(
  file: string,
  place: Place,
  message: string,
  path = '',
  suggestion: string | null = null,
): DocumentProblem {
  return { file, path, ...place, message: clip(message, 400), suggestion };
}

/** One line, ending in a full stop. */
export function sentence(text: string): string {
  const line = (text.split('\n')[0] ?? '').trim();
  return /[.!?:]$/.test(line) ? line.replace(/:$/, '.') : `${line}.`;
}
