import type { Selectable } from 'kysely';
import type { PullRequestRow, PullRequestStore } from '../ports/stores.ts';
import { fromBit, toBit } from './rows.ts';
import type { Db, Tables } from './tables.ts';

export function createPullRequestStore(db: Db): PullRequestStore {
  async function save(row: PullRequestRow): Promise<void> {
    const { repo, number, ...known } = columnsOf(row);
    await db
      .insertInto('pull_requests')
      .values({ repo, number, ...known })
      .onConflict((conflict) => conflict.columns(['repo', 'number']).doUpdateSet(known))
      .execute();
  }

  async function get(repo: string, number: number): Promise<PullRequestRow | null> {
    const row = await db
      .selectFrom('pull_requests')
      .selectAll()
      .where('repo', '=', repo)
      .where('number', '=', number)
      .executeTakeFirst();
    return row === undefined ? null : rowOf(row);
  }

  async function open(): Promise<PullRequestRow[]> {
    const rows = await db
      .selectFrom('pull_requests')
      .selectAll()
      .where('state', '=', 'open')
      .orderBy('repo')
      .orderBy('number')
      .execute();
    return rows.map(rowOf);
  }

  return { save, get, open };
}

function columnsOf(row: PullRequestRow): Selectable<Tables['pull_requests']> {
  return {
    repo: row.repo,
    number: row.number,
    title: row.title,
    url: row.url,
    author: row.author,
    author_is_bot: toBit(row.authorIsBot),
    head_sha: row.headSha,
    base_sha: row.baseSha,
    base_ref: row.baseRef,
    draft: toBit(row.draft),
    state: row.state,
    channel: row.channel,
    updated_at: row.updatedAt,
  };
}

function rowOf(row: Selectable<Tables['pull_requests']>): PullRequestRow {
  return {
    repo: row.repo,
    number: row.number,
    title: row.title,
    url: row.url,
    author: row.author,
    authorIsBot: fromBit(row.author_is_bot),
    headSha: row.head_sha,
    baseSha: row.base_sha,
    baseRef: row.base_ref,
    draft: fromBit(row.draft),
    state: row.state,
    channel: row.channel,
    updatedAt: row.updated_at,
  };
}
