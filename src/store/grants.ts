import type { Grant } from '../model/approval.ts';
import type { GrantStore } from '../ports/stores.ts';
import { fromText, toText } from './rows.ts';
import type { Db } from './tables.ts';

/** Every list is in the order the answers were given. */
export function createGrantStore(db: Db): GrantStore {
  async function add(grant: Grant): Promise<void> {
    await db
      .insertInto('grants')
      .values({
        id: grant.id,
        decision_id: grant.decisionId,
        repo: grant.repo,
        number: grant.number,
        body: toText(grant),
        granted_at: grant.grantedAt,
      })
      .execute();
  }

  async function forDecision(decisionId: string): Promise<Grant[]> {
    return grantsOf(await all(db).where('decision_id', '=', decisionId).execute());
  }

  async function forPullRequest(repo: string, number: number): Promise<Grant[]> {
    return grantsOf(await all(db).where('repo', '=', repo).where('number', '=', number).execute());
  }

  async function since(at: number): Promise<Grant[]> {
    return grantsOf(await all(db).where('granted_at', '>=', at).execute());
  }

  return { add, forDecision, forPullRequest, since };
}

function all(db: Db) {
  return db.selectFrom('grants').select('body').orderBy('granted_at').orderBy('position');
}

function grantsOf(rows: { body: string }[]): Grant[] {
  return rows.map((row) => fromText<Grant>(row.body));
}
