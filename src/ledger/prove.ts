import type { EntryProof } from '../model/verification.ts';
import type { LedgerReader } from '../ports/ledger-file.ts';
import { LedgerError } from './error.ts';
import { headerText } from './ledger-row.ts';
import { type Hash, hashLeafText, proveConsistency, proveInclusion, rootOf } from './tree.ts';

/** Throws LedgerError `ledger.no-such-entry`. The ledger MUST have been verified. */
export async function proveEntry(reader: LedgerReader, seq: number): Promise<EntryProof> {
  const leaves: Hash[] = [];
  let entryText: string | null = null;
  for await (const page of reader.pages()) {
    for (const row of page) {
      const text = headerText(row, row.seq);
      if (leaves.length === seq) entryText = text;
      leaves.push(hashLeafText(text));
    }
  }
  if (entryText === null) {
    throw new LedgerError(
      'ledger.no-such-entry',
      `The ledger has no entry ${seq}; it has ${leaves.length}, counted from 0.`,
    );
  }
  const path = proveInclusion(seq, leaves).map((hash) => Buffer.from(hash).toString('base64'));
  const rootHash = Buffer.from(rootOf(leaves)).toString('hex');
  return { seq, size: leaves.length, entryText, path, rootHash };
}

/** The hashes (base64) that show the ledger of `size` entries to be the beginning of this one. Throws RangeError. */
export async function proveGrowth(reader: LedgerReader, size: number): Promise<string[]> {
  const leaves: Hash[] = [];
  for await (const page of reader.pages()) for (const row of page) leaves.push(hashLeafText(headerText(row, row.seq)));
  return proveConsistency(size, leaves).map((hash) => Buffer.from(hash).toString('base64'));
}

/** A proof with its signed checkpoint, in the form of https://c2sp.org/tlog-proof. */
export function formatProof(proof: EntryProof, checkpointText: string): string {
  return ['c2sp.org/tlog-proof@v1', `index ${proof.seq}`, ...proof.path, '', checkpointText].join('\n');
}
