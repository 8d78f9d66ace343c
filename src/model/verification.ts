export const PROBLEM_KINDS = [
  'changed',
  'removed',
  'inserted',
  'swapped',
  'payload-changed',
  'payload-removed',
  'cut-off',
  'rewritten',
  'wrong-key',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** The first bad entry of a ledger and what was done to it. `seq` is null when it is not one entry (a signature). */
export type Problem = { kind: ProblemKind; seq: number | null; sentence: string };

export const CHECKPOINT_VERDICTS = ['good', 'cut-off', 'rewritten', 'wrong-key', 'unsigned', 'not-reached'] as const;
/** `unsigned`: no key is known to check the signature with; `not-reached`: the chain breaks before it. */
export type CheckpointVerdict = (typeof CHECKPOINT_VERDICTS)[number];

/** `given` came from outside, e.g. out of a channel; `stored` lies in the same file and proves less. */
export type CheckpointSource = 'given' | 'stored';
export type CheckedCheckpoint = { from: CheckpointSource; size: number; rootHash: string; verdict: CheckpointVerdict };

/** What a verification found. Everything after the first problem was not looked at. Hashes are 64 hex digits. */
export type LedgerReport = {
  problem: Problem | null;
  /** Entries that were found good, one after the other from the first. */
  entries: number;
  erasedPayloads: number;
  rootHash: string;
  lastHash: string;
  verifierKey: string | null;
  checkpoints: CheckedCheckpoint[];
};

/** What somebody needs to see for themselves that an entry is in the ledger a checkpoint signs. Hashes in base64. */
export type EntryProof = {
  seq: number;
  size: number;
  /** The bytes whose leaf hash is proven: the entry's canonical JSON. */
  entryText: string;
  path: string[];
  rootHash: string;
};
