import type { LedgerReport } from '../model/verification.ts';
import type { LedgerFile } from '../ports/ledger-file.ts';
import type { CheckpointToCheck } from './check-notes.ts';
import { LedgerError } from './error.ts';
import { findCheckpoints } from './find-checkpoint.ts';
import { verifyLedger } from './verify.ts';

/**
 * Verifies a database file against the checkpoints that lie in it and those in `checkpointText`, which may be a
 * message copied from a chat. Throws LedgerError `ledger.bad-checkpoint` when that text holds none.
 */
export async function verifyLedgerFile(
  file: LedgerFile,
  options: { checkpointText: string | null; verifierKey: string | null },
): Promise<LedgerReport> {
  const given = options.checkpointText === null ? [] : findCheckpoints(options.checkpointText);
  if (options.checkpointText !== null && given.length === 0) {
    throw new LedgerError(
      'ledger.bad-checkpoint',
      'There is no signed checkpoint in the text given; copy the whole block, from its first line to the one that begins with a dash.',
    );
  }
  const stored = (await file.checkpointTexts()).flatMap(findCheckpoints);
  const checkpoints: CheckpointToCheck[] = [
    ...given.map((checkpoint) => ({ checkpoint, from: 'given' as const })),
    ...stored.map((checkpoint) => ({ checkpoint, from: 'stored' as const })),
  ];
  return verifyLedger(file, { checkpoints, verifierKey: options.verifierKey });
}
