import type { StoredPack } from '../model/pack.ts';
import type { PackStore } from '../ports/stores.ts';
import { fromText, toNumber, toText } from './rows.ts';
import type { Db } from './tables.ts';

export function createPackStore(db: Db): PackStore {
  /** A version that is put back after another content of the same number was saved becomes the current one again. */
  async function save(pack: StoredPack, source: 'manifest' | 'database', now: number): Promise<boolean> {
    const newest = await ofVersion(db, pack.id, pack.version);
    if (newest?.version_hash === pack.versionHash) return false;
    const top = await db
      .selectFrom('packs')
      .select(({ fn }) => fn.max('activation').as('top'))
      .executeTakeFirst();
    const activation = toNumber(top?.top) + 1;
    await db
      .insertInto('packs')
      .values({
        id: pack.id,
        version: pack.version,
        version_hash: pack.versionHash,
        activation,
        source,
        body: toText(pack),
        saved_at: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['id', 'version_hash']).doUpdateSet({ activation, source, saved_at: now }),
      )
      .execute();
    return true;
  }

  async function current(): Promise<StoredPack[]> {
    const rows = await db
      .selectFrom('packs')
      .selectAll()
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('packs as later')
              .select('later.position')
              .whereRef('later.id', '=', 'packs.id')
              .where(({ eb, or, and }) =>
                or([
                  eb('later.version', '>', eb.ref('packs.version')),
                  and([
                    eb('later.version', '=', eb.ref('packs.version')),
                    eb('later.activation', '>', eb.ref('packs.activation')),
                  ]),
                ]),
              ),
          ),
        ),
      )
      .orderBy('packs.id')
      .execute();
    return rows.map((row) => fromText<StoredPack>(row.body));
  }

  async function get(id: string, version?: number): Promise<StoredPack | null> {
    const row = await ofVersion(db, id, version);
    return row === undefined ? null : fromText<StoredPack>(row.body);
  }

  async function sourceOf(id: string): Promise<'manifest' | 'database' | null> {
    const row = await ofVersion(db, id);
    if (row === undefined) return null;
    return row.source === 'manifest' ? 'manifest' : 'database';
  }

  return { save, current, get, sourceOf };
}

function ofVersion(db: Db, id: string, version?: number) {
  const query = db.selectFrom('packs').selectAll().where('id', '=', id);
  const narrowed = version === undefined ? query : query.where('version', '=', version);
  return narrowed.orderBy('version', 'desc').orderBy('activation', 'desc').limit(1).executeTakeFirst();
}
