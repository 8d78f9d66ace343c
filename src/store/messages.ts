import type { Selectable } from 'kysely';
import type { MessageRow, MessageStore } from '../ports/stores.ts';
import type { Db, Tables } from './tables.ts';

export function createMessageStore(db: Db): MessageStore {
  async function save(row: MessageRow): Promise<void> {
    const known = { channel: row.channel, ts: row.ts, permalink: row.permalink, posted_at: row.postedAt };
    await db
      .insertInto('messages')
      .values({ key: row.key, ...known })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(known))
      .execute();
  }

  async function get(key: string): Promise<MessageRow | null> {
    const row = await db.selectFrom('messages').selectAll().where('key', '=', key).executeTakeFirst();
    return row === undefined ? null : messageOf(row);
  }

  async function find(channel: string, ts: string): Promise<MessageRow | null> {
    const row = await db
      .selectFrom('messages')
      .selectAll()
      .where('channel', '=', channel)
      .where('ts', '=', ts)
      .executeTakeFirst();
    return row === undefined ? null : messageOf(row);
  }

  return { save, get, find };
}

function messageOf(row: Selectable<Tables['messages']>): MessageRow {
  return { key: row.key, channel: row.channel, ts: row.ts, permalink: row.permalink, postedAt: row.posted_at };
}
