import type { TimerStore } from '../ports/stores.ts';
import type { Db } from './tables.ts';

export function createTimerStore(db: Db): TimerStore {
  async function lastDue(job: string): Promise<number | null> {
    const row = await db.selectFrom('timers').select('due_at').where('job', '=', job).executeTakeFirst();
    return row?.due_at ?? null;
  }

  /** Only ever forwards: a slower process must not make a due time come again. */
  async function saveDue(job: string, dueAt: number): Promise<void> {
    await db
      .insertInto('timers')
      .values({ job, due_at: dueAt })
      .onConflict((conflict) =>
        conflict.column('job').doUpdateSet({ due_at: dueAt }).where('timers.due_at', '<', dueAt),
      )
      .execute();
  }

  return { lastDue, saveDue };
}
