import type { LedgerKey } from '../ledger/key.ts';
import type { Watcher } from '../model/watch.ts';
import type { Chat } from '../ports/chat.ts';
import type { Clock } from '../ports/clock.ts';
import type { CodeHost } from '../ports/code-host.ts';
import type { DigestComposer } from '../ports/digest-composer.ts';
import type { Log } from '../ports/log.ts';
import type { Meter } from '../ports/meter.ts';
import type { Stores } from '../ports/stores.ts';
import type { EvaluationPool } from './gate/evaluation-pool.ts';

/** What may leave the house. Everything is off until somebody switched it on (see the README, "Writing to documents"). */
export type Switches = { externalActions: boolean; githubWrites: boolean; dryRun: boolean };

export type RoadSettings = {
  /** Channel used when no chosen pack names one. */
  defaultChannel: string | null;
  /** Repositories whose missed deliveries are taken up. */
  watchedRepos: readonly string[];
  switches: Switches;
  /** Attempts before an event or a delivery is given up and shown as dead. */
  maxAttempts: number;
};

/** All that the road may touch. One value, so that a test can put a real part or a fault in any place. */
export type Road = {
  stores: Stores;
  codeHost: CodeHost;
  chat: Chat;
  pool: EvaluationPool;
  clock: Clock;
  ledgerKey: LedgerKey;
  watchers: readonly Watcher[];
  settings: RoadSettings;
  log: Log;
  meter: Meter;
  composeDigest: DigestComposer;
  monotonicMs(): number;
};

/** Wakes the workers after something was stored; losing a wake-up only costs one polling interval. */
export type Wake = () => void;
