import type { Entry } from '../../src/model/entry.ts';
import type { LedgerReader, LedgerRow } from '../../src/ports/ledger-file.ts';
import type { LedgerStore } from '../../src/ports/stores.ts';

export type KeptEntry = { entry: Entry; payloadText: string | null };

/** A ledger in an array, with nothing to protect it: tests may do to `kept` what a database would refuse. */
export function arrayLedger(): LedgerStore & { kept: KeptEntry[] } {
  const kept: KeptEntry[] = [];
  const checkpoints: { size: number; rootHash: string; text: string; at: number }[] = [];
  return {
    kept,
    last: async () => kept.at(-1)?.entry ?? null,
    insert: async (entry, payloadText) => void kept.push({ entry, payloadText }),
    get: async (seq) => kept[seq] ?? null,
    range: async (fromSeq, limit) => kept.slice(fromSeq, fromSeq + limit),
    bySubject: async (subject, limit) =>
      kept
        .filter(({ entry }) => entry.subject === subject)
        .reverse()
        .slice(0, limit),
    latest: async (limit) => kept.toReversed().slice(0, limit),
    size: async () => kept.length,
    erasePayload: async (seq) => {
      const found = kept[seq];
      if (found === undefined || found.payloadText === null) return false;
      found.payloadText = null;
      return true;
    },
    saveCheckpoint: async (checkpoint) => void checkpoints.push(checkpoint),
    lastCheckpoint: async () => checkpoints.at(-1) ?? null,
  };
}

/** The rows as a verifier would find them. */
export function rowsOf(kept: readonly KeptEntry[]): LedgerRow[] {
  return kept.map(({ entry: { actor, ...entry }, payloadText }) => ({
    ...entry,
    actorType: actor.type,
    actorId: actor.id,
    payloadText,
  }));
}

/** Gives rows in the order of their numbers, a few at a time. */
export function readerOf(rows: readonly LedgerRow[], pageSize = 4): LedgerReader {
  const ordered = rows.toSorted((left, right) => Number(left.seq) - Number(right.seq));
  return {
    *pages() {
      for (let at = 0; at < ordered.length; at += pageSize) yield ordered.slice(at, at + pageSize);
    },
  };
}
