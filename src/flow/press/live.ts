import type { Identity, Person } from '../../model/actor.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { PullRequest } from '../../ports/code-host.ts';
import type { Repositories } from '../../ports/stores.ts';
import { type AuthorResolution, resolveAuthor } from '../../rules/approvals/author.ts';
import type { LivePullRequest } from '../../rules/approvals/press-facts.ts';
import { packHashOf } from '../pack-hash.ts';
import type { Road } from '../road.ts';

/** What is read from outside about a press, before the transaction that decides on it. */
export type LivePress = {
  person: Person | null;
  identity: Identity | null;
  pullRequest: LivePullRequest | null;
  author: AuthorResolution;
};

/** The pull request, the person and whether they wrote it, each asked at the source at this moment. */
export async function readLivePress(
  road: Road,
  slackId: string,
  subject: { repo: string; number: number },
): Promise<LivePress> {
  const [person, identity, host] = await Promise.all([
    road.chat.person(slackId),
    road.stores.identities.bySlackId(slackId),
    road.codeHost.pullRequest(subject.repo, subject.number),
  ]);
  if (host === null || person === null) return { person, identity, pullRequest: null, author: { kind: 'unresolved' } };
  const pullRequest = liveOf(host);
  const authorEmails = host.authorIsBot
    ? []
    : await road.codeHost.authorEmails(subject.repo, subject.number, host.author);
  const author = resolveAuthor({
    authorLogin: host.author,
    authorIsBot: host.authorIsBot,
    authorEmails,
    presser: person,
    presserIdentity: identity,
    authorSlackId: await slackIdOf(road, host.author, authorEmails),
  });
  return { person, identity, pullRequest, author };
}

/** The pull request as the code host has it at this moment; null when it is gone. */
export async function livePullRequest(
  road: Road,
  subject: { repo: string; number: number },
): Promise<LivePullRequest | null> {
  const host = await road.codeHost.pullRequest(subject.repo, subject.number);
  return host === null ? null : liveOf(host);
}

function liveOf({ merged, state, headSha, author, baseRef }: PullRequest): LivePullRequest {
  return { state: merged ? 'merged' : state, headSha, author, baseRef };
}

async function slackIdOf(road: Road, login: string, emails: readonly string[]): Promise<string | null> {
  const linked = await road.stores.identities.byLogin(login);
  if (linked !== null) return linked.slackId;
  for (const email of emails.slice(0, 5)) {
    const person = await road.chat.personByEmail(email);
    if (person !== null) return person.slackId;
  }
  return null;
}

/** The packs that judged, in the version that is current now, and their hash as a decision would bind it. */
export async function currentPacks(
  tx: Repositories,
  packIds: readonly string[],
): Promise<{ packs: StoredPack[]; packHash: string }> {
  const packs = (await tx.packs.current()).filter((pack) => packIds.includes(pack.id) && pack.status === 'active');
  return { packs, packHash: packHashOf(packs) };
}
