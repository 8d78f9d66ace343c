import type { Change, Facts, FileRequest, ReadOutcome, Side } from '../../../../model/facts.ts';
import { err, ok, type Result } from '../../../../shared/result.ts';
import { pathTest } from '../../globs.ts';
import type { Page } from '../../markdown/read-page.ts';
import { isTerraform, readTerraform } from '../../terraform/hcl.ts';
import type { Options } from './options.ts';

export type Kind = Options['kinds'][number];
/** A variable, output or resource of a module, with where it is written. */
export type Part = { kind: Kind; name: string; path: string; line: number };

/** Folders with Terraform files that this change touches: each is a module. */
export function modulesOf(change: Change, options: Options): string[] {
  const ignored = pathTest(options.ignore);
  const names = new Set(options.page);
  const terraform = new Set<string>();
  const pages = new Set<string>();
  for (const path of change.files.flatMap(({ path, previousPath }) => [
    path,
    ...(previousPath === null ? [] : [previousPath]),
  ])) {
    if (ignored(path)) continue;
    if (isTerraform(path)) terraform.add(folderOf(path));
    else if (names.has(path.slice(path.lastIndexOf('/') + 1))) pages.add(folderOf(path));
  }
  return [...new Set([...terraform, ...pages])].sort();
}

export function filesOf(folder: string, side: Side, tree: Facts['tree'], options: Options): FileRequest[] {
  const paths = (tree[side] ?? []).filter((path) => folderOf(path) === folder && isTerraform(path));
  if (paths.length === 0) return [];
  const page = pageOf(folder, side, tree, options);
  return [...paths, ...(page === null ? [] : [page])].map((path) => ({ side, path }));
}

export function pageOf(folder: string, side: Side, tree: Facts['tree'], options: Options): string | null {
  const paths = new Set(tree[side] ?? []);
  const candidates = options.page.map((name) => (folder === '' ? name : `${folder}/${name}`));
  return candidates.find((path) => paths.has(path)) ?? null;
}

export type Unread = { path: string; why: string; line: number | null };

/** Everything a module declares, from all of its files. */
export async function partsOf(
  requests: readonly FileRequest[],
  kinds: readonly Kind[],
  read: (side: Side, path: string) => ReadOutcome,
): Promise<Result<Part[], Unread>> {
  const parts: Part[] = [];
  for (const { side, path } of requests) {
    if (!isTerraform(path)) continue;
    const outcome = read(side, path);
    if (outcome.kind === 'absent') continue;
    if (outcome.kind === 'unreadable') return err({ path, why: outcome.detail, line: null });
    const file = await readTerraform(path, outcome.text);
    if (!file.ok) return err({ path, why: `it does not parse: ${file.error.message}`, line: file.error.line });
    for (const { kind, labels, line } of file.value.blocks) {
      const known = kinds.find((one) => one === kind);
      if (known !== undefined) parts.push({ kind: known, name: labels.join('.'), path, line });
    }
  }
  return ok(parts);
}

/** Names written as code, as a heading or in a table's first cell; prose does not count as documentation. */
export function namedOn(page: Page, text: string): Set<string> {
  const names = new Set<string>();
  const add = (raw: string) => {
    for (const word of raw.split(/[\s,()]+/)) names.add(word.replace(/\\/g, '').replace(/^[`*_]+(?=\w)|[`*:]+$/g, ''));
  };
  for (const [, code = ''] of text.matchAll(/`([^`\n]{1,200})`/g)) add(code);
  for (const heading of page.headings) add(heading.text);
  for (const { rows } of page.tables) for (const { cells } of rows.slice(1)) add(cells[0] ?? '');
  for (const [, item = ''] of text.matchAll(/^\s*[-*]\s+\**([\w.\\]+)\**/gm)) add(item);
  return names;
}

/** Rows of the tables under a heading that says Inputs, Variables or Outputs, as terraform-docs writes them. */
export function listedOn(page: Page): { kind: Kind; name: string; line: number }[] {
  return page.tables.flatMap(({ heading, rows }) => {
    const kind = kindOf(heading ?? '');
    if (kind === null || rows[0]?.cells[0]?.toLowerCase() !== 'name') return [];
    return rows.slice(1).flatMap(({ cells, line }) => {
      const name = (cells[0] ?? '').replace(/[\\`]/g, '').trim();
      return /^[\w.-]+$/.test(name) ? [{ kind, name, line }] : [];
    });
  });
}

function kindOf(heading: string): Kind | null {
  if (/\b(inputs?|variables?)\b/i.test(heading)) return 'variable';
  return /\boutputs?\b/i.test(heading) ? 'output' : null;
}

function folderOf(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut === -1 ? '' : path.slice(0, cut);
}
