import { confirmRename } from '../../confirm-rename.ts';
import type { Asking, Suspicion } from '../../detector.ts';
import { distinctiveness } from '../../distinctiveness.ts';
import { type Rename, renamesOf, suspicionOf, UNMISTAKABLE } from '../../renames.ts';
import type { Options } from './options.ts';

/** A plain word must have been replaced this often, facing outward, before a page is asked about it. */
const PLAIN_PLACES = 3;

export function suspect({ change }: Asking, { minPlaces }: Options): Suspicion[] {
  return renamesOf(change)
    .filter((rename) => rename.kind === 'name' && rename.sites.length >= minPlaces && isPublic(rename))
    .map(suspicionOf);
}

function isPublic({ old, sites, outward }: Rename): boolean {
  if (outward === 0) return distinctiveness(old) >= UNMISTAKABLE && sites.length >= 2;
  return distinctiveness(old) >= 0.6 || (sites.length >= PLAIN_PLACES && outward >= 2);
}

export const confirm = confirmRename;
