import { isQuietPage } from '../../rules/drift/page/quiet.ts';
import { countOf } from '../../shared/text.ts';
import type { DriftSources, ScanLimits, TextOutcome } from './drift-sources.ts';

export type ReadPage = { path: string; text: string; blobSha: string };

/** The pages that name one of `words`, by path; pages that speak of the past are not read. */
export async function readPages(
  { docs, searchDocs }: DriftSources,
  isDoc: (path: string) => boolean,
  words: readonly string[],
  limits: ScanLimits,
  isLate: () => boolean,
  skipped: string[],
): Promise<ReadPage[]> {
  const tree = await docs.tree('head');
  if (tree.truncated) skipped.push('The host cut the list of files; some pages may not have been read.');
  const all = tree.paths.filter((path) => isDoc(path) && !isQuietPage(path)).sort();
  const naming =
    searchDocs === null ? all : [...new Set((await searchDocs(words, all)).map(({ path }) => path))].sort();
  if (naming.length > limits.maxPages) {
    skipped.push(`${countOf(naming.length - limits.maxPages, 'page')} beyond the first ${limits.maxPages} left out.`);
  }
  const pages: ReadPage[] = [];
  for (const path of naming.slice(0, limits.maxPages)) {
    if (isLate()) {
      skipped.push('Out of time: some pages were not read.');
      break;
    }
    const outcome = await docs.read({ side: 'head', path }, limits.maxPageBytes);
    if (outcome.kind === 'unreadable') skipped.push(`${path} could not be read: ${outcome.detail}`);
    if (outcome.kind === 'text' && names(outcome, words))
      pages.push({ path, text: outcome.text, blobSha: outcome.blobSha });
  }
  return pages;
}

function names({ text }: TextOutcome, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}
