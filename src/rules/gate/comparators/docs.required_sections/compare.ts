import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import { pathTest } from '../../globs.ts';
import { type Heading, readPage } from '../../markdown/read-page.ts';
import type { Options, Section } from './options.ts';

export const DEFAULT_SEVERITY = 50;
/** With `scope: all`, no more pages than this are looked at; the rest are reported as not seen. */
const MOST_PAGES = 300;

export function wants(asking: Asking<Options>): FileRequest[] {
  return [...pagesOf(asking).keys()].slice(0, MOST_PAGES).map((path) => ({ side: 'head', path }));
}

export function compare(comparing: Comparing<Options>): RawFinding[] {
  const { options, read } = comparing;
  if (options.rules.length > 0 && options.scope === 'all' && (comparing.tree.head === null || comparing.tree.truncated))
    return [treeUnread()];
  const pages = [...pagesOf(comparing)];
  const findings = pages.slice(0, MOST_PAGES).flatMap(([path, sections]) => judgePage(path, sections));
  return pages.length > MOST_PAGES ? [...findings, notSeen(pages.length - MOST_PAGES)] : findings;

  function judgePage(path: string, sections: readonly Section[]): RawFinding[] {
    const outcome = read('head', path);
    if (outcome.kind === 'absent') return [];
    if (outcome.kind === 'unreadable') return [unread(path, outcome.detail, outcome.reason)];
    const page = readPage(outcome.text);
    if (!page.ok) return [unread(path, `${path} cannot be parsed: ${page.error}.`, 'not parsed')];
    const { headings } = page.value;
    const findings = sections.flatMap((section) => judgeSection(path, headings, section));
    return findings.length > 0
      ? findings
      : [passed('docs.sections-present', `${path} has all of its required sections.`, path)];
  }
}

function judgeSection(path: string, headings: readonly Heading[], section: Section): RawFinding[] {
  const names = [section.heading, ...section.or].map(plain);
  const named = headings.filter((heading) => names.includes(plain(heading.text)));
  const fitting = named.filter((heading) => section.level === undefined || heading.depth === section.level);
  const key = `${path}#${section.heading}`;
  const title = `${'#'.repeat(section.level ?? 2)} ${section.heading}`;
  const [first] = named;
  if (first === undefined) {
    return [
      failed({
        code: 'docs.section-missing',
        severity: DEFAULT_SEVERITY,
        key,
        message: `${path} has no section "${section.heading}".`,
        evidence: [{ file: path, line: null, side: 'head', read: headingsRead(headings) }],
        suggestedFix: `Add a section "${title}" to ${path}.`,
      }),
    ];
  }
  const [fit] = fitting;
  if (fit === undefined) {
    return [
      failed({
        code: 'docs.section-level',
        severity: DEFAULT_SEVERITY - 20,
        key,
        message: `"${first.text}" in ${path} is a heading of level ${first.depth}, not ${section.level}.`,
        evidence: [{ file: path, line: first.line, side: 'head', read: `${'#'.repeat(first.depth)} ${first.text}` }],
        suggestedFix: `Write it as "${title}".`,
      }),
    ];
  }
  if (section.mayBeEmpty || fitting.some((heading) => heading.own > 0)) return [];
  return [
    failed({
      code: 'docs.section-empty',
      severity: DEFAULT_SEVERITY - 5,
      key,
      message: `The section "${fit.text}" of ${path} is empty.`,
      evidence: [{ file: path, line: fit.line, side: 'head', read: `${'#'.repeat(fit.depth)} ${fit.text}` }],
      suggestedFix: `Write the section "${fit.text}".`,
    }),
  ];
}

function pagesOf({
  change,
  tree,
  options,
}: Pick<Asking<Options>, 'change' | 'tree' | 'options'>): Map<string, Section[]> {
  const candidates =
    options.scope === 'all'
      ? (tree.head ?? [])
      : change.files.filter(({ status }) => status !== 'removed').map(({ path }) => path);
  const pages = new Map<string, Section[]>();
  for (const rule of options.rules) {
    const matches = pathTest(rule.pages);
    for (const path of candidates) if (matches(path)) pages.set(path, [...(pages.get(path) ?? []), ...rule.sections]);
  }
  return pages;
}

/** `## 🚀 Getting Started:` and `getting started` are the same heading. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function headingsRead(headings: readonly Heading[]): string {
  if (headings.length === 0) return 'no headings';
  const shown = headings.slice(0, 8).map(({ text }) => text);
  return `headings: ${shown.join(', ')}${headings.length > shown.length ? ', …' : ''}`;
}

function unread(path: string, detail: string, reason: string): RawFinding {
  return unknown({
    code: 'docs.page-unreadable',
    severity: DEFAULT_SEVERITY,
    key: path,
    message: `The sections of ${path} could not be seen: ${detail}`,
    evidence: [{ file: path, line: null, side: 'head', read: reason }],
    suggestedFix: `Make ${path} a readable UTF-8 page of ordinary size.`,
  });
}

function treeUnread(): RawFinding {
  return unknown({
    code: 'docs.tree-unreadable',
    severity: DEFAULT_SEVERITY,
    key: 'tree',
    message: 'Which pages exist could not be seen in full, so no line can be cited.',
    evidence: [],
    suggestedFix: 'Judge the change again; if it stays, check that the repository can be read.',
  });
}

function notSeen(count: number): RawFinding {
  return unknown({
    code: 'docs.too-many-pages',
    severity: DEFAULT_SEVERITY,
    key: 'pages',
    message: `${count} more pages match and were not looked at; no line of them can be cited.`,
    evidence: [],
    suggestedFix: 'Narrow the patterns in "rules", or use scope: changed.',
  });
}
