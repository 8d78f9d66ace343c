import type { FileRequest, ReadOutcome } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, passed, unknown } from '../../comparator.ts';
import { type Target, targetOf } from '../../markdown/links.ts';
import { type Link, type Page, readPage } from '../../markdown/read-page.ts';
import { type Broken, DEFAULT_SEVERITY, findingOf } from './finding.ts';
import type { Options } from './options.ts';
import { anchorOn, placesOf } from './places.ts';
import { type ChangedPage, parsed, requestsOf, scopeOf, vanishedAnchors } from './scope.ts';
import { siteAnchorOn, sitesIn, siteTarget, sourceOf } from './site.ts';

export function wants({ change, tree, options, has }: Asking<Options>): FileRequest[] {
  return requestsOf(scopeOf(change, tree, options), tree, options, has);
}

export function compare(comparing: Comparing<Options>): RawFinding[] {
  const { change, tree, options, read } = comparing;
  const scope = scopeOf(change, tree, options);
  if (scope.changed.length === 0 && scope.gone.size === 0) return [];
  if (tree.head === null || tree.base === null) return [unseen('tree', 'The list of files could not be read.')];
  const sites = sitesIn(tree.head);
  const places = { base: placesOf(tree.base), head: placesOf(tree.head) };
  const pages = new Map<string, Page | null>();
  const trouble: RawFinding[] = [];
  const broken: Broken[] = [];
  const linked: string[] = [];
  let checked = 0;

  for (const page of scope.changed) {
    if (isLink(read('head', page.path)) && !hadText(page)) linked.push(page.path);
    else checkChanged(page);
  }
  const unread = checkOthers();
  const findings = [
    ...broken.map((one) => findingOf(one, tree.truncated)),
    ...trouble,
    ...unread,
    ...linked.map(noText),
  ];
  if (findings.length > 0 || checked === 0) return findings;
  return [
    passed(
      'docs.links-hold',
      `${countOf(checked, 'relative link')} ${checked === 1 ? 'leads' : 'lead'} somewhere.`,
      'links',
    ),
  ];

  /** A page that gave way to a link took its anchors along, and nobody can say which are still reached. */
  function hadText({ basePath }: ChangedPage): boolean {
    return basePath !== null && read('base', basePath).kind === 'text';
  }

  function pageAt(path: string): Page | null {
    const known = pages.get(path);
    if (known !== undefined) return known;
    const outcome = read('head', path);
    const page = outcome.kind === 'text' ? readPage(outcome.text) : null;
    if (outcome.kind === 'unreadable') trouble.push(unreadable(path, outcome.detail, outcome.reason));
    if (page !== null && !page.ok)
      trouble.push(unreadable(path, `${path} cannot be parsed: ${page.error}.`, 'not parsed'));
    const value = page?.ok ? page.value : null;
    pages.set(path, value);
    return value;
  }

  function checkChanged(page: ChangedPage): void {
    const before = page.basePath === null ? null : read('base', page.basePath);
    const spelled = (url: string) => before?.kind === 'text' && before.text.includes(url);
    for (const [url, links] of byUrl(pageAt(page.path)?.links ?? [])) {
      const target = leadsTo(page.path, url);
      if (target === null || scope.ignored(target.path)) continue;
      checked += 1;
      const about = { page: page.path, url, target, links, text: textAt(page.path), scope };
      if (!places.head.has(target.path)) {
        const existing = spelled(url) && !wasThere(page, url);
        if (!existing || options.includeExisting)
          broken.push({ ...about, why: 'no-file', existing, near: places.head.like(target.path) });
        continue;
      }
      if (target.anchor === null || !scope.isPage(target.path)) continue;
      const goal = pageAt(target.path);
      if (goal === null || holdsAnchor(page.path, target.path, goal, target.anchor)) continue;
      const existing = spelled(url) && !hadAnchor(page, url);
      if (!existing || options.includeExisting)
        broken.push({ ...about, why: 'no-anchor', existing, near: [...goal.anchors] });
    }
  }

  /** On a documentation site an address may leave out the ending; what only its generator can tell is left alone. */
  function leadsTo(page: string, url: string): Target | null {
    const target = targetOf(page, url);
    return target === null || !sites.holds(page) ? target : siteTarget(url, target, places.head.has);
  }

  function holdsAnchor(page: string, path: string, goal: Page, anchor: string): boolean {
    return anchorOn(goal, anchor) || (sites.holds(page) && siteAnchorOn(goal, textAt(path), anchor));
  }

  function wasThere(page: ChangedPage, url: string): boolean {
    const target = targetOf(page.basePath ?? page.path, url);
    return target !== null && places.base.has(target.path);
  }

  /** A target that this change left alone has the anchors it had. */
  function hadAnchor(page: ChangedPage, url: string): boolean {
    const target = targetOf(page.basePath ?? page.path, url);
    if (target === null || target.anchor === null) return false;
    const goal = scope.changed.find(({ basePath }) => basePath === target.path);
    if (goal === undefined) return false;
    const before = parsed(read('base', target.path));
    return before === null || anchorOn(before, target.anchor);
  }

  function checkOthers(): RawFinding[] {
    const lost = new Map(scope.changed.map((page) => [page.path, vanishedAnchors(page, read)]));
    const mentions = mentionsOf(
      [...scope.gone.keys()],
      [...lost.values()].flatMap((anchors) => [...anchors]),
    );
    if (mentions === null) return [];
    const skipped: { path: string; why: string }[] = [];
    for (const path of scope.others.slice(0, options.mostPages)) {
      const outcome = read('head', path);
      if (isLink(outcome) || outcome.kind === 'absent' || (outcome.kind === 'text' && !mentions(outcome.text)))
        continue;
      const page = outcome.kind === 'text' ? readPage(outcome.text) : null;
      if (page?.ok) checkOther(path, page.value, lost);
      else skipped.push({ path, why: outcome.kind === 'unreadable' ? outcome.reason : 'not parsed' });
    }
    for (const path of scope.others.slice(options.mostPages)) skipped.push({ path, why: 'over the limit of pages' });
    return skipped.length === 0 ? [] : [notSearched(skipped)];
  }

  function checkOther(path: string, page: Page, lost: Map<string, Set<string>>): void {
    for (const [url, links] of byUrl(page.links)) {
      const target = targetOf(path, url);
      if (target === null || scope.ignored(target.path)) continue;
      const about = { page: path, url, links, text: textAt(path), scope, existing: false };
      const gone = gonePath(path, target.path);
      if (gone !== null) {
        broken.push({ ...about, target: { ...target, path: gone }, why: 'no-file', near: [] });
        continue;
      }
      if (target.anchor === null || !lost.get(target.path)?.has(target.anchor.toLowerCase())) continue;
      const goal = pageAt(target.path);
      if (goal !== null && holdsAnchor(path, target.path, goal, target.anchor)) continue;
      broken.push({ ...about, target, why: 'no-anchor', near: [...(goal?.anchors ?? [])] });
    }
  }

  function gonePath(page: string, path: string): string | null {
    if (places.head.has(path)) return null;
    if (scope.gone.has(path)) return path;
    if (!sites.holds(page) || sourceOf(path, places.head.has) !== null) return null;
    return sourceOf(path, (one) => scope.gone.has(one));
  }

  function textAt(path: string): string {
    const outcome = read('head', path);
    return outcome.kind === 'text' ? outcome.text : '';
  }
}

/**
 * Whether a text may link to one of the paths or anchors, without parsing it: a link has to spell the name or the
 * anchor, written plainly or percent-encoded. Null when nothing is looked for.
 */
function mentionsOf(paths: readonly string[], anchors: readonly string[]): ((text: string) => boolean) | null {
  const names = paths.map((path) => path.slice(path.lastIndexOf('/') + 1).replace(/\.(md|mdx|markdown)$/, ''));
  const words = [...new Set([...names, ...anchors].map((word) => word.toLowerCase()))].filter((word) => word !== '');
  if (words.length === 0) return null;
  return (text) => {
    const plain = text.toLowerCase();
    return plain.includes('%') || words.some((word) => plain.includes(word));
  };
}

function byUrl(links: readonly Link[]): Map<string, Link[]> {
  const grouped = new Map<string, Link[]>();
  for (const link of links) grouped.set(link.url, [...(grouped.get(link.url) ?? []), link]);
  return grouped;
}

/** A symbolic link has no text of its own: the page it leads to is looked at under its own name. */
function isLink(outcome: ReadOutcome): boolean {
  return outcome.kind === 'unreadable' && outcome.reason === 'symlink';
}

function noText(path: string): RawFinding {
  return {
    code: 'docs.page-linked',
    outcome: 'not-applicable',
    severity: 0,
    key: path,
    message: `${path} is a symbolic link, so it has no text of its own: the page it leads to is judged where it lies.`,
    evidence: [{ file: path, line: null, side: 'head', read: 'symlink' }],
    suggestedFix: '',
  };
}

function unreadable(path: string, detail: string, reason: string): RawFinding {
  return unknown({
    code: 'docs.page-unreadable',
    severity: DEFAULT_SEVERITY,
    key: path,
    message: `The links and anchors of ${path} could not be seen: ${detail}`,
    evidence: [{ file: path, line: null, side: 'head', read: reason }],
    suggestedFix:
      reason === 'symlink'
        ? `Name the page that ${path} leads to instead: what a symbolic link shows cannot be looked up.`
        : `Make ${path} a readable UTF-8 page of ordinary size, or list it under "ignore".`,
  });
}

function notSearched(skipped: readonly { path: string; why: string }[]): RawFinding {
  return unknown({
    code: 'docs.pages-not-searched',
    severity: DEFAULT_SEVERITY,
    key: 'others',
    message: `This change moves or removes something, and ${countOf(skipped.length, 'unchanged page')} could not be searched for links to it.`,
    evidence: skipped.slice(0, 5).map(({ path, why }) => ({ file: path, line: null, side: 'head', read: why })),
    suggestedFix: 'Raise the call budget of the pack or "mostPages", or list pages that do not matter under "ignore".',
  });
}

function unseen(key: string, why: string): RawFinding {
  return unknown({
    code: 'docs.tree-unreadable',
    severity: DEFAULT_SEVERITY,
    key,
    message: `Where links lead could not be seen, so no line can be cited: ${why}`,
    evidence: [],
    suggestedFix: 'Judge the change again; if it stays, check that the repository can be read.',
  });
}
