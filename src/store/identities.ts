import type { Selectable } from 'kysely';
import type { Identity } from '../model/actor.ts';
import type { IdentityStore } from '../ports/stores.ts';
import type { Db, Tables } from './tables.ts';

export function createIdentityStore(db: Db): IdentityStore {
  async function save(identity: Identity): Promise<void> {
    const known = {
      github_login: identity.githubLogin,
      login_key: identity.githubLogin.toLowerCase(),
      email: identity.email,
      linked_at: identity.linkedAt,
    };
    await db
      .insertInto('identities')
      .values({ slack_id: identity.slackId, ...known })
      .onConflict((conflict) => conflict.column('slack_id').doUpdateSet(known))
      .execute();
  }

  async function bySlackId(slackId: string): Promise<Identity | null> {
    const row = await db.selectFrom('identities').selectAll().where('slack_id', '=', slackId).executeTakeFirst();
    return row === undefined ? null : identityOf(row);
  }

  /** When two people claim one login, the first who did keeps it: a later claim must not hide the author. */
  async function byLogin(githubLogin: string): Promise<Identity | null> {
    const row = await db
      .selectFrom('identities')
      .selectAll()
      .where('login_key', '=', githubLogin.toLowerCase())
      .orderBy('linked_at')
      .orderBy('slack_id')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? null : identityOf(row);
  }

  return { save, bySlackId, byLogin };
}

function identityOf(row: Selectable<Tables['identities']>): Identity {
  return { slackId: row.slack_id, githubLogin: row.github_login, email: row.email, linkedAt: row.linked_at };
}
