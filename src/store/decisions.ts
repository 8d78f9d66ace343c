import type { Selectable } from 'kysely';
import type { Decision, DecisionState } from '../model/decision.ts';
import type { DecisionStore } from '../ports/stores.ts';
import { fromText, toText } from './rows.ts';
import type { Db, Tables } from './tables.ts';

export function createDecisionStore(db: Db): DecisionStore {
  async function save(decision: Decision): Promise<void> {
    const known = {
      repo: decision.repo,
      number: decision.number,
      head_sha: decision.headSha,
      state: decision.state,
      voided_because: decision.voidedBecause,
      body: toText(decision),
      decided_at: decision.decidedAt,
    };
    await db
      .insertInto('decisions')
      .values({ id: decision.id, ...known })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(known))
      .execute();
  }

  async function get(id: string): Promise<Decision | null> {
    const row = await db.selectFrom('decisions').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : decisionOf(row);
  }

  async function latest(repo: string, number: number, headSha?: string): Promise<Decision | null> {
    const all = db.selectFrom('decisions').selectAll().where('repo', '=', repo).where('number', '=', number);
    const ofHead = headSha === undefined ? all : all.where('head_sha', '=', headSha);
    const row = await ofHead.orderBy('decided_at', 'desc').orderBy('position', 'desc').limit(1).executeTakeFirst();
    return row === undefined ? null : decisionOf(row);
  }

  async function moveState(
    id: string,
    from: readonly DecisionState[],
    to: DecisionState,
    because: string | null,
  ): Promise<boolean> {
    if (from.length === 0) return false;
    const result = await db
      .updateTable('decisions')
      .set({ state: to, voided_because: because })
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  async function useNonce(nonce: string, usedBy: string, now: number): Promise<boolean> {
    const result = await db
      .insertInto('used_nonces')
      .values({ nonce, used_by: usedBy, used_at: now })
      .onConflict((conflict) => conflict.column('nonce').doNothing())
      .executeTakeFirst();
    return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  async function inState(state: DecisionState, limit: number): Promise<Decision[]> {
    const rows = await db
      .selectFrom('decisions')
      .selectAll()
      .where('state', '=', state)
      .orderBy('decided_at')
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(decisionOf);
  }

  async function since(at: number, limit: number): Promise<Decision[]> {
    const rows = await db
      .selectFrom('decisions')
      .selectAll()
      .where('decided_at', '>=', at)
      .orderBy('decided_at', 'desc')
      .orderBy('position', 'desc')
      .limit(limit)
      .execute();
    return rows.map(decisionOf);
  }

  return { save, get, latest, moveState, useNonce, inState, since };
}

/** The columns that move are the truth; the body keeps what was judged. */
function decisionOf(row: Selectable<Tables['decisions']>): Decision {
  return { ...fromText<Decision>(row.body), state: row.state, voidedBecause: row.voided_because };
}
