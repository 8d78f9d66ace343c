import { closeSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  type SqliteStatement,
} from 'kysely';
import type { Stores } from '../ports/stores.ts';
import { messageOf } from '../shared/errors.ts';
import { StoreError } from './error.ts';
import { outsideWorkOnly, refuseInsideWork } from './inside-work.ts';
import type { Head } from './ledger.ts';
import { migrate } from './migrate.ts';
import { createRepositories } from './repositories.ts';
import type { Tables } from './tables.ts';
import { createTransact } from './transact.ts';

/** Waiting inside SQLite stops the whole process, so it is kept short and repeated from outside. */
const BUSY_INSIDE_MS = 40;
const BUSY_TRIES = 60;
const BUSY_PAUSE_MS = 50;
const STATEMENTS_KEPT = 400;

/**
 * Opens the database (`sqlite:FILE` or `sqlite::memory:`), brings its schema up to date and gives the repositories.
 * What a call wrote is on disk when the call returns. Several processes may have the same file open.
 * A locked database is tried `busyTries` times (60, about five seconds, when not given).
 * Throws StoreError with one sentence when the database cannot be used; nothing is half done then.
 */
export async function openStores(options: { url: string; now: () => number; busyTries?: number }): Promise<Stores> {
  const file = fileOf(options.url);
  const db = new Kysely<Tables>({
    dialect: new OneWriterDialect(connect(file), { file, busyTries: options.busyTries ?? BUSY_TRIES }),
  });
  try {
    await migrate(db);
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
  const head: Head = { entry: undefined };
  return {
    ...createRepositories(db.withPlugin(outsideWorkOnly(head)), head, options.now),
    transact: createTransact(db, head, options.now),
    ping: () => ping(db, head),
    close: () => db.destroy(),
  };
}

function fileOf(url: string): string {
  /** SQLite's own client trims too, and would take what is blank then for a database that is never kept. */
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length).trim() : '';
  if (file !== '') return file;
  throw new StoreError('store.bad-url', 'DATABASE_URL must read sqlite:FILE, for example sqlite:countersign.db.');
}

/** Takes the write lock and reads. */
async function ping(db: Kysely<Tables>, head: Head): Promise<void> {
  refuseInsideWork(head);
  await db.transaction().execute((tx) => tx.selectFrom('ledger_checkpoints').select('size').limit(1).execute());
}

function connect(file: string): Database.Database {
  if (file !== ':memory:') prepareFile(file);
  try {
    const database = new Database(file, { timeout: 5_000 });
    try {
      database.pragma('journal_mode = WAL');
      database.pragma('synchronous = FULL');
      database.pragma('foreign_keys = ON');
      database.pragma('recursive_triggers = ON');
      database.pragma(`busy_timeout = ${BUSY_INSIDE_MS}`);
    } catch (thrown) {
      database.close();
      throw thrown;
    }
    return database;
  } catch (thrown) {
    throw storeError(thrown, file);
  }
}

/** Makes the file before SQLite does, readable by its owner only, and says plainly why that is impossible. */
function prepareFile(file: string): void {
  if (statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new StoreError(
      'store.missing-directory',
      `The directory ${dirname(file)} for the database does not exist; create it, or change DATABASE_URL.`,
    );
  }
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (thrown) {
    throw new StoreError(
      'store.not-allowed',
      `The database ${file} cannot be opened for writing (${messageOf(thrown)}); check its permissions, or change DATABASE_URL.`,
      thrown,
    );
  }
}

type Place = { file: string; busyTries: number };

/** SQLite with one connection, write transactions from their first statement, and our errors. */
class OneWriterDialect extends SqliteDialect {
  readonly #createDriver: () => SqliteDriver;

  constructor(database: Database.Database, place: Place) {
    const kept = keepStatements(database);
    super({ database: kept });
    this.#createDriver = () => new OneWriterDriver(database, kept, place);
  }

  override createDriver(): SqliteDriver {
    return this.#createDriver();
  }

  override createAdapter(): SqliteAdapter {
    return new OneWriterAdapter();
  }
}

class OneWriterAdapter extends SqliteAdapter {
  /** SQLite rolls back DDL like anything else; Kysely's own adapter says otherwise. */
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class OneWriterDriver extends SqliteDriver {
  readonly #database: Database.Database;
  readonly #place: Place;
  #connection: Connection | undefined;

  constructor(database: Database.Database, kept: SqliteDatabase, place: Place) {
    super({ database: kept });
    this.#database = database;
    this.#place = place;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new Connection(await super.acquireConnection(), this.#database, this.#place);
    return this.#connection;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** A full disk makes SQLite roll back by itself; a second rollback would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

class Connection implements DatabaseConnection {
  readonly #inner: DatabaseConnection;
  readonly #database: Database.Database;
  readonly #place: Place;

  constructor(inner: DatabaseConnection, database: Database.Database, place: Place) {
    this.#inner = inner;
    this.#database = database;
    this.#place = place;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await this.#inner.executeQuery<R>(query);
      } catch (thrown) {
        const error = storeError(thrown, this.#place.file);
        if (error.code !== 'store.busy' || tried >= this.#place.busyTries || !this.#mayRepeat(query)) throw error;
        await sleep(Math.random() * BUSY_PAUSE_MS * 2);
      }
    }
  }

  /** Outside a transaction nothing was done when the database was busy, and a commit keeps what it has. */
  #mayRepeat(query: CompiledQuery): boolean {
    return !this.#database.inTransaction || query.sql === 'commit';
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.#inner.streamQuery<R>(query, chunkSize);
  }
}

/** Statements are prepared once: Kysely would prepare each anew. */
function keepStatements(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close() {
      kept.clear();
      database.close();
    },
    prepare(text) {
      const known = kept.get(text);
      if (known !== undefined) return known;
      const statement = database.prepare(text) as unknown as SqliteStatement;
      if (kept.size >= STATEMENTS_KEPT) kept.clear();
      kept.set(text, statement);
      return statement;
    },
  };
}

function storeError(thrown: unknown, file: string): StoreError {
  if (thrown instanceof StoreError) return thrown;
  const code = thrown instanceof Database.SqliteError ? thrown.code : '';
  const said = messageOf(thrown);
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new StoreError(
      'store.busy',
      `The database ${file} stayed locked by another process; stop it or try again.`,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_CONSTRAINT')) return constraintError(code, said, thrown);
  if (code === 'SQLITE_FULL') {
    return new StoreError(
      'store.full',
      `The disk that holds the database ${file} is full, so nothing was written; free some space and try again.`,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new StoreError(
      'store.corrupt',
      `The file ${file} is damaged or not a database (${said}); restore it from a backup, or change DATABASE_URL.`,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return new StoreError(
      'store.not-allowed',
      `The database ${file} cannot be written (${said}); check its permissions and those of its directory.`,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new StoreError(
      'store.io',
      `Reading or writing the database ${file} failed (${said}); check the disk and try again.`,
      thrown,
    );
  }
  return new StoreError('store.failed', `The database ${file} refused a statement: ${said}.`, thrown);
}

function constraintError(code: string, said: string, thrown: unknown): StoreError {
  if (code === 'SQLITE_CONSTRAINT_TRIGGER') return new StoreError('store.refused', said, thrown);
  if (said.includes('ledger_entries.')) {
    return new StoreError('store.chain-race', 'Another writer extended the ledger first; run the work again.', thrown);
  }
  return new StoreError(
    'store.constraint',
    `The database refused a row that contradicts another one: ${said}.`,
    thrown,
  );
}
