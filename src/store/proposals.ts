import type { Selectable } from 'kysely';
import type { Proposal, ProposalState } from '../model/patch.ts';
import type { ProposalStore } from '../ports/stores.ts';
import { fromText, toText } from './rows.ts';
import type { Db, Tables } from './tables.ts';

/** Every list is oldest first. */
export function createProposalStore(db: Db): ProposalStore {
  async function save(proposal: Proposal): Promise<void> {
    const known = {
      repo: proposal.repo,
      number: proposal.number,
      state: proposal.state,
      state_note: proposal.stateNote,
      body: toText(proposal),
      proposed_at: proposal.proposedAt,
      updated_at: proposal.updatedAt,
    };
    await db
      .insertInto('proposals')
      .values({ id: proposal.id, ...known })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(known))
      .execute();
  }

  async function get(id: string): Promise<Proposal | null> {
    const row = await db.selectFrom('proposals').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : proposalOf(row);
  }

  async function forPullRequest(repo: string, number: number): Promise<Proposal[]> {
    const rows = await all(db).where('repo', '=', repo).where('number', '=', number).execute();
    return rows.map(proposalOf);
  }

  async function inState(states: readonly ProposalState[], limit: number): Promise<Proposal[]> {
    if (states.length === 0) return [];
    const rows = await all(db)
      .where('state', 'in', [...states])
      .limit(limit)
      .execute();
    return rows.map(proposalOf);
  }

  async function since(from: number): Promise<Proposal[]> {
    return (await all(db).where('proposed_at', '>=', from).execute()).map(proposalOf);
  }

  async function moveState(
    id: string,
    from: readonly ProposalState[],
    to: ProposalState,
    note: string | null,
    now: number,
  ): Promise<boolean> {
    if (from.length === 0) return false;
    const result = await db
      .updateTable('proposals')
      .set({ state: to, state_note: note, updated_at: now })
      .where('id', '=', id)
      .where('state', 'in', [...from])
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  return { save, get, forPullRequest, inState, since, moveState };
}

function all(db: Db) {
  return db.selectFrom('proposals').selectAll().orderBy('proposed_at').orderBy('position');
}

function proposalOf(row: Selectable<Tables['proposals']>): Proposal {
  return {
    ...fromText<Proposal>(row.body),
    state: row.state,
    stateNote: row.state_note,
    updatedAt: row.updated_at,
  };
}
