import { AsyncLocalStorage } from 'node:async_hooks';
import type { KyselyPlugin } from 'kysely';
import { StoreError } from './error.ts';

/** Which work is under way in this chain of calls; `running` turns false when its transaction is about to end. */
const work = new AsyncLocalStorage<{ of: object; running: boolean }>();

/** `of` tells one open database from another. */
export async function insideWork<T>(of: object, run: () => Promise<T>): Promise<T> {
  const state = { of, running: true };
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
export function refuseInsideWork(of: object): void {
  const state = work.getStore();
  if (state?.running !== true || state.of !== of) return;
  throw new StoreError(
    'store.nested',
    'A repository was used from inside a transaction without going through it; use the one that transact gives.',
  );
}

/** For the repositories that are used outside transactions. */
export function outsideWorkOnly(of: object): KyselyPlugin {
  return {
    transformQuery({ node }) {
      refuseInsideWork(of);
      return node;
    },
    async transformResult({ result }) {
      return result;
    },
  };
}
