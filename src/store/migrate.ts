import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from '../../migrations/index.ts';
import { StoreError } from './error.ts';
import type { Tables } from './tables.ts';

type MigrationRows = Tables & { kysely_migration: { name: string; timestamp: string } };

/**
 * Brings the schema up to what this version knows, all of it or nothing, in one write transaction:
 * a second process that starts meanwhile waits and then finds nothing to do.
 * Throws StoreError `store.newer-schema` when the database was written by a later version.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await refuseNewerSchema(tx.withTables<MigrationRows>());
    const migrator = new Migrator({ db: tx, provider: { getMigrations: async () => ({ ...MIGRATIONS }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  });
}

async function refuseNewerSchema(db: Kysely<MigrationRows>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === 'kysely_migration')) return;
  const applied = await db.selectFrom('kysely_migration').select('name').orderBy('name').execute();
  const unknown = applied.map((row) => row.name).filter((name) => !Object.hasOwn(MIGRATIONS, name));
  if (unknown.length === 0) return;
  throw new StoreError(
    'store.newer-schema',
    `The database was written by a later version of Countersign (it has the schema change ${unknown.join(', ')}); start that version, or restore an older backup.`,
  );
}
