import type { Decision } from '../model/decision.ts';
import type { Digest } from '../model/digest.ts';
import { driftKey, pullRequestKey } from '../model/keys.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { StoredPack } from '../model/pack.ts';
import type { Watcher } from '../model/watch.ts';
import type { Stores } from '../ports/stores.ts';
import { DAY_MS } from '../shared/time.ts';
import { watcherLines } from './health.ts';
import { permalinkOf, titleOf } from './places.ts';

const MOST_LISTED = 200;
const MOST_DECISIONS = 5_000;

export type DigestRequest = {
  /** The channel as packs name it, or its id. */
  channel: string;
  /** What else it is called: its id when `channel` is a name. */
  alsoKnownAs?: readonly string[];
  /** Packs whose messages go to this channel; they say which held drifts belong here. */
  packs: readonly Pick<StoredPack, 'id'>[];
  /** The local day it is about, `2026-11-20`. */
  day: string;
  timeZone: string;
  now: number;
  checkpoint: string;
  watchers?: readonly Watcher[];
};

/** What one channel is told once a day, from the record only. Lists are oldest first and at most 200 long. */
export async function digestFor(stores: Stores, request: DigestRequest): Promise<Digest> {
  const { channel, day, timeZone, now, checkpoint } = request;
  const isHere = namesTest(request);
  const mine = channelTest(stores, isHere);
  const [waiting, proposals, held, reviews, lines, decided, counts] = await Promise.all([
    waitingIn(stores, now, mine),
    proposalsIn(stores, request, isHere, mine),
    heldIn(stores, request, isHere),
    reviewsIn(stores, now, mine),
    watcherLines(stores, now, request.watchers ?? []),
    decidedOn(stores, request, mine),
    stores.outbox.counts(),
  ]);
  const silent = lines
    .filter((line) => line.state === 'silent')
    .map((line) => ({ watcherId: line.id, name: line.name, silentForMs: line.quietForMs }));
  return {
    channel,
    day,
    timeZone,
    issuedAt: now,
    waiting,
    proposals,
    held,
    reviews,
    silent,
    decided,
    deadDeliveries: counts.dead,
    checkpoint,
  };
}

type InChannel = (repo: string, number: number) => Promise<boolean>;

type IsHere = (channel: string | null | undefined) => boolean;

function namesTest({ channel, alsoKnownAs = [] }: DigestRequest): IsHere {
  const names = [channel, ...alsoKnownAs];
  return (candidate) => candidate !== null && candidate !== undefined && names.includes(candidate);
}

/** A pull request belongs to the channel its message stands in, or is meant for; the two may be written differently. */
function channelTest(stores: Stores, isHere: IsHere): InChannel {
  const known = new Map<string, Promise<boolean>>();
  const look = async (repo: string, number: number) => {
    const message = await stores.messages.get(pullRequestKey(repo, number));
    return isHere(message?.channel) || isHere((await stores.pullRequests.get(repo, number))?.channel);
  };
  return (repo, number) => {
    const key = `${repo}#${number}`;
    const answer = known.get(key) ?? look(repo, number);
    known.set(key, answer);
    return answer;
  };
}

async function waitingIn(stores: Stores, now: number, mine: InChannel): Promise<Digest['waiting']> {
  const open = await oldestFirst(stores.decisions.inState('open', MOST_LISTED), (decision) => decision.decidedAt);
  const rows: Digest['waiting'] = [];
  for (const decision of open) {
    const { repo, number } = decision;
    if (!(await mine(repo, number))) continue;
    const outcome = outcomeOf(decision, await stores.grants.forDecision(decision.id));
    if (!outcome.waiting) continue;
    const row = await stores.pullRequests.get(repo, number);
    rows.push({
      repo,
      number,
      title: titleOf(row, repo, number),
      url: row?.url ?? '',
      verdict: outcome.state,
      ageMs: Math.max(0, now - decision.decidedAt),
      permalink: await permalinkOf(stores, pullRequestKey(repo, number)),
    });
  }
  return rows;
}

async function proposalsIn(
  stores: Stores,
  { packs, now }: DigestRequest,
  isHere: IsHere,
  mine: InChannel,
): Promise<Digest['proposals']> {
  const proposed = await oldestFirst(
    stores.proposals.inState(['proposed'], MOST_LISTED),
    (proposal) => proposal.proposedAt,
  );
  const rows: Digest['proposals'] = [];
  for (const proposal of proposed) {
    const message = await stores.messages.get(driftKey(proposal.repo, proposal.number));
    const ofPack = packs.some((pack) => pack.id === proposal.packId);
    const meant = isHere(message?.channel) || isHere(proposal.channel);
    const here = meant || (proposal.channel === null && (ofPack || (await mine(proposal.repo, proposal.number))));
    if (!here) continue;
    rows.push({
      id: proposal.id,
      repo: proposal.repo,
      doc: proposal.target.path,
      title: proposal.title,
      ageMs: Math.max(0, now - proposal.proposedAt),
      permalink: message?.permalink ?? null,
    });
  }
  return rows;
}

async function heldIn(stores: Stores, { packs }: DigestRequest, isHere: IsHere): Promise<Digest['held']> {
  const held = await oldestFirst(stores.proposals.inState(['held'], MOST_LISTED), (proposal) => proposal.proposedAt);
  return held
    .filter((proposal) => isHere(proposal.channel) || packs.some((pack) => pack.id === proposal.packId))
    .flatMap((proposal) =>
      proposal.drifts.map((drift) => ({
        id: proposal.id,
        repo: proposal.repo,
        doc: drift.doc,
        line: drift.line,
        oldToken: drift.oldToken,
        newToken: drift.newToken,
        score: drift.materiality.score,
      })),
    )
    .slice(0, MOST_LISTED);
}

async function reviewsIn(stores: Stores, now: number, mine: InChannel): Promise<Digest['reviews']> {
  const open = await oldestFirst(stores.reviews.stillOpen(), (review) => review.openedAt);
  const rows: Digest['reviews'] = [];
  for (const { repo, number, openedByName, openedAt } of open) {
    if (!(await mine(repo, number))) continue;
    const permalink = await permalinkOf(stores, pullRequestKey(repo, number));
    rows.push({ repo, number, openedByName, ageMs: Math.max(0, now - openedAt), permalink });
  }
  return rows;
}

async function decidedOn(stores: Stores, request: DigestRequest, mine: InChannel): Promise<Digest['decided']> {
  const from = await lastToldAt(stores, request);
  const isOn = (at: number) => at >= from && at < request.now;
  const [decisions, grants] = await Promise.all([
    stores.decisions.since(from, MOST_DECISIONS),
    stores.grants.since(from),
  ]);
  const here: Decision[] = [];
  for (const decision of decisions) {
    if (isOn(decision.decidedAt) && (await mine(decision.repo, decision.number))) here.push(decision);
  }
  const verdicts = (verdict: Decision['verdict']) => here.filter((decision) => decision.verdict === verdict).length;
  const given = { overridden: 0, brokenGlass: 0 };
  for (const grant of grants) {
    if (!isOn(grant.grantedAt) || !(await mine(grant.repo, grant.number))) continue;
    if (grant.action === 'override') given.overridden += 1;
    if (grant.action === 'break-glass') given.brokenGlass += 1;
  }
  return {
    pass: verdicts('pass'),
    warn: verdicts('warn'),
    block: verdicts('block'),
    notApplicable: verdicts('not-applicable'),
    ...given,
  };
}

/**
 * From where yesterday's digest ended, so that no decision is told twice or never whatever the hour of the digest;
 * without one, the 24 hours before this one.
 */
async function lastToldAt(stores: Stores, { channel, day, now }: DigestRequest): Promise<number> {
  const dayBefore = new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
  const body = await stores.digests.get(channel, dayBefore);
  return body === null ? now - DAY_MS : (JSON.parse(body) as Digest).issuedAt;
}

async function oldestFirst<T>(rows: Promise<T[]>, atOf: (row: T) => number): Promise<T[]> {
  return [...(await rows)].sort((a, b) => atOf(a) - atOf(b));
}
