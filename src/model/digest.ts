import type { WatcherState } from './watch.ts';

/** What one channel is told once a day. Ages in milliseconds at `issuedAt`. */
export type Digest = {
  channel: string;
  /** The local day it is about, `2026-11-20`. */
  day: string;
  timeZone: string;
  issuedAt: number;
  waiting: {
    repo: string;
    number: number;
    title: string;
    url: string;
    verdict: string;
    ageMs: number;
    permalink: string | null;
  }[];
  proposals: { id: string; repo: string; doc: string; title: string; ageMs: number; permalink: string | null }[];
  held: {
    id: string;
    repo: string;
    doc: string;
    line: number;
    oldToken: string;
    newToken: string | null;
    score: number;
  }[];
  reviews: { repo: string; number: number; openedByName: string; ageMs: number; permalink: string | null }[];
  silent: { watcherId: string; name: string; silentForMs: number }[];
  decided: {
    pass: number;
    warn: number;
    block: number;
    notApplicable: number;
    overridden: number;
    brokenGlass: number;
  };
  deadDeliveries: number;
  checkpoint: string;
};

export type Flip = {
  watcherId: string;
  name: string;
  from: WatcherState;
  to: WatcherState;
  at: number;
  lastHeartbeatAt: number | null;
  what: string;
};
