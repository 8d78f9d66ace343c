import type { CheckedCheckpoint, CheckpointSource, CheckpointVerdict, Problem } from '../model/verification.ts';
import { type SignatureVerdict, type SignedCheckpoint, type Verifier, verifyCheckpoint } from './note.ts';

export type CheckpointToCheck = { checkpoint: SignedCheckpoint; from: CheckpointSource };

/** How far the chain was good, the roots it had on the way, and where it broke. */
type Found = { entries: number; roots: ReadonlyMap<number, string>; broken: object | null };

/** Holds signed checkpoints against the tree, the smallest first, so that a rewriting is narrowed down. */
export function checkCheckpoints(
  toCheck: readonly CheckpointToCheck[],
  verifier: Verifier | null,
  found: Found,
): { checkpoints: CheckedCheckpoint[]; problem: Problem | null } {
  const checkpoints: CheckedCheckpoint[] = [];
  let problem: Problem | null = null;
  let agreed = 0;
  for (const { checkpoint, from } of [...toCheck].sort((a, b) => a.checkpoint.size - b.checkpoint.size)) {
    const { size, rootHash } = checkpoint;
    const signature = verifier === null ? null : verifyCheckpoint(checkpoint, verifier);
    const verdict = verdictOf(checkpoint, signature, found);
    checkpoints.push({ from, size, rootHash, verdict });
    if (verdict === 'good') agreed = size;
    problem ??= problemOf(verdict, signature, checkpoint, found.entries, agreed);
  }
  return { checkpoints, problem };
}

function verdictOf(checkpoint: SignedCheckpoint, signature: SignatureVerdict | null, found: Found): CheckpointVerdict {
  if (signature === 'bad' || signature === 'other-key') return 'wrong-key';
  if (checkpoint.size > found.entries) return found.broken !== null ? 'not-reached' : 'cut-off';
  if (found.roots.get(checkpoint.size) !== checkpoint.rootHash) return 'rewritten';
  return signature === null ? 'unsigned' : 'good';
}

function problemOf(
  verdict: CheckpointVerdict,
  signature: SignatureVerdict | null,
  { size, origin }: SignedCheckpoint,
  entries: number,
  agreed: number,
): Problem | null {
  switch (verdict) {
    case 'good':
    case 'unsigned':
    case 'not-reached':
      return null;
    case 'cut-off':
      return {
        kind: 'cut-off',
        seq: entries,
        sentence: `The ledger was cut off: the checkpoint of ${origin} signs ${size} entries, and ${entries} are left; entry ${entries} is the first that is gone.`,
      };
    case 'rewritten':
      return {
        kind: 'rewritten',
        seq: agreed,
        sentence: `The ledger was rewritten: it hangs together, but its first ${size} entries are not the ones that were signed; the first that differs is one of ${agreed} to ${size - 1}.`,
      };
    case 'wrong-key':
      return {
        kind: 'wrong-key',
        seq: null,
        sentence:
          signature === 'bad'
            ? `The signature of the checkpoint for ${size} entries is wrong: its text was changed, or another key signed it.`
            : `The checkpoint for ${size} entries (${origin}) was not signed with this ledger's key.`,
      };
  }
}
