import { isGenerated, isProse } from '../../rules/drift/change/code-files.ts';
import { countWord } from '../../rules/drift/change/tokens.ts';
import type { Remaining } from '../../rules/drift/detector.ts';
import type { ChangedCode } from './changed-code.ts';
import type { DriftSources, ScanLimits } from './drift-sources.ts';

/**
 * How often words still stand in the code at head. With a search the answer is for the whole code;
 * without one only changed files are read, and a word they lack is answered with null: nobody knows.
 */
export async function searchHead(
  sources: DriftSources,
  words: readonly string[],
  code: ChangedCode,
  limits: ScanLimits,
  isLate: () => boolean,
  skipped: string[],
): Promise<Remaining> {
  const tree = await sources.change.tree('head');
  const paths = pathsAndFolders(tree.paths);
  const counts = new Map<string, Map<string, number>>(words.map((word) => [word, new Map()]));
  const count = (path: string, text: string) => {
    for (const [word, files] of counts) {
      const found = occurrences(text, word);
      if (found > 0) files.set(path, (files.get(path) ?? 0) + found);
    }
  };
  const { searchHead: search } = sources;
  const wasSearched = search !== null && !isLate();
  if (search !== null && wasSearched) {
    const hits = await search(words);
    for (const { path, text } of hits) if (!isProse(path) && !isGenerated(path)) count(path, text);
  } else {
    if (words.length > 0) skipped.push('The code was not searched as a whole; only changed files were read.');
    for (const { path, status } of code.files) {
      if (status === 'removed' || isLate()) continue;
      const outcome = await sources.change.read({ side: 'head', path }, limits.maxFileBytes);
      if (outcome.kind === 'text') count(path, outcome.text);
    }
  }
  return (word, folder) => {
    if (paths.has(word.replace(/^\.{0,2}\//, ''))) return 1;
    const files = counts.get(word);
    if (files === undefined) return null;
    let sum = 0;
    for (const [path, found] of files) if (folder === undefined || path.startsWith(folder)) sum += found;
    return sum > 0 || wasSearched ? sum : null;
  };
}

/** A word that starts with a sign, such as `/modules/http`, has no start of its own: any occurrence counts. */
function occurrences(text: string, word: string): number {
  if (/^[\p{L}\p{N}_$-]/u.test(word)) return countWord(text, word);
  return text.includes(word) ? 1 : 0;
}

function pathsAndFolders(paths: readonly string[]): Set<string> {
  const all = new Set(paths);
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const folder = path.slice(0, end);
      if (all.has(folder)) break;
      all.add(folder);
    }
  }
  return all;
}
