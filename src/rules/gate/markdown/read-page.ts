import GithubSlugger from 'github-slugger';
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { toString as textOf } from 'mdast-util-to-string';
import { gfm } from 'micromark-extension-gfm';
import { messageOf } from '../../../shared/errors.ts';
import { err, ok, type Result } from '../../../shared/result.ts';
import { anchorsIn, headingsIn, linksIn } from './html.ts';

export type Heading = { depth: number; text: string; anchor: string; line: number; own: number };
export type Link = { url: string; line: number; image: boolean };
export type Table = { line: number; heading: string | null; rows: { line: number; cells: string[] }[] };

/**
 * What the gate needs of a Markdown page, lines 1-based. `own` of a heading counts the characters of its section that
 * are not headings. Links inside code are no links. Anchors are as GitHub makes them, `id` and `name` of HTML included.
 */
export type Page = { headings: Heading[]; links: Link[]; anchors: ReadonlySet<string>; tables: Table[] };

/** Larger pages are refused: a page nobody can read is not worth the minute a hostile one would take. */
export const PAGE_LIMIT_CHARS = 2_000_000;
const DEEPEST = 200;

/** Pages read lately: asking and comparing look at the same page several times. Emptied when it holds too much. */
const READ_LATELY = new Map<string, Result<Page, string>>();
const KEPT_CHARS = 6_000_000;
let keptChars = 0;

/** Reads GitHub Flavored Markdown; the error is a sentence that says why it cannot be read. */
export function readPage(text: string): Result<Page, string> {
  const known = READ_LATELY.get(text);
  if (known !== undefined) return known;
  const page = parsePage(text);
  if (keptChars + text.length > KEPT_CHARS) {
    READ_LATELY.clear();
    keptChars = 0;
  }
  if (text.length > KEPT_CHARS) return page;
  READ_LATELY.set(text, page);
  keptChars += text.length;
  return page;
}

function parsePage(text: string): Result<Page, string> {
  if (text.length > PAGE_LIMIT_CHARS) return err(`it has more than ${PAGE_LIMIT_CHARS} characters`);
  if (nestsTooDeep(text)) return err(`it nests more than ${DEEPEST} levels deep`);
  try {
    const tree = fromMarkdown(withoutFrontMatter(text), { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
    return ok(pageOf(tree));
  } catch (thrown) {
    if (thrown instanceof RangeError) return err(`it is nested too deeply (${messageOf(thrown)})`);
    throw thrown;
  }
}

function pageOf(tree: Root): Page {
  const slugger = new GithubSlugger();
  const headings: Heading[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  const tables: Table[] = [];
  walk(tree, (node) => {
    const line = node.position?.start.line ?? 1;
    switch (node.type) {
      case 'heading':
        addHeading(node.depth, textOf(node, { includeImageAlt: false, includeHtml: false }), line);
        return;
      case 'link':
      case 'definition':
        links.push({ url: node.url, line, image: false });
        return;
      case 'image':
        links.push({ url: node.url, line, image: true });
        return;
      case 'footnoteDefinition':
        anchors.add(`fn-${node.identifier}`);
        return;
      case 'html':
        for (const found of headingsIn(node.value)) addHeading(found.depth, found.text, line + found.line);
        for (const found of linksIn(node.value)) links.push({ ...found, line: line + found.line });
        for (const id of anchorsIn(node.value)) anchors.add(id);
        return;
      case 'table':
        tables.push(tableOf(node, headings.at(-1)?.text ?? null));
        return;
    }
  });
  measure(tree, headings);
  return { headings, links, anchors, tables };

  function addHeading(depth: number, text: string, line: number): void {
    const anchor = slugger.slug(text);
    anchors.add(anchor);
    headings.push({ depth, text: text.trim(), anchor, line, own: 0 });
  }
}

/** In document order, without recursion: depth is bounded by what was parsed, the stack is ours. */
function walk(tree: Root, see: (node: Nodes) => void): void {
  const stack: Nodes[] = [tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    see(node);
    if ('children' in node)
      for (let index = node.children.length - 1; index >= 0; index -= 1) {
        const child = node.children[index];
        if (child !== undefined) stack.push(child);
      }
  }
}

/** Content of the top level belongs to the last heading and to every heading above it that it lies in. */
function measure(tree: Root, headings: Heading[]): void {
  let open: Heading[] = [];
  let next = 0;
  for (const node of tree.children) {
    const line = node.position?.start.line ?? 1;
    for (let heading = headings[next]; heading !== undefined && heading.line <= line; heading = headings[next]) {
      const { depth } = heading;
      open = [...open.filter((above) => above.depth < depth), heading];
      next += 1;
    }
    if (node.type === 'heading') continue;
    const size = node.type === 'html' ? node.value.replace(/<!--[\s\S]*?-->/g, '').trim().length : sizeOf(node);
    for (const heading of open) heading.own += size;
  }
}

function sizeOf(node: Nodes): number {
  return Math.max(textOf(node).trim().length, node.type === 'thematicBreak' || node.type === 'definition' ? 0 : 1);
}

function tableOf(node: Extract<Nodes, { type: 'table' }>, heading: string | null): Table {
  return {
    line: node.position?.start.line ?? 1,
    heading,
    rows: node.children.map((row) => ({
      line: row.position?.start.line ?? 1,
      cells: row.children.map((cell) => textOf(cell, { includeHtml: false }).trim()),
    })),
  };
}

/** Front matter is no Markdown; its lines stay, empty, so that line numbers hold. */
function withoutFrontMatter(text: string): string {
  const match = /^\uFEFF?---\r?\n[\s\S]*?\r?\n(---|\.\.\.)[ \t]*(\r?\n|$)/.exec(text);
  if (match === null) return text;
  return '\n'.repeat(match[0].split('\n').length - 1) + text.slice(match[0].length);
}

/** Quotes and lists this deep are written by nobody and cost a parser time that grows with the square. */
function nestsTooDeep(text: string): boolean {
  return /^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]*){200}/m.test(text) || /[[(*_!]{2000}/.test(text);
}
