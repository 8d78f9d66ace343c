import { messageOf } from '../../../shared/errors.ts';
import { err, ok, type Result } from '../../../shared/result.ts';

/** A block with its labels: `resource "aws_iam_role" "r"` has kind `resource`, labels `[aws_iam_role, r]`. */
export type Block = { kind: string; labels: string[]; body: Body; line: number };
export type Body = Record<string, unknown>;
export type HclFile = { path: string; text: string; blocks: Block[] };
export type HclProblem = { message: string; line: number | null };

/** Larger files are refused; hand-written Terraform is far below. */
export const HCL_LIMIT_CHARS = 4_000_000;
const LABELLED: Record<string, number> = { resource: 2, data: 2, variable: 1, output: 1, module: 1, provider: 1 };

/** Reads one Terraform file in HCL or JSON. The parser is WebAssembly and loads with the first file. */
export async function readTerraform(path: string, text: string): Promise<Result<HclFile, HclProblem>> {
  if (text.length > HCL_LIMIT_CHARS)
    return err({ message: `it has more than ${HCL_LIMIT_CHARS} characters`, line: null });
  const document = path.endsWith('.json') ? parseJson(text) : await parseHcl(path, text);
  return document.ok ? ok({ path, text, blocks: blocksOf(document.value, text) }) : document;
}

/** An HCL object or list such as the argument of `jsonencode`, as plain data; null when it is more than that. */
export async function readExpression(expression: string): Promise<unknown> {
  const parsed = await parseHcl('expression.tf', `value = ${expression}\n`);
  return parsed.ok ? (parsed.value.value ?? null) : null;
}

export function isTerraform(path: string): boolean {
  return path.endsWith('.tf') || path.endsWith('.tf.json');
}

/** Blocks are lists after parsing; a single object is written where JSON allows it. */
export function bodiesOf(value: unknown): Body[] {
  if (Array.isArray(value)) return value.flatMap(bodiesOf);
  return isBody(value) ? [value] : [];
}

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function parseHcl(path: string, text: string): Promise<Result<Body, HclProblem>> {
  const { parse } = await import('@cdktf/hcl2json');
  try {
    return ok(await parse(path, text));
  } catch (thrown) {
    const message = messageOf(thrown);
    const place = /:(\d+),\d+-\d+(?:,\d+)?: (.*?)\]?$/s.exec(message);
    if (place === null) return err({ message, line: null });
    return err({ message: (place[2] ?? message).replace(/\.?\]?$/, ''), line: Number(place[1]) });
  }
}

function parseJson(text: string): Result<Body, HclProblem> {
  try {
    const value: unknown = JSON.parse(text);
    return isBody(value) ? ok(value) : err({ message: 'it is not a JSON object', line: 1 });
  } catch (thrown) {
    return err({ message: messageOf(thrown), line: null });
  }
}

function blocksOf(document: Body, text: string): Block[] {
  const lines = text.split('\n');
  return Object.entries(document).flatMap(([kind, value]) =>
    descend(value, LABELLED[kind] ?? 0, []).map(({ labels, body }) => ({
      kind,
      labels,
      body,
      line: lineOf(lines, kind, labels),
    })),
  );
}

function descend(value: unknown, depth: number, labels: string[]): { labels: string[]; body: Body }[] {
  if (depth === 0) return bodiesOf(value).map((body) => ({ labels, body }));
  return bodiesOf(value).flatMap((level) =>
    Object.entries(level).flatMap(([label, inner]) => descend(inner, depth - 1, [...labels, label])),
  );
}

/** The line of a block's header; in JSON the line of its last label. */
function lineOf(lines: readonly string[], kind: string, labels: readonly string[]): number {
  const quoted = labels.map((label) => `"?${escaped(label)}"?`).join('\\s+');
  const header = new RegExp(`^\\s*${escaped(kind)}\\s*${quoted}\\s*\\{`);
  const found = lines.findIndex((line) => header.test(line));
  if (found !== -1) return found + 1;
  const last = labels.at(-1) ?? kind;
  return (
    Math.max(
      0,
      lines.findIndex((line) => line.includes(`"${last}"`)),
    ) + 1
  );
}

/** The first line at or after a block's header, and inside the block, that holds one of the words; else the header. */
export function lineWithin(file: HclFile, block: Block, words: readonly string[]): { line: number; read: string } {
  const lines = file.text.split('\n');
  const end = endOf(lines, block.line);
  for (let line = block.line; line <= end; line += 1) {
    const read = lines[line - 1] ?? '';
    if (words.some((word) => word !== '' && read.includes(word))) return { line, read: read.trim().slice(0, 200) };
  }
  return { line: block.line, read: (lines[block.line - 1] ?? '').trim().slice(0, 200) };
}

function endOf(lines: readonly string[], start: number): number {
  const indent = /^\s*/.exec(lines[start - 1] ?? '')?.[0] ?? '';
  for (let line = start + 1; line <= lines.length; line += 1) {
    if ((lines[line - 1] ?? '').startsWith(`${indent}}`)) return line;
  }
  return lines.length;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
