import { confirmRename } from '../../confirm-rename.ts';
import type { Asking, Suspicion } from '../../detector.ts';
import { renamesOf, suspicionOf } from '../../renames.ts';
import type { Options } from './options.ts';

export function suspect({ change }: Asking, { minPlaces }: Options): Suspicion[] {
  return renamesOf(change)
    .filter(({ kind, sites }) => kind === 'flag' && sites.length >= minPlaces)
    .map(suspicionOf);
}

export const confirm = confirmRename;
