import type { Target } from '../../markdown/links.ts';
import type { Page } from '../../markdown/read-page.ts';

/** Files that tell a documentation site, whose generator makes its own addresses and anchors. */
const MARKER =
  /^(.*?)(?:\/?\.vitepress\/config\.\w+|(?:^|\/)(?:mkdocs\.ya?ml|docusaurus\.config\.\w+|book\.toml|hugo\.(?:toml|ya?ml|json)|astro\.config\.\w+|_config\.ya?ml|\.?eleventy(?:\.config)?\.\w+|conf\.py|antora\.yml|docfx\.json))$/;
/** Where the pages lie when the marker stands at the root; the README beside it belongs to the code host. */
const ROOT_FOLDERS = /^(docs?|website|site|content|pages|book|src|_posts)\//;
/** Pages that are finished by a generator: what anchors they have is not written in them. */
const GENERATED = /\{\{|\{%|^:::|^!\[?include|<!--\s*@include|^import .* from /m;

export type Sites = { holds(page: string): boolean };

export function sitesIn(paths: readonly string[]): Sites {
  const roots = new Set<string>();
  for (const path of paths) {
    const root = MARKER.exec(path)?.[1];
    if (root !== undefined) roots.add(root);
  }
  return {
    holds(page) {
      for (const root of roots) {
        if (root === '' ? ROOT_FOLDERS.test(page) : page.startsWith(`${root}/`)) return true;
      }
      return false;
    },
  };
}

/** The source of an address as generators write it: without ending, as `.html`, or as a folder. Null when none fits. */
export function sourceOf(path: string, has: (path: string) => boolean): string | null {
  const bare = path.replace(/\.html?$/, '').replace(/\/$/, '');
  const endings = ['.md', '.mdx', '.markdown', '/index.md', '/README.md', '/_index.md'];
  return endings.map((ending) => `${bare}${ending}`).find(has) ?? null;
}

/** Where a link on a site leads in the repository; null for what only the generator knows. */
export function siteTarget(url: string, target: Target, has: (path: string) => boolean): Target | null {
  if (has(target.path) && !url.startsWith('/')) return target;
  if (url.startsWith('/')) return null;
  const source = sourceOf(target.path, has);
  if (source !== null) return { ...target, path: source };
  return /\.(?!html?$)\w+$/.test(target.path) ? target : null;
}

/** Generators differ in what they do with marks and spaces, and let authors choose an anchor with `{#name}`. */
export function siteAnchorOn(page: Page, text: string, anchor: string): boolean {
  if (GENERATED.test(text)) return true;
  const wanted = squeezed(anchor);
  if (wanted === '') return true;
  for (const known of page.anchors) if (squeezed(known) === wanted) return true;
  for (const [, chosen = ''] of text.matchAll(/\{\s*#([\w:.-]+)[^}\n]*\}/g))
    if (squeezed(chosen) === wanted) return true;
  return false;
}

function squeezed(anchor: string): string {
  return anchor.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
