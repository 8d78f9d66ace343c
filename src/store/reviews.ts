import type { Selectable } from 'kysely';
import type { BreakGlassReview } from '../model/approval.ts';
import type { ReviewStore } from '../ports/stores.ts';
import { fromText, toText } from './rows.ts';
import type { Db, Tables } from './tables.ts';

export function createReviewStore(db: Db): ReviewStore {
  async function open(review: BreakGlassReview): Promise<void> {
    await db
      .insertInto('break_glass_reviews')
      .values({
        id: review.id,
        repo: review.repo,
        number: review.number,
        body: toText(review),
        opened_at: review.openedAt,
        closed_by_type: review.closedBy?.type ?? null,
        closed_by_id: review.closedBy?.id ?? null,
        closed_by_name: review.closedByName,
        closed_at: review.closedAt,
        conclusion: review.conclusion,
      })
      .execute();
  }

  async function get(id: string): Promise<BreakGlassReview | null> {
    const row = await db.selectFrom('break_glass_reviews').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : reviewOf(row);
  }

  async function forPullRequest(repo: string, number: number): Promise<BreakGlassReview[]> {
    const rows = await all(db).where('repo', '=', repo).where('number', '=', number).execute();
    return rows.map(reviewOf);
  }

  async function stillOpen(): Promise<BreakGlassReview[]> {
    return (await all(db).where('closed_at', 'is', null).execute()).map(reviewOf);
  }

  const close: ReviewStore['close'] = async (id, by, name, conclusion, now) => {
    const result = await db
      .updateTable('break_glass_reviews')
      .set({ closed_by_type: by.type, closed_by_id: by.id, closed_by_name: name, closed_at: now, conclusion })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  };

  return { open, get, forPullRequest, stillOpen, close };
}

function all(db: Db) {
  return db.selectFrom('break_glass_reviews').selectAll().orderBy('opened_at').orderBy('position');
}

function reviewOf(row: Selectable<Tables['break_glass_reviews']>): BreakGlassReview {
  const closedBy =
    row.closed_by_type === null || row.closed_by_id === null
      ? null
      : { type: row.closed_by_type, id: row.closed_by_id };
  return {
    ...fromText<BreakGlassReview>(row.body),
    closedBy,
    closedByName: row.closed_by_name,
    closedAt: row.closed_at,
    conclusion: row.conclusion,
  };
}
