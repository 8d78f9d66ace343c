import { describe, expect, it } from 'vitest';
import { arrayLedger, readerOf, rowsOf } from '../../test/support/array-ledger.ts';
import { appendEntry } from './append.ts';
import { canonicalEntry } from './entry.ts';
import { proveEntry, proveGrowth } from './prove.ts';
import { hashLeafText, rootOf, verifyConsistency, verifyInclusion } from './tree.ts';

async function ledgerOf(length: number) {
  const ledger = arrayLedger();
  const actor = { type: 'cli', id: 'x' } as const;
  for (let n = 1; n < length; n += 1) {
    await appendEntry(ledger, { type: 'gate.decided', actor, subject: 's', payload: { n }, at: n });
  }
  return {
    reader: readerOf(rowsOf(ledger.kept)),
    leaves: ledger.kept.map((row) => hashLeafText(canonicalEntry(row.entry))),
  };
}

describe('proofs from rows', () => {
  it('show each entry to be in the ledger', async () => {
    const { reader, leaves } = await ledgerOf(13);
    for (let seq = 0; seq < 13; seq += 1) {
      const proof = await proveEntry(reader, seq);
      const path = proof.path.map((hash) => Buffer.from(hash, 'base64'));
      const root = Buffer.from(proof.rootHash, 'hex');
      expect(root).toEqual(rootOf(leaves));
      expect(verifyInclusion({ index: seq, size: 13, leaf: hashLeafText(proof.entryText), path, root })).toBe(true);
    }
  });

  it('show an earlier ledger to be the beginning of this one', async () => {
    const { reader, leaves } = await ledgerOf(13);
    const path = (await proveGrowth(reader, 6)).map((hash) => Buffer.from(hash, 'base64'));
    const roots = { firstRoot: rootOf(leaves.slice(0, 6)), secondRoot: rootOf(leaves) };
    expect(verifyConsistency({ firstSize: 6, secondSize: 13, path, ...roots })).toBe(true);
    await expect(proveGrowth(reader, 14)).rejects.toThrow(RangeError);
  });

  it.each([13, 99])('refuse an entry that is not there (%i)', async (seq) => {
    const { reader } = await ledgerOf(13);
    await expect(proveEntry(reader, seq)).rejects.toMatchObject({ code: 'ledger.no-such-entry' });
  });
});
