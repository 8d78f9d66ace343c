import { CountersignError } from '../shared/errors.ts';

export const STORE_ERROR_CODES = [
  'store.bad-url',
  'store.missing-directory',
  'store.not-allowed',
  'store.corrupt',
  'store.newer-schema',
  'store.busy',
  'store.full',
  'store.io',
  'store.refused',
  'store.chain-race',
  'store.constraint',
  'store.nested',
  'store.failed',
] as const;
export type StoreErrorCode = (typeof STORE_ERROR_CODES)[number];

/** What kept the database from answering. Whatever was being written is not written. */
export class StoreError extends CountersignError {
  declare readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, cause?: unknown) {
    super(code, message, { permanent: isPermanent(code), cause });
  }
}

function isPermanent(code: StoreErrorCode): boolean {
  return code !== 'store.busy' && code !== 'store.full' && code !== 'store.io' && code !== 'store.chain-race';
}
