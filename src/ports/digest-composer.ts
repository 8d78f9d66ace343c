import type { Digest } from '../model/digest.ts';

/** Reads the record and composes what one channel is told; changes nothing. */
export type DigestComposer = (request: {
  channel: string;
  day: string;
  timeZone: string;
  now: number;
  checkpoint: string;
}) => Promise<Digest>;
