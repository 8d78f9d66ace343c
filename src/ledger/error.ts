import { CountersignError } from '../shared/errors.ts';

export const LEDGER_ERROR_CODES = [
  'ledger.bad-draft',
  'ledger.bad-key',
  'ledger.wrong-key',
  'ledger.bad-checkpoint',
  'ledger.no-such-entry',
  'ledger.not-erasable',
] as const;
export type LedgerErrorCode = (typeof LEDGER_ERROR_CODES)[number];

/** What the ledger refuses. Trying again cannot help. */
export class LedgerError extends CountersignError {
  declare readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(code, message, { permanent: true, cause });
  }
}
