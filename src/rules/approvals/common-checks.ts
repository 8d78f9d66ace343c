import type { Person } from '../../model/actor.ts';
import type { Refusal } from '../../model/approval.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { type PressContext, refuse } from './press-facts.ts';

export const SHORTEST_REASON = 10;
export const LONGEST_REASON = 1_000;

export function checkNonce(press: PressContext['press'], nonce: string): Refusal | null {
  if (press.nonce === nonce) return null;
  return refuse(
    'tampered',
    'This button does not carry the value it was made with, so nothing was done: use the buttons on the message as it is now.',
  );
}

export function checkPlace({ press, place }: Pick<PressContext, 'press' | 'place'>): Refusal | null {
  if (place === null) {
    return refuse(
      'unreadable',
      'Slack has not confirmed yet where this message stands, so nothing was done: press again in a moment.',
    );
  }
  if (press.channel === place.channel && press.messageTs === place.ts) return null;
  return refuse(
    'wrong-place',
    'This press came from another message than the one that asks, so nothing was done: answer on the original message.',
  );
}

export function checkExpiry(expiresAt: number, now: number, again: string): Refusal | null {
  if (now < expiresAt) return null;
  return refuse('expired', `This question expired at ${new Date(expiresAt).toISOString()}: ${again}`);
}

/** Bots, guests, deactivated accounts and people without a readable e-mail address have no say. */
export function checkPerson(person: Person | null): Refusal | null {
  if (person === null) {
    return refuse('unreadable', 'Slack did not say who you are, so nothing was done: try again in a moment.');
  }
  if (person.isBot) return refuse('not-allowed', 'Bots cannot answer: a person has to press this.');
  if (person.isGuest === true)
    return refuse('not-allowed', 'Guests cannot answer: a full member of this workspace has to press this.');
  if (!person.active)
    return refuse('not-allowed', 'Your Slack account is deactivated, so it cannot answer: ask an administrator.');
  if (person.email === null || person.email.trim() === '') {
    return refuse(
      'not-allowed',
      'Your e-mail address is not visible to Countersign and tiers go by e-mail: ask an administrator to share it with the app.',
    );
  }
  return null;
}

/** Nobody answers for their own change, whatever their tier, and break-glass is no way around it. */
export function checkNotOwn(
  { author, presserLogin }: Pick<PressContext, 'author' | 'presserLogin'>,
  authorLogin: string | null,
): Refusal | null {
  const sameLogin = presserLogin !== null && presserLogin.toLowerCase() === authorLogin?.toLowerCase();
  if (author.kind === 'is-presser' || sameLogin) {
    return refuse(
      'own-pull-request',
      'You wrote this change, and nobody answers for their own: ask somebody else to look at it.',
    );
  }
  if (author.kind === 'unresolved' && presserLogin === null) {
    const who = authorLogin === null ? 'the author' : `@${authorLogin} on GitHub`;
    return refuse(
      'author-unknown',
      `Countersign cannot tell whether you are ${who}: link your account with \`/policy link github LOGIN\` and press again.`,
    );
  }
  return null;
}

/** The trimmed reason; refused when a required one is shorter than 10 characters, or any is longer than 1,000. */
export function readReason(raw: string, required: boolean, what: string): Result<string, Refusal> {
  const reason = raw.trim();
  if (required && [...reason].length < SHORTEST_REASON) {
    return err(
      refuse(
        'reason-missing',
        `${what} needs a reason of at least ${SHORTEST_REASON} characters: say why and press again.`,
      ),
    );
  }
  if (reason.length > LONGEST_REASON) {
    return err(
      refuse(
        'reason-missing',
        `The reason is ${reason.length} characters long: keep it within ${LONGEST_REASON} and press again.`,
      ),
    );
  }
  return ok(reason);
}
