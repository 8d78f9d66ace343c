import type { Identity, Person } from '../../model/actor.ts';
import { sameEmail } from '../../model/rights.ts';

/** Whether the person who presses wrote what they press on. `unresolved`: nothing ties the author to anybody. */
export type AuthorResolution = { kind: 'is-presser' | 'is-other' | 'unresolved' };

/**
 * Finds out from what is known on the server. A match by login or by any e-mail address makes it the presser's own.
 * It is somebody else's when a login of each is known and they differ, when the author is a bot, or when the author's
 * addresses belong to another person of the workspace. Two addresses that merely differ prove nothing.
 */
export function resolveAuthor(facts: {
  authorLogin: string;
  authorIsBot: boolean;
  /** E-mail addresses that may belong to the author, as the code host gives them. */
  authorEmails: readonly string[];
  presser: Person;
  presserIdentity: Identity | null;
  /** Slack id of the person whom the author's login or addresses lead to; null when to nobody. */
  authorSlackId: string | null;
}): AuthorResolution {
  const login = facts.presserIdentity?.githubLogin ?? null;
  const email = facts.presser.email;
  if (facts.authorSlackId === facts.presser.slackId) return { kind: 'is-presser' };
  if (login !== null && sameLogin(login, facts.authorLogin)) return { kind: 'is-presser' };
  if (email !== null && facts.authorEmails.some((candidate) => sameEmail(candidate, email)))
    return { kind: 'is-presser' };
  if (facts.authorIsBot || facts.authorSlackId !== null || login !== null) return { kind: 'is-other' };
  return { kind: 'unresolved' };
}

/** GitHub logins ignore case. */
export function sameLogin(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
