import { posix } from 'node:path';
import type { RawFinding } from '../../../../model/finding.ts';
import { clip, closest } from '../../../../shared/text.ts';
import { failed, unknown } from '../../comparator.ts';
import type { Target } from '../../markdown/links.ts';
import type { Link } from '../../markdown/read-page.ts';
import type { Scope } from './scope.ts';

export const DEFAULT_SEVERITY = 50;
const EXISTING_SEVERITY = 20;

export type Broken = {
  page: string;
  url: string;
  target: Target;
  links: readonly Link[];
  text: string;
  scope: Scope;
  why: 'no-file' | 'no-anchor';
  /** It was broken in the same way before this change. */
  existing: boolean;
  /** Paths or anchors that may have been meant. */
  near: readonly string[];
};

/** With a list of files that was cut short, a file that is not listed may still be there. */
export function findingOf(broken: Broken, truncated: boolean): RawFinding {
  const { page, url, text, links, why, scope, target } = broken;
  const lines = text.split('\n');
  const gone = why === 'no-file' && scope.gone.has(target.path);
  const finding = {
    code: codeOf(broken, gone),
    severity: broken.existing ? EXISTING_SEVERITY : DEFAULT_SEVERITY,
    key: `${page} -> ${url}`,
    message: messageOf(broken, gone),
    evidence: links.slice(0, 10).map((link) => ({
      file: page,
      line: link.line,
      side: 'head' as const,
      read: clip((lines[link.line - 1] ?? url).trim(), 200),
    })),
    suggestedFix: fixOf(broken),
  };
  return why === 'no-file' && truncated && !gone ? unknown(finding) : failed(finding);
}

function codeOf({ why, scope, target }: Broken, gone: boolean): string {
  if (why === 'no-anchor') return 'docs.anchor-missing';
  if (!gone) return 'docs.link-broken';
  return scope.gone.get(target.path) === null ? 'docs.link-target-removed' : 'docs.link-target-moved';
}

function messageOf({ page, url, target, why, links, existing, scope }: Broken, gone: boolean): string {
  const what = links.every(({ image }) => image) ? 'shows the image' : 'links to';
  const before = existing ? ' It was broken before this change.' : '';
  if (why === 'no-anchor') return `${page} ${what} ${url}, but ${target.path} has no such anchor.${before}`;
  const moved = scope.gone.get(target.path);
  if (gone && moved) return `${page} ${what} ${url}, which this change moves to ${moved}.`;
  if (gone) return `${page} ${what} ${url}, which this change removes.`;
  return `${page} ${what} ${url}, but there is no ${target.path}.${before}`;
}

function fixOf({ page, url, target, why, near, scope }: Broken): string {
  const moved = scope.gone.get(target.path) ?? null;
  const meant = why === 'no-anchor' ? closest(target.anchor ?? '', near) : (moved ?? near[0] ?? null);
  if (meant === null) return `Correct or remove the link to ${url} in ${page}.`;
  if (why === 'no-anchor') return `Link to #${meant} instead, or restore the heading.`;
  return `Link to ${relativeTo(page, meant)}${target.anchor === null ? '' : `#${target.anchor}`} instead.`;
}

function relativeTo(page: string, path: string): string {
  return posix.relative(posix.dirname(`/${page}`), `/${path}`);
}
