import type { Change, Facts, FileRequest, ReadOutcome, Side } from '../../../../model/facts.ts';
import { pathTest } from '../../globs.ts';
import { targetOf } from '../../markdown/links.ts';
import { type Page, readPage } from '../../markdown/read-page.ts';
import type { Options } from './options.ts';
import { sitesIn, siteTarget } from './site.ts';

export type ChangedPage = { path: string; basePath: string | null };
type Look = (side: Side, path: string) => ReadOutcome | null;

/** What a question about links looks at: pages this change touches, and what it took away from other pages. */
export type Scope = {
  changed: ChangedPage[];
  /** Paths that are no longer there, with the new name where the file moved. */
  gone: Map<string, string | null>;
  others: string[];
  isPage(path: string): boolean;
  ignored(path: string): boolean;
};

export function scopeOf(change: Change, tree: Facts['tree'], options: Options): Scope {
  const ignored = pathTest(options.ignore);
  const named = pathTest(options.pages);
  const isPage = (path: string) => named(path) && !ignored(path);
  const changed = change.files
    .filter(({ status, path }) => status !== 'removed' && isPage(path))
    .map(({ path, previousPath, status }) => ({ path, basePath: status === 'added' ? null : (previousPath ?? path) }));
  const gone = new Map<string, string | null>();
  for (const { path, previousPath, status } of change.files) {
    if (status === 'removed') gone.set(path, null);
    if (status === 'renamed' && previousPath !== null) gone.set(previousPath, path);
  }
  const head = new Set(tree.head ?? []);
  for (const path of gone.keys()) if (head.has(path)) gone.delete(path);
  const touched = new Set(changed.map(({ path }) => path));
  const others = (tree.head ?? []).filter((path) => isPage(path) && !touched.has(path));
  return { changed, gone, others, isPage, ignored };
}

/** Anchors that were on a page before this change and are not any more; empty when either side was not read. */
export function vanishedAnchors({ path, basePath }: ChangedPage, look: Look): Set<string> {
  const base = basePath === null ? null : look('base', basePath);
  const head = look('head', path);
  if (base?.kind !== 'text' || head?.kind !== 'text' || keepsHeadings(base.text, head.text)) return new Set();
  const before = parsed(base);
  const after = parsed(head);
  if (before === null || after === null) return new Set();
  return new Set([...before.anchors].filter((anchor) => !after.anchors.has(anchor)));
}

/** Whether every line that may make an anchor is still there as often as before; spares parsing the old side. */
function keepsHeadings(before: string, after: string): boolean {
  const counts = new Map<string, number>();
  for (const line of headingLines(after)) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of headingLines(before)) {
    const left = counts.get(line) ?? 0;
    if (left === 0) return false;
    counts.set(line, left - 1);
  }
  return true;
}

function headingLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.filter(
    (line, index) => /#|<h\d|\bid\s*=|\bname\s*=/i.test(line) || /^[\s>]*(=+|-+)\s*$/.test(lines[index + 1] ?? ''),
  );
}

/** Round one: both sides of the changed pages. Then the pages they point into, and those that may point at a loss. */
export function requestsOf(scope: Scope, tree: Facts['tree'], options: Options, look: Look): FileRequest[] {
  const requests: FileRequest[] = [];
  for (const { path, basePath } of scope.changed) {
    requests.push({ side: 'head', path });
    if (basePath !== null) requests.push({ side: 'base', path: basePath });
  }
  const firstRound = requests.some(({ side, path }) => look(side, path) === null);
  if (firstRound) return requests;
  const head = new Set(tree.head ?? []);
  const has = (path: string) => head.has(path);
  const sites = sitesIn(tree.head ?? []);
  for (const { path } of scope.changed) {
    for (const link of parsed(look('head', path))?.links ?? []) {
      const plain = targetOf(path, link.url);
      const target = plain !== null && sites.holds(path) ? siteTarget(link.url, plain, has) : plain;
      if (target?.anchor && scope.isPage(target.path) && head.has(target.path))
        requests.push({ side: 'head', path: target.path });
    }
  }
  const losing = scope.gone.size > 0 || scope.changed.some((page) => vanishedAnchors(page, look).size > 0);
  if (losing) for (const path of scope.others.slice(0, options.mostPages)) requests.push({ side: 'head', path });
  return requests;
}

export function parsed(outcome: ReadOutcome | null): Page | null {
  if (outcome === null || outcome.kind !== 'text') return null;
  const page = readPage(outcome.text);
  return page.ok ? page.value : null;
}
