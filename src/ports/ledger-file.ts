/** A ledger row as it stands in a file; nothing about it is believed. */
export type LedgerRow = {
  seq: unknown;
  type: unknown;
  actorType: unknown;
  actorId: unknown;
  subject: unknown;
  payloadHash: unknown;
  prevHash: unknown;
  hash: unknown;
  at: unknown;
  /** Null when there is no payload. */
  payloadText: unknown;
};

/** Gives all rows by ascending sequence, in pages, as often as asked. */
export type LedgerReader = { pages(): AsyncIterable<LedgerRow[]> | Iterable<LedgerRow[]> };

/** Which rows to show: one, those of a subject, or all; the newest `limit` of them, newest first. */
export type RowQuery = { seq?: number; subject?: string; limit: number };

/** A database file opened for reading only. Nothing is ever written beside it. */
export type LedgerFile = LedgerReader & {
  rows(query: RowQuery): Promise<LedgerRow[]>;
  /** The texts of the checkpoints that lie in the file itself. */
  checkpointTexts(): Promise<string[]>;
  close(): Promise<void>;
};
