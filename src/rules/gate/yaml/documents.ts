import { Composer, type Document, isCollection, isMap, isNode, isScalar, Lexer, LineCounter, Parser } from 'yaml';
import { err, ok, type Result } from '../../../shared/result.ts';
import { clip } from '../../../shared/text.ts';

/** More than any manifest a person keeps; a generated list of thousands of objects is not read. */
export const LARGEST_YAML_CHARACTERS = 1024 * 1024;
export const DEEPEST_YAML = 100;
/** How often aliases may resolve, counted as if written out; more is a bomb. */
const MOST_ALIASES = 1000;
const LONGEST_SHOWN = 160;

export type YamlPath = readonly (string | number)[];
export type YamlProblem = { message: string; line: number };
export type YamlDocument = {
  /** Plain values; merge keys are applied, the last of two equal keys counts. */
  value: unknown;
  /** 1-based line of the key at `path`, or of the nearest parent; with `word`, of the first line at it that has it. */
  lineOf(path: YamlPath, word?: string): number;
  /** That line, trimmed and cut to a length that fits a message. */
  read(line: number): string;
};

/** Part of a file: where a document of several begins. `firstLine` is 1-based. */
export type YamlChunk = { text: string; firstLine: number };

/** Cuts at `---`, which always ends a document when it begins a line. No chunk is parsed. */
export function chunksOf(text: string): YamlChunk[] {
  const chunks: YamlChunk[] = [];
  let lines: string[] = [];
  let firstLine = 1;
  const close = () => {
    if (lines.some((line) => line.trim() !== '')) chunks.push({ text: lines.join('\n'), firstLine });
  };
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (/^---(\s|$)/.test(line)) {
      close();
      lines = [line.replace(/^---/, '   ')];
      firstLine = index + 1;
    } else lines.push(line);
  }
  close();
  return chunks;
}

/**
 * Reads one YAML document with the lines of its values. Refuses, with the line: what is no YAML, more than 1 Mi
 * characters, nesting beyond 100, and aliases that expand without end.
 */
export function readYamlDocument({ text, firstLine }: YamlChunk): Result<YamlDocument, YamlProblem> {
  const problem = (message: string, line: number) => err({ message, line: firstLine + line - 1 });
  if (text.length > LARGEST_YAML_CHARACTERS)
    return problem(`it has more than ${LARGEST_YAML_CHARACTERS} characters`, 1);
  const counter = new LineCounter();
  const document = compose(text, counter);
  if (typeof document === 'number')
    return problem(`it nests deeper than ${DEEPEST_YAML} levels`, counter.linePos(document).line);
  const [fault] = document?.errors ?? [];
  if (fault !== undefined) return problem(clip(firstLineOf(fault.message), 200), counter.linePos(fault.pos[0]).line);
  const value = plainValue(document);
  if (!value.ok) return problem(value.error, 1);
  const lines = text.split('\n');
  return ok({
    value: value.value,
    lineOf: (path, word) => {
      const [from, to] = document === undefined ? [0, 0] : rangeOf(document, path);
      const at = word === undefined ? -1 : text.slice(from, to).indexOf(word);
      return firstLine + Math.max(1, counter.linePos(at === -1 ? from : from + at).line) - 1;
    },
    read: (line) => clip((lines[line - firstLine] ?? '').trim(), LONGEST_SHOWN),
  });
}

/** The document, or the offset where nesting passes the limit: counted by token, before anything recursive runs. */
function compose(text: string, counter: LineCounter): Document.Parsed | undefined | number {
  const parser = new Parser(counter.addNewLine);
  counter.addNewLine(0);
  const tokens = [];
  let offset = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > DEEPEST_YAML) return offset;
    offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  const composer = new Composer({ version: '1.2', uniqueKeys: false, strict: true, merge: true, prettyErrors: false });
  const [document] = composer.compose(tokens, true, text.length);
  return document as Document.Parsed | undefined;
}

function plainValue(document: Document.Parsed | undefined): Result<unknown, string> {
  if (document === undefined) return ok(null);
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    return isRing(value) ? err('an alias stands inside its own anchor') : ok(value);
  } catch (thrown) {
    if (thrown instanceof ReferenceError) return err('its aliases have no anchor or expand too far');
    if (thrown instanceof TypeError) return err('a merge key (`<<`) stands before something that is no map');
    throw thrown;
  }
}

/** True when a value holds itself. Each object is walked once, however many aliases share it. */
function isRing(value: unknown, open = new Set<object>(), done = new Set<object>()): boolean {
  if (typeof value !== 'object' || value === null || done.has(value)) return false;
  if (open.has(value)) return true;
  open.add(value);
  const found = Object.values(value).some((inner) => isRing(inner, open, done));
  open.delete(value);
  done.add(value);
  return found;
}

/** From the key that `path` names to the end of its value. */
function rangeOf(document: Document.Parsed, path: YamlPath): [number, number] {
  let node: unknown = document.contents;
  let range: [number, number] = [document.range[0], document.range[1]];
  if (isNode(node) && node.range) range = [node.range[0], node.range[2]];
  for (const step of path) {
    if (!isCollection(node)) return range;
    const pair = isMap(node)
      ? node.items.findLast(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const next = isMap(node) ? pair?.value : node.get(step, true);
    const begin = isNode(pair?.key) ? pair.key.range?.[0] : undefined;
    const own = isNode(next) ? next.range : undefined;
    if (begin === undefined && !own) return range;
    range = [begin ?? own?.[0] ?? range[0], own?.[2] ?? range[1]];
    node = next;
  }
  return range;
}

function firstLineOf(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** A map of a document, or an empty one for anything else. */
export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
