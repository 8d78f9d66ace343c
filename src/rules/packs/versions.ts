import { type Pack, type StoredPack, VOLATILE_PACK_FIELDS } from '../../model/pack.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { sha256Hex } from '../../shared/sha256.ts';

/**
 * SHA-256 (64 hex) over the canonical JSON of what the pack says. Key order, comments and the volatile fields (when and
 * by whom) do not move it; version and parent do, so that a version cannot be swapped for a look-alike.
 */
export function versionHash(pack: Pack): string {
  const volatile: readonly string[] = VOLATILE_PACK_FIELDS;
  return sha256Hex(canonicalJson(Object.fromEntries(Object.entries(pack).filter(([key]) => !volatile.includes(key)))));
}

/** The pack with its own hash; a hash that came with it is replaced. */
export function stored(pack: Pack): StoredPack {
  return { ...pack, versionHash: versionHash(pack) };
}

/**
 * The version after `current` that says what `edited` says. `parentId` is the parent's `versionHash`: a name with a
 * number can be given twice, a hash cannot. The same content again answers `current` itself.
 */
export function nextVersion(current: StoredPack, edited: Pack): StoredPack {
  const { parentId: _theirs, ...rest } = edited;
  const parent = current.parentId === undefined ? {} : { parentId: current.parentId };
  if (versionHash({ ...rest, ...parent, id: current.id, version: current.version }) === current.versionHash)
    return current;
  return stored({ ...rest, id: current.id, version: current.version + 1, parentId: current.versionHash });
}
