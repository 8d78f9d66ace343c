import type { Direction, Effect } from '../codes/codes.ts';
import type { Place } from '../read/place.ts';

/** A difference that was seen and not yet judged. Packs never change what is detected. */
export type Detected = {
  code: string;
  direction: Direction;
  effect: Effect;
  operation: string | null;
  path: string;
  message: string;
  base: Place | null;
  head: Place | null;
  /** 0-1; below 1 where the documents leave something open. */
  confidence?: number;
  /** Words only: nothing that is sent or received differs. */
  cosmetic?: boolean;
};

/** Collects what is detected, up to a limit: past it nothing more is taken, and `isFull` says so. */
export type Report = { add(detected: Detected): void; list(): Detected[]; isFull(): boolean };

export function createReport(limit: number): Report {
  const list: Detected[] = [];
  let full = false;
  return {
    add(detected) {
      if (list.length >= limit) full = true;
      else list.push(detected);
    },
    list: () => list,
    isFull: () => full,
  };
}

/** What every detector is given. */
export type Settings = {
  /** Epoch milliseconds, to tell whether a sunset date has passed; null when nobody said what day it is. */
  now: number | null;
  /** Fewest days between a deprecation and its sunset; 0 asks for no sunset at all. */
  deprecationDays: { stable: number; beta: number };
  /** Operations below this stability may change as they like. */
  stability: Stability;
};

export const STABILITIES = ['draft', 'alpha', 'beta', 'stable'] as const;
export type Stability = (typeof STABILITIES)[number];
