import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { Repositories } from '../ports/stores.ts';
import { StoreError } from './error.ts';
import { insideWork, refuseInsideWork } from './inside-work.ts';
import type { Head } from './ledger.ts';
import { createRepositories } from './repositories.ts';
import type { Tables } from './tables.ts';

const TRIES = 20;

export type Transact = <T>(run: (tx: Repositories) => Promise<T>) => Promise<T>;

/**
 * Gives the function that runs work in one write transaction and resolves when it is on disk.
 * Work of this process goes one after the other, so that each finds the head the one before it left; work that lost
 * the race for the chain to another process is run again from its start, at most 20 times.
 */
export function createTransact(db: Kysely<Tables>, head: Head, now: () => number): Transact {
  let before: Promise<unknown> = Promise.resolve();
  return async (run) => {
    refuseInsideWork(head);
    const turn = before.then(() => untilWon(db, head, now, run));
    /** Whoever asked for the work hears of its failure; the next one only waits for its end. */
    before = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  };
}

async function untilWon<T>(
  db: Kysely<Tables>,
  head: Head,
  now: () => number,
  run: (tx: Repositories) => Promise<T>,
): Promise<T> {
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
    return insideWork(head, () => run(createRepositories(tx, mine, now)));
  });
  head.entry = mine.entry;
  return result;
}
