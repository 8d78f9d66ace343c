import { type Kysely, sql } from 'kysely';
import { type Dialect, dialectOf, numberKeyType, primaryKey, required, withPosition } from './dialect.ts';

export async function up(db: Kysely<unknown>): Promise<void> {
  const dialect = dialectOf(db);
  await createLeased(db, dialect, 'events');
  await createLeased(db, dialect, 'deliveries');
  await createLedger(db, dialect);
  await createPacks(db, dialect);
  await createJudgement(db, dialect);
  await createProposals(db, dialect);
  await createOutside(db);
  await createWatch(db);
  if (dialect === 'postgres') await protectOnPostgres(db);
  else await protectOnSqlite(db);
}

async function createLeased(db: Kysely<unknown>, dialect: Dialect, table: 'events' | 'deliveries'): Promise<void> {
  await withPosition(dialect, db.schema.createTable(table))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('key', 'text', (column) => column.notNull().unique())
    .addColumn('lane', 'text', required)
    .addColumn('kind', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('entry_seq', 'bigint')
    .addColumn('standing', 'text', required)
    .addColumn('leased', 'integer', required)
    .addColumn('attempts', 'integer', required)
    .addColumn('next_at', 'bigint', required)
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'bigint', required)
    .addColumn('done_at', 'bigint')
    .execute();
  await index(db, table, ['standing', 'position']);
  await index(db, table, ['lane', 'standing', 'position']);
}

async function createLedger(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('ledger_entries')
    .addColumn('seq', numberKeyType(dialect), primaryKey)
    .addColumn('type', 'text', required)
    .addColumn('actor_type', 'text', required)
    .addColumn('actor_id', 'text', required)
    .addColumn('subject', 'text', required)
    .addColumn('payload_hash', 'text', required)
    .addColumn('prev_hash', 'text', (column) => column.notNull().unique())
    .addColumn('hash', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
  await index(db, 'ledger_entries', ['subject', 'seq']);
  await db.schema
    .createTable('ledger_payloads')
    .addColumn('seq', numberKeyType(dialect), (column) => column.primaryKey().references('ledger_entries.seq'))
    .addColumn('body', 'text', required)
    .execute();
  await db.schema
    .createTable('ledger_checkpoints')
    .addColumn('size', numberKeyType(dialect), primaryKey)
    .addColumn('root_hash', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('at', 'bigint', required)
    .execute();
}

async function createPacks(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await withPosition(dialect, db.schema.createTable('packs'))
    .addColumn('id', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('version_hash', 'text', required)
    .addColumn('activation', 'bigint', required)
    .addColumn('source', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('saved_at', 'bigint', required)
    .addUniqueConstraint('packs_id_version_hash', ['id', 'version_hash'])
    .execute();
}

async function createJudgement(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await db.schema
    .createTable('pull_requests')
    .addColumn('repo', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('title', 'text', required)
    .addColumn('url', 'text', required)
    .addColumn('author', 'text', required)
    .addColumn('author_is_bot', 'integer', required)
    .addColumn('head_sha', 'text', required)
    .addColumn('base_sha', 'text', required)
    .addColumn('base_ref', 'text', required)
    .addColumn('draft', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('channel', 'text')
    .addColumn('updated_at', 'bigint', required)
    .addPrimaryKeyConstraint('pull_requests_key', ['repo', 'number'])
    .execute();
  await index(db, 'pull_requests', ['state']);

  await withPosition(dialect, db.schema.createTable('decisions'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('repo', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('head_sha', 'text', required)
    .addColumn('state', 'text', required)
    .addColumn('voided_because', 'text')
    .addColumn('body', 'text', required)
    .addColumn('decided_at', 'bigint', required)
    .execute();
  await index(db, 'decisions', ['repo', 'number', 'decided_at']);
  await index(db, 'decisions', ['state', 'decided_at']);
  await index(db, 'decisions', ['decided_at']);
  await db.schema
    .createTable('used_nonces')
    .addColumn('nonce', 'text', primaryKey)
    .addColumn('used_by', 'text', required)
    .addColumn('used_at', 'bigint', required)
    .execute();

  await withPosition(dialect, db.schema.createTable('grants'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('decision_id', 'text', required)
    .addColumn('repo', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('body', 'text', required)
    .addColumn('granted_at', 'bigint', required)
    .execute();
  await index(db, 'grants', ['decision_id']);
  await index(db, 'grants', ['repo', 'number']);
  await index(db, 'grants', ['granted_at']);

  await withPosition(dialect, db.schema.createTable('break_glass_reviews'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('repo', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('body', 'text', required)
    .addColumn('opened_at', 'bigint', required)
    .addColumn('closed_by_type', 'text')
    .addColumn('closed_by_id', 'text')
    .addColumn('closed_by_name', 'text')
    .addColumn('closed_at', 'bigint')
    .addColumn('conclusion', 'text')
    .execute();
  await index(db, 'break_glass_reviews', ['repo', 'number']);
  await index(db, 'break_glass_reviews', ['closed_at']);
}

async function createProposals(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  await withPosition(dialect, db.schema.createTable('proposals'))
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('repo', 'text', required)
    .addColumn('number', 'integer', required)
    .addColumn('state', 'text', required)
    .addColumn('state_note', 'text')
    .addColumn('body', 'text', required)
    .addColumn('proposed_at', 'bigint', required)
    .addColumn('updated_at', 'bigint', required)
    .execute();
  await index(db, 'proposals', ['repo', 'number']);
  await index(db, 'proposals', ['state', 'proposed_at']);
}

/** What stands outside under a name given there: messages, check runs, logins. */
async function createOutside(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('key', 'text', primaryKey)
    .addColumn('channel', 'text', required)
    .addColumn('ts', 'text', required)
    .addColumn('permalink', 'text')
    .addColumn('posted_at', 'bigint', required)
    .execute();
  await index(db, 'messages', ['channel', 'ts']);
  await db.schema
    .createTable('checks')
    .addColumn('external_id', 'text', primaryKey)
    .addColumn('repo', 'text', required)
    .addColumn('head_sha', 'text', required)
    .addColumn('run_id', 'text', required)
    .addColumn('conclusion', 'text')
    .addColumn('reported_at', 'bigint', required)
    .execute();
  await db.schema
    .createTable('identities')
    .addColumn('slack_id', 'text', primaryKey)
    .addColumn('github_login', 'text', required)
    .addColumn('login_key', 'text', required)
    .addColumn('email', 'text')
    .addColumn('linked_at', 'bigint', required)
    .execute();
  await index(db, 'identities', ['login_key', 'linked_at']);
}

async function createWatch(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('watchers')
    .addColumn('watcher_id', 'text', primaryKey)
    .addColumn('state', 'text', required)
    .addColumn('last_heartbeat_at', 'bigint')
    .addColumn('since', 'bigint', required)
    .addColumn('flipped_at', 'bigint')
    .execute();
  await db.schema
    .createTable('timers')
    .addColumn('job', 'text', primaryKey)
    .addColumn('due_at', 'bigint', required)
    .execute();
  await db.schema
    .createTable('digests')
    .addColumn('channel', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('issued_at', 'bigint', required)
    .addPrimaryKeyConstraint('digests_key', ['channel', 'day'])
    .execute();
}

const PROTECTED = [
  { table: 'ledger_entries', on: 'UPDATE', sentence: 'A ledger entry is never changed.' },
  { table: 'ledger_entries', on: 'DELETE', sentence: 'A ledger entry is never removed.' },
  { table: 'ledger_payloads', on: 'UPDATE', sentence: 'A ledger payload is never changed, only erased.' },
] as const;

async function protectOnSqlite(db: Kysely<unknown>): Promise<void> {
  for (const { table, on, sentence } of PROTECTED) {
    await sql
      .raw(
        `CREATE TRIGGER ${table}_no_${on.toLowerCase()} BEFORE ${on} ON ${table} BEGIN SELECT RAISE(ABORT, '${sentence}'); END`,
      )
      .execute(db);
  }
}

async function protectOnPostgres(db: Kysely<unknown>): Promise<void> {
  for (const { table, on, sentence } of PROTECTED) {
    const name = `${table}_no_${on.toLowerCase()}`;
    await sql
      .raw(
        `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '${sentence}'; END $$`,
      )
      .execute(db);
    await sql.raw(`CREATE TRIGGER ${name} BEFORE ${on} ON ${table} EXECUTE FUNCTION ${name}()`).execute(db);
  }
}

async function index(db: Kysely<unknown>, table: string, columns: string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns(columns)
    .execute();
}
