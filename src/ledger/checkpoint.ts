import type { Entry } from '../model/entry.ts';
import type { LedgerStore } from '../ports/stores.ts';
import { canonicalEntry } from './entry.ts';
import { LedgerError } from './error.ts';
import type { LedgerKey } from './key.ts';
import { signCheckpoint } from './note.ts';
import { createTree, type GrowingTree, hashLeafText } from './tree.ts';

const PAGE = 1_000;

/**
 * Reads the whole ledger, or what came after the tree given, and signs its present state. Writes nothing.
 * `tree` is brought up to date, also by several calls at once; a tree MUST NOT be kept from a transaction that may
 * not have been committed.
 * Throws LedgerError `ledger.bad-checkpoint` when an entry is missing: what is not whole is not signed.
 */
export async function makeCheckpoint(
  ledger: Pick<LedgerStore, 'range'>,
  key: LedgerKey,
  tree: GrowingTree = createTree(),
): Promise<{ size: number; rootHash: string; text: string }> {
  for (;;) {
    const rows = await ledger.range(tree.size, PAGE);
    for (const { entry } of rows) addInOrder(tree, entry);
    if (rows.length < PAGE) break;
  }
  const rootHash = Buffer.from(tree.root()).toString('hex');
  return { size: tree.size, rootHash, text: signCheckpoint({ size: tree.size, rootHash }, key) };
}

function addInOrder(tree: GrowingTree, entry: Entry): void {
  if (entry.seq < tree.size) return;
  if (entry.seq > tree.size) {
    throw new LedgerError(
      'ledger.bad-checkpoint',
      `The ledger cannot be signed: entry ${tree.size} is missing; run countersign ledger verify.`,
    );
  }
  tree.add(hashLeafText(canonicalEntry(entry)));
}
