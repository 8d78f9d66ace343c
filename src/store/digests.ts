import type { DigestStore } from '../ports/stores.ts';
import type { Db } from './tables.ts';

export function createDigestStore(db: Db): DigestStore {
  async function save(channel: string, day: string, body: string, issuedAt: number): Promise<void> {
    await db
      .insertInto('digests')
      .values({ channel, day, body, issued_at: issuedAt })
      .onConflict((conflict) => conflict.columns(['channel', 'day']).doUpdateSet({ body, issued_at: issuedAt }))
      .execute();
  }

  async function get(channel: string, day: string): Promise<string | null> {
    const row = await db
      .selectFrom('digests')
      .select('body')
      .where('channel', '=', channel)
      .where('day', '=', day)
      .executeTakeFirst();
    return row?.body ?? null;
  }

  return { save, get };
}
