import type { Refusal } from '../../model/approval.ts';
import type { EventDraft, Press } from '../../model/event.ts';
import type { Home } from '../../model/home.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Log } from '../../ports/log.ts';
import type { Result } from '../../shared/result.ts';

export const PRESSES = [
  'approve',
  'override',
  'break-glass',
  'close-review',
  'patch-approve',
  'patch-edit',
  'patch-decline',
] as const;
export type PressKind = (typeof PRESSES)[number];

/**
 * What the Slack surface may ask of the house. Questions change nothing; `accept` stores an event before it resolves,
 * and everything that changes anything goes through it.
 */
export type Desk = {
  accept(draft: EventDraft): Promise<'stored' | 'seen'>;
  /** Whether this press would be admitted right now, before a modal is opened for it. `name` is what it is about. */
  askPress(kind: PressKind, press: Press, slackId: string): Promise<Result<{ name: string; hunks: string[] }, Refusal>>;
  /** How this person stands: guests, bots and deactivated accounts are nobody. */
  standing(slackId: string): Promise<'nobody' | 'member' | 'tier'>;
  home(slackId: string): Promise<Home>;
  packs(): Promise<StoredPack[]>;
  /** Problems of a pack as sentences; empty when it is valid. */
  validatePack(text: string): { problems: string[]; summary: string };
  status(): Promise<string[]>;
  ledger(): Promise<{
    size: number;
    checkpoint: string;
    latest: { seq: number; type: string; subject: string; actor: string; at: number }[];
  }>;
  now(): number;
  log: Log;
};
