/** Keeping lists of messages in order. Pure. */
import type { PageMessage } from '../../page-api.ts';

/** The list with `message` added, or put in place of the one with the same ts. Sorted by ts. */
export function withMessage(list: readonly PageMessage[], message: PageMessage): PageMessage[] {
  const others = list.filter((m) => m.ts !== message.ts);
  return byTime([...others, message]);
}

/** Oldest first. */
export function byTime(list: readonly PageMessage[]): PageMessage[] {
  return [...list].sort((a, b) => Number(a.ts) - Number(b.ts) || a.ts.localeCompare(b.ts));
}

export function isReply(message: PageMessage): boolean {
  return message.threadTs !== null && message.threadTs !== message.ts;
}

/** True when a message follows one by the same author closely enough to leave out its avatar. */
export function continues(previous: PageMessage | undefined, message: PageMessage): boolean {
  if (!previous) return false;
  const close = Number(message.ts) - Number(previous.ts) < 300;
  return (
    close &&
    previous.userId === message.userId &&
    previous.botName === message.botName &&
    (previous.ephemeralFor === null) === (message.ephemeralFor === null) &&
    previous.replyCount === 0
  );
}
