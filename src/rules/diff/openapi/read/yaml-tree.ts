import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import type { Json, JsonObject } from './json.ts';
import { escapePart, partsOf } from './place.ts';
import type { SpecProblem } from './problem.ts';

/** Deeper than any document a person wrote; a parser's stack is not. */
export const MAX_DEPTH = 256;
/** How many nodes a document may have once its aliases are written out. */
const MAX_EXPANDED = 5_000_000;

export type YamlTree = { value: Json; problems: SpecProblem[]; fatal: boolean; lineOf(pointer: string): number | null };
type Built = { value: Json; size: number };
type Anchor = Built & { open: boolean; node: Node };

/**
 * Reads YAML 1.2 (merge keys included) to plain values. Aliases share one value and are counted as if written out;
 * one inside its own anchor, a repeated key or too many nodes is a problem with its line.
 */
export function readYaml(text: string): YamlTree {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, merge: true, prettyErrors: false });
  const lineOfOffset = (offset: number): number => counter.linePos(offset).line;
  const problems: SpecProblem[] = document.errors.map((error) => ({
    code: 'syntax',
    message: `The YAML cannot be read: ${firstLine(error.message)}`,
    line: lineOfOffset(error.pos[0]),
    pointer: null,
  }));
  if (problems.length > 0) return { value: null, problems: problems.slice(0, 5), fatal: true, lineOf: () => null };
  const builder = builderOf(lineOfOffset, problems);
  const { value } = builder.build(document.contents as Node | null, '', 0);
  return {
    value,
    problems: problems.slice(0, 50),
    fatal: builder.isFatal(),
    lineOf: (pointer) => lineOfPointer(document.contents as Node | null, pointer, builder.targetOf, lineOfOffset),
  };
}

function builderOf(lineOf: (offset: number) => number, problems: SpecProblem[]) {
  const anchors = new Map<string, Anchor>();
  const targets = new Map<Node, Node>();
  let total = 0;
  let fatal = false;
  const stop = (code: 'too-deep' | 'alias-bomb' | 'syntax', message: string, node: Node, pointer: string): Built => {
    if (!fatal) problems.unshift({ code, message, line: lineOf(node.range?.[0] ?? 0), pointer });
    fatal = true;
    return { value: null, size: 1 };
  };
  const build = (node: Node | null, pointer: string, depth: number): Built => {
    if (node === null || fatal) return { value: null, size: 1 };
    if (depth > MAX_DEPTH)
      return stop('too-deep', `The document nests deeper than ${MAX_DEPTH} levels.`, node, pointer);
    total += 1;
    if (isAlias(node)) {
      const anchor = anchors.get(node.source);
      if (anchor === undefined) return stop('syntax', `The alias *${node.source} has no anchor.`, node, pointer);
      if (anchor.open)
        return stop('alias-bomb', `The alias *${node.source} stands inside its own anchor.`, node, pointer);
      targets.set(node, anchor.node);
      total += anchor.size;
      if (total > MAX_EXPANDED) return stop('alias-bomb', 'The aliases expand to too many nodes.', node, pointer);
      return { value: anchor.value, size: anchor.size };
    }
    const name = 'anchor' in node ? node.anchor : undefined;
    const anchor: Anchor = { value: null, size: 1, open: true, node };
    if (name !== undefined) anchors.set(name, anchor);
    const built = buildOpen(node, pointer, depth);
    Object.assign(anchor, built, { open: false });
    return built;
  };
  const buildOpen = (node: Node, pointer: string, depth: number): Built => {
    if (isScalar(node)) return { value: scalarOf(node.value), size: 1 };
    if (isSeq(node)) {
      let size = 1;
      const list = node.items.map((item, index) => {
        const built = build(item as Node | null, `${pointer}/${index}`, depth + 1);
        size += built.size;
        return built.value;
      });
      return { value: list, size };
    }
    if (!isMap(node)) return { value: null, size: 1 };
    return buildMap(node, pointer, depth);
  };
  const buildMap = (node: YAMLMap, pointer: string, depth: number): Built => {
    const value: JsonObject = {};
    const merged: JsonObject[] = [];
    let size = 1;
    for (const pair of node.items) {
      if (!isPair(pair)) continue;
      const key = keyOf(pair);
      const built = build(pair.value as Node | null, `${pointer}/${escapePart(key)}`, depth + 1);
      size += built.size;
      if (isMergeKey(pair)) {
        const sources = Array.isArray(built.value) ? built.value : [built.value];
        for (const source of sources) if (isPlain(source)) merged.push(source);
        continue;
      }
      if (Object.hasOwn(value, key)) {
        const line = lineOf((pair.key as Node | null)?.range?.[0] ?? 0);
        const message = `The key "${key}" stands twice; the last one counts.`;
        problems.push({ code: 'duplicate-key', message, line, pointer: `${pointer}/${escapePart(key)}` });
      }
      setOwn(value, key, built.value);
    }
    for (const source of merged) {
      for (const key of Object.keys(source)) if (!Object.hasOwn(value, key)) setOwn(value, key, source[key] ?? null);
    }
    return { value, size };
  };
  return { build, isFatal: () => fatal, targetOf: (node: Node) => targets.get(node) ?? node };
}

/** `__proto__` as a key is data here, never the prototype. */
function setOwn(object: JsonObject, key: string, value: Json): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else object[key] = value;
}

function isPlain(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isMergeKey(pair: Pair): boolean {
  return isScalar(pair.key) && pair.key.type === 'PLAIN' && pair.key.source === '<<';
}

function keyOf(pair: Pair): string {
  const key = pair.key;
  if (!isScalar(key)) return String(key);
  // `1.0:` and `0777:` are names here, so they keep the spelling of the document.
  return typeof key.value === 'number' && key.source !== undefined ? key.source : String(key.value);
}

function scalarOf(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  return String(value);
}

/** The line of the key that a pointer names, or of the nearest enclosing one that stands in the text. */
function lineOfPointer(
  root: Node | null,
  pointer: string,
  targetOf: (node: Node) => Node,
  lineOf: (offset: number) => number,
): number | null {
  let node: Node | null = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of partsOf(pointer) ?? []) {
    const target: Node | null = node === null ? null : targetOf(node);
    if (isMap(target)) {
      const pair: Pair | undefined = target.items.findLast((item) => isPair(item) && keyOf(item) === part);
      if (pair === undefined) break;
      offset = (pair.key as Node | null)?.range?.[0] ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(target)) {
      const item = target.items[Number(part)] as Node | null | undefined;
      if (item === undefined) break;
      offset = item?.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return root === null ? null : lineOf(offset);
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
