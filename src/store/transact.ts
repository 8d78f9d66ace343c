import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely, KyselyPlugin } from 'kysely';
import type { Repositories } from '../ports/stores.ts';
import { StoreError } from './error.ts';
import type { Head } from './ledger.ts';
import { createRepositories } from './repositories.ts';
import type { Tables } from './tables.ts';

const TRIES = 20;

/** Which work is under way in this chain of calls; `running` turns false when its transaction has ended. */
const work = new AsyncLocalStorage<{ running: boolean }>();

/**
 * Runs work in one write transaction and resolves when it is on disk.
 * Work that lost the race for the chain is run again from its start, at most 20 times.
 */
export async function transact<T>(
  db: Kysely<Tables>,
  head: Head,
  now: () => number,
  run: (tx: Repositories) => Promise<T>,
): Promise<T> {
  refuseInsideWork();
  for (let tried = 1; ; tried += 1) {
    try {
      return await once(db, head, now, run);
    } catch (thrown) {
      head.entry = undefined;
      if (!(thrown instanceof StoreError) || thrown.code !== 'store.chain-race' || tried === TRIES) throw thrown;
      await sleep(Math.random() * 2 * tried);
    }
  }
}

async function once<T>(
  db: Kysely<Tables>,
  head: Head,
  now: () => number,
  run: (tx: Repositories) => Promise<T>,
): Promise<T> {
  const mine: Head = { entry: undefined };
  const result = await db.transaction().execute(async (tx) => {
    mine.entry = head.entry;
    const state = { running: true };
    try {
      return await work.run(state, () => run(createRepositories(tx, mine, now)));
    } finally {
      state.running = false;
    }
  });
  head.entry = mine.entry;
  return result;
}

/**
 * With one connection, a repository used from inside a transaction but not through it would wait for that very
 * transaction for ever; it is told so instead.
 */
export function refuseInsideWork(): void {
  if (work.getStore()?.running !== true) return;
  throw new StoreError(
    'store.nested',
    'A repository was used from inside a transaction without going through it; use the one that transact gives.',
  );
}

export const outsideWorkOnly: KyselyPlugin = {
  transformQuery({ node }) {
    refuseInsideWork();
    return node;
  },
  async transformResult({ result }) {
    return result;
  },
};
