import type { CheckRow, CheckStore } from '../ports/stores.ts';
import type { Db } from './tables.ts';

export function createCheckStore(db: Db): CheckStore {
  async function save(row: CheckRow): Promise<void> {
    const known = {
      repo: row.repo,
      head_sha: row.headSha,
      run_id: row.runId,
      conclusion: row.conclusion,
      reported_at: row.reportedAt,
    };
    await db
      .insertInto('checks')
      .values({ external_id: row.externalId, ...known })
      .onConflict((conflict) => conflict.column('external_id').doUpdateSet(known))
      .execute();
  }

  async function get(externalId: string): Promise<CheckRow | null> {
    const row = await db.selectFrom('checks').selectAll().where('external_id', '=', externalId).executeTakeFirst();
    if (row === undefined) return null;
    return {
      externalId: row.external_id,
      repo: row.repo,
      headSha: row.head_sha,
      runId: row.run_id,
      conclusion: row.conclusion,
      reportedAt: row.reported_at,
    };
  }

  return { save, get };
}
