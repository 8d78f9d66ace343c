import { constants, copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import type { LedgerFile, LedgerRow, RowQuery } from '../ports/ledger-file.ts';
import { messageOf } from '../shared/errors.ts';
import { StoreError } from './error.ts';

const PAGE = 500;
const TABLES = ['ledger_entries', 'ledger_payloads', 'ledger_checkpoints'] as const;

/** The columns as the verifier reads them. They are named here again, and not taken from the writer's tables. */
type Written = {
  ledger_entries: Record<
    'seq' | 'type' | 'actor_type' | 'actor_id' | 'subject' | 'payload_hash' | 'prev_hash' | 'hash' | 'at',
    unknown
  > & { rowid: number };
  ledger_payloads: { seq: unknown; body: unknown };
  ledger_checkpoints: { size: unknown; body: unknown };
};

/**
 * Opens a database file, or a copy of one, for reading. A write-ahead log beside it is read too; one that is missing
 * is not missed. Nothing is changed or left beside the file: unless it is in use, a private copy is read.
 * Throws StoreError when there is no ledger to be read.
 */
export async function openLedgerFile(file: string): Promise<LedgerFile> {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new StoreError('store.not-allowed', `There is no database file ${file}; name one with --db.`);
  }
  if (isInUse(file)) {
    try {
      return await openAt({ path: file, leave: () => undefined }, file);
    } catch (thrown) {
      /** Leftovers of a process that is gone, in a place where SQLite may not tidy them up. */
      if (!(thrown instanceof StoreError) || thrown.code !== 'store.not-allowed') throw thrown;
    }
  }
  return openAt(copyAside(file), file);
}

type ReadingPlace = { path: string; leave: () => void };

async function openAt(place: ReadingPlace, file: string): Promise<LedgerFile> {
  try {
    const db = connect(place.path, file);
    await refuseForeign(db, file);
    return ledgerFile(db, file, place.leave);
  } catch (thrown) {
    place.leave();
    throw readError(thrown, file);
  }
}

function ledgerFile(db: Kysely<Written>, file: string, leave: () => void): LedgerFile {
  return {
    pages: () => pages(db, file),
    rows: (query) => someRows(db, query).catch((thrown: unknown) => Promise.reject(readError(thrown, file))),
    async checkpointTexts() {
      const rows = await db.selectFrom('ledger_checkpoints').select('body').orderBy('size').execute();
      return rows.map(({ body }) => String(body));
    },
    async close() {
      await db.destroy();
      leave();
    },
  };
}

/** A file that is in use has these two beside it and is read in place, under SQLite's own locks. */
function isInUse(file: string): boolean {
  return existsSync(`${file}-wal`) && existsSync(`${file}-shm`);
}

function copyAside(file: string): ReadingPlace {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-ledger-'));
  const leave = () => rmSync(directory, { recursive: true, force: true });
  try {
    const path = join(directory, 'ledger.db');
    const before = stampOf(file);
    for (const end of ['', '-wal']) {
      if (existsSync(file + end)) copyFileSync(file + end, path + end, constants.COPYFILE_FICLONE);
    }
    if (stampOf(file) !== before) {
      throw new StoreError('store.busy', `The database ${file} was written while it was being read; try again.`);
    }
    return { path, leave };
  } catch (thrown) {
    leave();
    throw readError(thrown, file);
  }
}

function stampOf(file: string): string {
  return ['', '-wal', '-shm']
    .map((end) => statSync(file + end, { throwIfNoEntry: false }))
    .map((state) => (state === undefined ? 'none' : `${state.size}@${state.mtimeMs}`))
    .join(' ');
}

function connect(path: string, file: string): Kysely<Written> {
  try {
    const inPlace = path === file;
    return new Kysely({
      dialect: new SqliteDialect({ database: new Database(path, { readonly: inPlace, fileMustExist: true }) }),
    });
  } catch (thrown) {
    throw readError(thrown, file);
  }
}

async function refuseForeign(db: Kysely<Written>, file: string): Promise<void> {
  const tables = await db.introspection.getTables().catch(async (thrown: unknown) => {
    await db.destroy();
    throw thrown;
  });
  const missing = TABLES.filter((name) => !tables.some((table) => table.name === name));
  if (missing.length === 0) return;
  await db.destroy();
  throw new StoreError('store.corrupt', `The file ${file} holds no ledger: it lacks the table ${missing.join(', ')}.`);
}

/** Pages by number and then by row, so that rows which share a number all come, once each. */
async function* pages(db: Kysely<Written>, file: string): AsyncGenerator<LedgerRow[]> {
  let seq: unknown = -Number.MAX_SAFE_INTEGER;
  let row = -Number.MAX_SAFE_INTEGER;
  for (;;) {
    const found = await columns(db)
      .where(sql<boolean>`(entry.seq, entry.rowid) > (${seq}, ${row})`)
      .orderBy('entry.seq')
      .orderBy('entry.rowid')
      .limit(PAGE)
      .execute()
      .catch((thrown: unknown) => Promise.reject(readError(thrown, file)));
    if (found.length > 0) yield found;
    const last = found.at(-1);
    if (last === undefined || found.length < PAGE) return;
    seq = last.seq;
    row = last.rowid;
  }
}

async function someRows(db: Kysely<Written>, query: RowQuery): Promise<LedgerRow[]> {
  return columns(db)
    .$if(query.seq !== undefined, (rows) => rows.where('entry.seq', '=', query.seq))
    .$if(query.subject !== undefined, (rows) => rows.where('entry.subject', '=', query.subject))
    .orderBy('entry.seq', 'desc')
    .limit(query.limit)
    .execute();
}

function columns(db: Kysely<Written>) {
  return db
    .selectFrom('ledger_entries as entry')
    .leftJoin('ledger_payloads as payload', 'payload.seq', 'entry.seq')
    .select([
      'entry.rowid',
      'entry.seq',
      'entry.type',
      'entry.actor_type as actorType',
      'entry.actor_id as actorId',
      'entry.subject',
      'entry.payload_hash as payloadHash',
      'entry.prev_hash as prevHash',
      'entry.hash',
      'entry.at',
      'payload.body as payloadText',
    ]);
}

function readError(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || thrown instanceof StoreError) return thrown;
  const code = thrown instanceof Database.SqliteError ? thrown.code : '';
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) {
    return new StoreError(
      'store.corrupt',
      `The file ${file} is damaged or not a database (${thrown.message}).`,
      thrown,
    );
  }
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return new StoreError('store.not-allowed', `The file ${file} cannot be opened: ${thrown.message}.`, thrown);
  }
  return new StoreError('store.io', `The file ${file} cannot be read: ${messageOf(thrown)}.`, thrown);
}
