import type { EventOf } from '../model/event.ts';
import { sameEmail } from '../model/rights.ts';
import type { OutboxPayload, Repositories } from '../ports/stores.ts';
import { sameLogin } from '../rules/approvals/author.ts';
import { record } from './record.ts';
import type { Road } from './road.ts';

/**
 * Remembers which GitHub login a person says is theirs. A login belongs to one person, and one whose public e-mail
 * address is another person's in this workspace is refused; both are written down. A link is left for another login
 * only where GitHub shows the person's own address there: else it would be the way around one's own pull requests.
 */
export async function linkIdentity(road: Road, event: EventOf<'identity.linked'>): Promise<void> {
  const { githubLogin, channel } = event.data;
  const slackId = event.actor.id;
  const person = await road.chat.person(slackId);
  const emails = await road.codeHost.loginEmails(githubLogin);
  const owners = await Promise.all(emails.slice(0, 3).map((email) => road.chat.personByEmail(email)));
  const owner = owners.find((candidate) => candidate !== null && candidate.slackId !== slackId) ?? null;
  const now = road.clock.now();
  await road.stores.transact(async (tx) => {
    const holder = await tx.identities.byLogin(githubLogin);
    if (holder !== null && holder.slackId !== slackId) {
      await refuse(tx, `@${githubLogin} is already linked to another person: ask an operator if that is wrong.`);
      return;
    }
    if (owner !== null) {
      await refuse(
        tx,
        `The public e-mail address of @${githubLogin} belongs to ${owner.name}, so it cannot be linked to you.`,
      );
      return;
    }
    const mine = await tx.identities.bySlackId(slackId);
    const proven = emails.some((email) => person?.email != null && sameEmail(email, person.email));
    if (mine !== null && !sameLogin(mine.githubLogin, githubLogin) && !proven) {
      await refuse(
        tx,
        `You are already linked to @${mine.githubLogin}: show your work address on the profile of @${githubLogin} and link again, or ask an operator.`,
      );
      return;
    }
    await tx.identities.save({ slackId, githubLogin, email: person?.email ?? null, linkedAt: now });
    await record(
      tx,
      {
        type: 'identity.linked',
        actor: event.actor,
        subject: `person:${slackId}`,
        payload: { eventId: event.id, githubLogin },
        at: now,
      },
      () => [whisper(`Linked: you are @${githubLogin} on GitHub. You cannot answer for pull requests of that login.`)],
    );
    await tx.inbox.finish(event.id, now);
  });

  async function refuse(tx: Repositories, message: string): Promise<void> {
    await record(
      tx,
      {
        type: 'press.refused',
        actor: event.actor,
        subject: `person:${slackId}`,
        payload: { eventId: event.id, attempted: 'link', code: 'not-allowed', message, githubLogin },
        at: now,
      },
      () => [whisper(`:no_entry_sign: ${message}`)],
    );
    await tx.inbox.finish(event.id, now);
  }

  function whisper(text: string): OutboxPayload {
    return { kind: 'chat.whisper', channel, slackId, threadTs: null, text };
  }
}
