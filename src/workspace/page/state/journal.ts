/**
 * What the live stream said lately. A list that was asked for before a message arrived may come back after it and
 * without it; what arrived in between is laid over the answer.
 */
import type { PageMessage } from '../../page-api.ts';
import { isReply, withMessage } from './messages.ts';

type Change = { message: PageMessage } | { channel: string; deletedTs: string };

const KEPT = 200;
let journal: { turn: number; change: Change }[] = [];
let turn = 0;

/** The point to give to `overlay` later; taken before asking the server. */
export function journalPoint(): number {
  return turn;
}

export function note(change: Change): void {
  turn += 1;
  journal = [...journal, { turn, change }].slice(-KEPT);
}

/** `list` as it is after everything that arrived since `point`. With `threadTs`: a thread; without: the top level. */
export function overlay(list: PageMessage[], point: number, channel: string, threadTs: string | null): PageMessage[] {
  const belongs = (m: PageMessage) =>
    m.channel === channel && (threadTs === null ? !isReply(m) : m.ts === threadTs || m.threadTs === threadTs);
  let out = list;
  for (const { turn: at, change } of journal) {
    if (at <= point) continue;
    if ('message' in change) out = belongs(change.message) ? withMessage(out, change.message) : out;
    else if (change.channel === channel) out = out.filter((m) => m.ts !== change.deletedTs);
  }
  return out;
}
