import type { StoredPack } from '../model/pack.ts';
import { canonicalJson } from '../shared/canonical-json.ts';
import { sha256Hex } from '../shared/sha256.ts';

/** One hash for all packs that judged, whatever order they came in. */
export function packHashOf(packs: readonly StoredPack[]): string {
  return sha256Hex(canonicalJson(packs.map((pack) => `${pack.id}@${pack.versionHash}`).sort()));
}
