import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';
import { StoreError } from './error.ts';

/** Which work is under way in this chain of calls; `running` turns false when its transaction is about to end. */
const work = new AsyncLocalStorage<{ running: boolean }>();

export async function insideWork<T>(run: () => Promise<T>): Promise<T> {
  const state = { running: true };
  try {
    return await work.run(state, run);
  } finally {
    state.running = false;
  }
}

/**
 * With one connection, a repository used from inside a transaction but not through it would wait for that very
 * transaction for ever; it is told so instead. Throws StoreError `store.nested`.
 */
export function refuseInsideWork(): void {
  if (work.getStore()?.running !== true) return;
  throw new StoreError(
    'store.nested',
    'A repository was used from inside a transaction without going through it; use the one that transact gives.',
  );
}

/** For the repositories that are used outside transactions. */
export const outsideWorkOnly: KyselyPlugin = {
  transformQuery({ node }) {
    refuseInsideWork();
    return node;
  },
  async transformResult({ result }) {
    return result;
  },
};
