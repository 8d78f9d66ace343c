import { confirmRename } from '../../confirm-rename.ts';
import type { Asking, Suspicion } from '../../detector.ts';
import { renamesOf, suspicionOf } from '../../renames.ts';
import type { Options } from './options.ts';

/** Full strength for a move that git itself saw. */
const SEEN_BY_GIT = 1;

export function suspect({ change }: Asking, { minPlaces }: Options): Suspicion[] {
  const inLines = renamesOf(change)
    .filter(({ kind, sites }) => kind === 'path' && sites.length >= minPlaces)
    .map(suspicionOf);
  return [...movedFiles(change.files), ...inLines];
}

/** Files with a folder in their path: a bare file name may stand for any file of that name. */
function movedFiles(files: Asking['change']['files']): Suspicion[] {
  const moved: Suspicion[] = [];
  for (const { path, previousPath, status } of files) {
    if (status !== 'renamed' || previousPath === null || !previousPath.includes('/')) continue;
    moved.push({
      kind: 'path',
      driftType: 'instruction',
      oldToken: previousPath,
      newToken: path,
      spellings: [{ old: previousPath, fresh: path }],
      goneWords: [previousPath],
      anchor: [],
      strength: SEEN_BY_GIT,
      evidence: [{ file: path, line: 1, text: `moved from ${previousPath}` }],
      why: `The file ${previousPath} moved to ${path}.`,
    });
  }
  return moved;
}

export const confirm = confirmRename;
