import { SYSTEM } from '../model/actor.ts';
import { pullRequestKey } from '../model/keys.ts';
import type { Pack, StoredPack } from '../model/pack.ts';
import { nextVersion, stored } from '../rules/packs/versions.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';

/**
 * Makes the packs of the manifests the current ones. A pack whose file is gone is archived, a changed one becomes a
 * version of its own; both are entries, and open pull requests are judged again, because an answer is for the pack it
 * was given under.
 */
export async function activatePacks(road: Road, manifests: readonly StoredPack[]): Promise<void> {
  const before = await road.stores.packs.current();
  const given = new Set(manifests.map((pack) => pack.id));
  const gone: StoredPack[] = [];
  for (const pack of before) {
    const ours = (await road.stores.packs.sourceOf(pack.id)) === 'manifest';
    if (ours && !given.has(pack.id) && pack.status !== 'archived') gone.push(archived(pack));
  }
  const wanted: StoredPack[] = [];
  for (const pack of manifests) {
    const current = before.find((candidate) => candidate.id === pack.id);
    const ours = current !== undefined && (await road.stores.packs.sourceOf(pack.id)) === 'manifest';
    wanted.push(ours ? following(current, pack) : pack);
  }
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    const changed: StoredPack[] = [];
    for (const pack of [...wanted, ...gone]) {
      if (!(await tx.packs.save(pack, 'manifest', now))) continue;
      changed.push(pack);
      const previous = before.find((candidate) => candidate.id === pack.id) ?? null;
      await record(
        tx,
        {
          type: 'pack.activated',
          actor: SYSTEM,
          subject: `pack:${pack.id}`,
          payload: {
            packId: pack.id,
            version: pack.version,
            versionHash: pack.versionHash,
            status: pack.status,
            replaces: previous?.versionHash ?? null,
          },
          at: now,
        },
        () => [],
      );
    }
    if (changed.length === 0) return;
    for (const { repo, number, headSha } of await tx.pullRequests.open()) {
      await tx.inbox.add(
        {
          type: 'pull-request.changed',
          source: 'cron',
          // The moment belongs to it: a pack that is put back is a change once more.
          dedupeKey: `packs:${repo}#${number}:${changed.map((pack) => pack.versionHash).join(',')}:${now}`,
          lane: pullRequestKey(repo, number),
          actor: SYSTEM,
          data: { repo, number, headSha, reason: 'pack-changed' },
        },
        now,
      );
    }
  });
}

/** A file that was away, or is older than what was recorded last, goes on from there: a version never goes back. */
function following(current: StoredPack, pack: StoredPack): StoredPack {
  return current.version > pack.version ? nextVersion(current, pack) : pack;
}

function archived(pack: StoredPack): StoredPack {
  const { versionHash, ...rest } = pack;
  const next: Pack = { ...rest, status: 'archived', version: pack.version + 1, parentId: versionHash };
  return stored(next);
}
