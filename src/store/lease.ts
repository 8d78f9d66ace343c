import type { Selectable } from 'kysely';
import { toNumber } from './rows.ts';
import type { Db, LeasedTable } from './tables.ts';

/** `events` and `deliveries` share their columns, so the types of one stand for both. */
type LeasedName = 'events' | 'deliveries';
type AsTyped = 'events';
export type LeasedRow = Selectable<LeasedTable>;
type LeasedDraft = Pick<LeasedRow, 'id' | 'key' | 'lane' | 'kind' | 'body' | 'entry_seq'>;

/** After this many lost races the caller gets null and asks again on its next round. */
const CLAIM_TRIES = 50;

/** Inserts as pending and due at once; false when the key is known. */
export async function addLeased(db: Db, table: LeasedName, draft: LeasedDraft, now: number): Promise<boolean> {
  const result = await db
    .insertInto(table as AsTyped)
    .values({
      ...draft,
      standing: 'open',
      leased: 0,
      attempts: 0,
      next_at: now,
      last_error: null,
      created_at: now,
      done_at: null,
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/**
 * Leases the oldest due row whose lane has nothing older unfinished; a dead row does not hold its lane.
 * A lease that ran out may be claimed again. Two callers never get the same row: the update goes through only
 * while the row is as it was read.
 */
export async function claimLeased(
  db: Db,
  table: LeasedName,
  now: number,
  leaseMs: number,
  kinds: readonly string[] | null,
): Promise<LeasedRow | null> {
  for (let tries = 0; tries < CLAIM_TRIES; tries += 1) {
    const row = await oldestDue(db, table, now, kinds);
    if (row === undefined) return null;
    const claimed = { leased: 1, attempts: row.attempts + 1, next_at: now + leaseMs };
    const result = await db
      .updateTable(table as AsTyped)
      .set(claimed)
      .where('id', '=', row.id)
      .where('standing', '=', 'open')
      .where('leased', '=', row.leased)
      .where('attempts', '=', row.attempts)
      .where('next_at', '=', row.next_at)
      .executeTakeFirst();
    if (result.numUpdatedRows === 1n) return { ...row, ...claimed };
  }
  return null;
}

async function oldestDue(
  db: Db,
  table: LeasedName,
  now: number,
  kinds: readonly string[] | null,
): Promise<LeasedRow | undefined> {
  return db
    .selectFrom(`${table as AsTyped} as row`)
    .selectAll('row')
    .where('row.standing', '=', 'open')
    .where('row.next_at', '<=', now)
    .$if(kinds !== null, (query) => query.where('row.kind', 'in', kinds ?? []))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom(`${table as AsTyped} as older`)
            .select('older.position')
            .whereRef('older.lane', '=', 'row.lane')
            .where('older.standing', '=', 'open')
            .whereRef('older.position', '<', 'row.position'),
        ),
      ),
    )
    .orderBy('row.position')
    .limit(1)
    .executeTakeFirst();
}

/** Done for good. A row that was buried meanwhile stays buried. */
export async function finishLeased(db: Db, table: LeasedName, id: string, now: number): Promise<void> {
  await settle(db, table, id, { standing: 'done', leased: 0, done_at: now });
}

/** Back to pending, due at `at`. Does nothing to a row that was finished meanwhile. */
export async function retryLeased(db: Db, table: LeasedName, id: string, at: number, error: string): Promise<void> {
  await settle(db, table, id, { leased: 0, next_at: at, last_error: error });
}

export async function buryLeased(db: Db, table: LeasedName, id: string, now: number, error: string): Promise<void> {
  await settle(db, table, id, { standing: 'dead', leased: 0, done_at: now, last_error: error });
}

/**
 * Hands a leased row back, due at once. An event left nothing behind, so its attempt is not counted; a delivery may
 * have gone out already, so its attempt stays counted and the next one looks first.
 */
export async function releaseLeased(db: Db, table: LeasedName, id: string, now: number): Promise<void> {
  const uncounted = table === 'events' ? 1 : 0;
  await db
    .updateTable(table as AsTyped)
    .set(({ eb }) => ({ leased: 0, next_at: now, attempts: eb('attempts', '-', uncounted) }))
    .where('id', '=', id)
    .where('standing', '=', 'open')
    .where('leased', '=', 1)
    .execute();
}

async function settle(db: Db, table: LeasedName, id: string, change: Partial<LeasedRow>): Promise<void> {
  await db
    .updateTable(table as AsTyped)
    .set(change)
    .where('id', '=', id)
    .where('standing', '=', 'open')
    .execute();
}

/** One attempt stays counted: whatever was tried before may have arrived, so the next attempt looks first. */
export async function reviveLeased(db: Db, table: LeasedName, now: number): Promise<number> {
  const result = await db
    .updateTable(table as AsTyped)
    .set({ standing: 'open', leased: 0, attempts: 1, next_at: now, done_at: null })
    .where('standing', '=', 'dead')
    .executeTakeFirst();
  return toNumber(result.numUpdatedRows);
}

/** Leased rows count as pending: they are not done. */
export async function countLeased(
  db: Db,
  table: LeasedName,
): Promise<{ pending: number; dead: number; oldestPendingAt: number | null }> {
  const rows = await db
    .selectFrom(table as AsTyped)
    .select(({ fn }) => ['standing', fn.countAll().as('count'), fn.min('created_at').as('oldest')])
    .where('standing', 'in', ['open', 'dead'])
    .groupBy('standing')
    .execute();
  const open = rows.find((row) => row.standing === 'open');
  return {
    pending: toNumber(open?.count),
    dead: toNumber(rows.find((row) => row.standing === 'dead')?.count),
    oldestPendingAt: open === undefined ? null : toNumber(open.oldest),
  };
}
