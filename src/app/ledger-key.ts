import type { Config } from '../config/config.ts';
import { createLedgerKey, keyPathBeside, type LoadedKey, loadLedgerKey } from '../ledger/key.ts';
import { LEDGER_NAME } from '../ledger/name.ts';

/** A database in memory has a key that lives as long as it does. */
export async function ledgerKeyFor(config: Config): Promise<LoadedKey> {
  const given = config.ledger.keyFile;
  const inMemory = config.database.file === ':memory:';
  if (given === null && inMemory) return { key: createLedgerKey(LEDGER_NAME), created: false, warning: null };
  return loadLedgerKey({
    path: given ?? keyPathBeside(config.database.file),
    create: given === null,
    name: LEDGER_NAME,
  });
}
