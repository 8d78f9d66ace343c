import type { Identity, Person } from '../model/actor.ts';
import type { Grant, GrantAction } from '../model/approval.ts';
import type { Decision } from '../model/decision.ts';
import type { Home, HomeDecision, HomeProposal, HomeReview, HomeWaiting } from '../model/home.ts';
import { driftKey, pullRequestKey } from '../model/keys.ts';
import { outcomeOf, packOutcomes } from '../model/outcome.ts';
import type { StoredPack } from '../model/pack.ts';
import { mayBreakGlass, mayOverride, rightsOf, sameEmail, tierOf } from '../model/rights.ts';
import type { Watcher } from '../model/watch.ts';
import type { PullRequestRow, Stores } from '../ports/stores.ts';
import { DAY_MS } from '../shared/time.ts';
import { healthOf } from './health.ts';
import { permalinkOf, titleOf } from './places.ts';

const MOST_OPEN = 200;
const MOST_SHOWN = 20;
const RECENT_MS = 7 * DAY_MS;

/** Everything the Home tab of one person shows at `now` (epoch ms); asks the stores and changes nothing. */
export async function homeFor(
  stores: Stores,
  person: Person,
  now: number,
  watchers: readonly Watcher[] = [],
): Promise<Home> {
  const [packs, identity, open, health] = await Promise.all([
    stores.packs.current(),
    stores.identities.bySlackId(person.slackId),
    stores.decisions.inState('open', MOST_OPEN),
    healthOf(stores, now, watchers),
  ]);
  const asked = await Promise.all(
    open.map((decision) => waitingFor(stores, { person, identity, packs, decision, now })),
  );
  const waiting = asked.flatMap((item) => (item === null ? [] : [item])).sort((a, b) => b.ageMs - a.ageMs);
  const mine = waiting.filter((item) => item.may.length > 0);
  return {
    slackId: person.slackId,
    name: person.name,
    githubLogin: identity?.githubLogin ?? null,
    issuedAt: now,
    waiting: mine.slice(0, MOST_SHOWN),
    waitingForOthers: waiting.length - mine.length,
    proposals: await proposalsFor(stores, person, packs, now),
    reviews: await reviewsFor(stores, { person, identity, packs, now }),
    recent: await recentDecisions(stores, now),
    health,
  };
}

type Looking = { person: Person; identity: Identity | null; packs: readonly StoredPack[]; now: number };

async function waitingFor(stores: Stores, looking: Looking & { decision: Decision }): Promise<HomeWaiting | null> {
  const { decision, now, person } = looking;
  const grants = await stores.grants.forDecision(decision.id);
  const outcome = outcomeOf(decision, grants);
  if (!outcome.waiting || now >= decision.expiresAt) return null;
  const { repo, number } = decision;
  const row = await stores.pullRequests.get(repo, number);
  const isOwn = isAuthor(row, looking.identity);
  const answered = grants.some((grant) => isBy(grant, person));
  return {
    decisionId: decision.id,
    repo,
    number,
    title: titleOf(row, repo, number),
    url: row?.url ?? '',
    headSha: decision.headSha,
    state: outcome.state,
    headline: outcome.headline,
    missing: outcome.missing,
    ageMs: Math.max(0, now - decision.decidedAt),
    expiresAt: decision.expiresAt,
    permalink: await permalinkOf(stores, pullRequestKey(repo, number)),
    isOwn,
    may: isOwn ? [] : mayPress(decision, grants, looking).filter((action) => !(answered && action === 'approve')),
  };
}

/** What this person could press, so that the tab lists it; the press itself is checked in full on the server. */
function mayPress(decision: Decision, grants: readonly Grant[], { person, packs }: Looking): GrantAction[] {
  const asking = packOutcomes(decision, grants).flatMap((outcome) => {
    const pack = packs.find((candidate) => candidate.id === outcome.judgement.packId);
    return pack === undefined ? [] : [{ outcome, pack }];
  });
  const blocked = asking.filter(({ outcome }) => outcome.state === 'block');
  const stopped = asking.filter(({ outcome }) => outcome.state === 'block' || outcome.state === 'needs-approval');
  const approve = asking.some(({ outcome: { state, judgement, approvals }, pack }) => {
    if (judgement.verdict === 'warn' && state !== 'pass' && rightsOf(pack, person.email).includes('warn')) return true;
    return (
      approvals !== null &&
      approvals.given < approvals.required &&
      (tierOf(pack, person.email) ?? 0) >= approvals.minTier
    );
  });
  const override =
    blocked.length > 0 && blocked.every(({ pack }) => mayOverride(pack, person.email, decision.highest, 'block'));
  const breakGlass = stopped.length > 0 && stopped.every(({ pack }) => mayBreakGlass(pack, person.email));
  const may: [GrantAction, boolean][] = [
    ['approve', approve],
    ['override', override],
    ['break-glass', breakGlass],
  ];
  return may.filter(([, allowed]) => allowed).map(([action]) => action);
}

async function proposalsFor(
  stores: Stores,
  person: Person,
  packs: readonly StoredPack[],
  now: number,
): Promise<HomeProposal[]> {
  const proposed = await stores.proposals.inState(['proposed'], MOST_OPEN);
  const mine = proposed.filter((proposal) => {
    const pack = packs.find((candidate) => candidate.id === proposal.packId);
    return pack !== undefined && tierOf(pack, person.email) !== null && now < proposal.expiresAt;
  });
  const shown = mine.sort((a, b) => a.proposedAt - b.proposedAt).slice(0, MOST_SHOWN);
  return Promise.all(
    shown.map(async ({ id, repo, number, target, title, proposedAt }) => ({
      id,
      repo,
      number,
      doc: target.path,
      title,
      ageMs: Math.max(0, now - proposedAt),
      permalink: await permalinkOf(stores, driftKey(repo, number)),
    })),
  );
}

async function reviewsFor(stores: Stores, { person, identity, packs, now }: Looking): Promise<HomeReview[]> {
  const open = [...(await stores.reviews.stillOpen())].sort((a, b) => a.openedAt - b.openedAt).slice(0, MOST_SHOWN);
  return Promise.all(
    open.map(async (review) => {
      const row = await stores.pullRequests.get(review.repo, review.number);
      const decision = await stores.decisions.get(review.decisionId);
      const judged = packs.filter((pack) => decision?.judgements.some((judgement) => judgement.packId === pack.id));
      const inTier = judged.some((pack) => tierOf(pack, person.email) !== null);
      return {
        id: review.id,
        nonce: review.nonce,
        repo: review.repo,
        number: review.number,
        title: row?.title ?? null,
        openedByName: review.openedByName,
        reason: review.reason,
        ageMs: Math.max(0, now - review.openedAt),
        permalink: await permalinkOf(stores, pullRequestKey(review.repo, review.number)),
        mayClose: inTier && review.openedBy.id !== person.slackId && !isAuthor(row, identity),
      };
    }),
  );
}

async function recentDecisions(stores: Stores, now: number): Promise<HomeDecision[]> {
  const since = await stores.decisions.since(now - RECENT_MS, MOST_OPEN);
  const shown = since
    .filter((decision) => decision.state !== 'voided')
    .sort((a, b) => b.decidedAt - a.decidedAt)
    .slice(0, MOST_SHOWN);
  return Promise.all(
    shown.map(async (decision) => {
      const { repo, number } = decision;
      const [row, grants] = await Promise.all([
        stores.pullRequests.get(repo, number),
        stores.grants.forDecision(decision.id),
      ]);
      const { state, by, headline } = outcomeOf(decision, grants);
      return {
        decisionId: decision.id,
        repo,
        number,
        title: row?.title ?? null,
        url: row?.url ?? null,
        headSha: decision.headSha,
        state,
        by,
        headline,
        ended: row === null || row.state === 'open' ? null : row.state,
        decidedAt: decision.decidedAt,
        permalink: await permalinkOf(stores, pullRequestKey(repo, number)),
      };
    }),
  );
}

function isAuthor(row: PullRequestRow | null, identity: Identity | null): boolean {
  return row !== null && identity !== null && row.author.toLowerCase() === identity.githubLogin.toLowerCase();
}

function isBy(grant: Grant, person: Person): boolean {
  if (grant.actor.type === 'slack-user' && grant.actor.id === person.slackId) return true;
  return grant.email !== null && person.email !== null && sameEmail(grant.email, person.email);
}
