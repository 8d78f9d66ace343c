/** The origin line of every checkpoint. */
export const LEDGER_NAME = 'countersign';
