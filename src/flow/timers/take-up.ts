import { SYSTEM } from '../../model/actor.ts';
import type { EventOf } from '../../model/event.ts';
import { pullRequestKey } from '../../model/keys.ts';
import { CountersignError, messageOf } from '../../shared/errors.ts';
import { HOUR_MS } from '../../shared/time.ts';
import type { Road } from '../road.ts';

/**
 * GitHub does not send a delivery again by itself, so open pull requests whose head has no decision are taken up, and
 * those we hold for open that were closed meanwhile are closed. A repository that cannot be read is tried next time;
 * when none can, the timer fails loudly. A look that reached every repository shows that GitHub is there, so a quiet
 * weekend is not taken for silence.
 */
export async function takeUpMissed(road: Road, event: EventOf<'timer.due'>): Promise<void> {
  const failures: string[] = [];
  // One that was given up is tried again the next hour, and one that still waits is not stored twice.
  const round = Math.floor(event.data.dueAt / HOUR_MS);
  for (const repo of road.settings.watchedRepos) {
    try {
      await takeUpRepository(road, repo, round);
    } catch (thrown) {
      failures.push(`${repo}: ${messageOf(thrown)}`);
      road.log.warn({ repo, err: messageOf(thrown) }, 'a watched repository could not be looked at');
    }
  }
  if (failures.length > 0 && failures.length === road.settings.watchedRepos.length) {
    throw new CountersignError('take-up-failed', `No watched repository could be read: ${failures.join(' ')}`);
  }
  const looked = failures.length === 0 && road.settings.watchedRepos.length > 0;
  for (const watcher of road.watchers.filter(({ source }) => looked && source === 'github'))
    await road.stores.watchers.beat(watcher.id, road.clock.now());
  await road.stores.inbox.finish(event.id, road.clock.now());
}

/** `watched` is a name as somebody wrote it; GitHub ignores its case, our keys do not, so the host's own is used. */
async function takeUpRepository(road: Road, watched: string, round: number): Promise<void> {
  const open = await road.codeHost.openPullRequests(watched);
  for (const { repo, number, headSha } of open) {
    const decision = await road.stores.decisions.latest(repo, number, headSha);
    if (decision !== null && decision.state !== 'voided' && decision.state !== 'closed') continue;
    await road.stores.inbox.add(
      {
        type: 'pull-request.changed',
        source: 'cron',
        dedupeKey: `take-up:${repo}#${number}:${headSha}:${decision?.id ?? 'none'}:${round}`,
        lane: pullRequestKey(repo, number),
        actor: SYSTEM,
        data: { repo, number, headSha, reason: 'taken-up' },
      },
      road.clock.now(),
    );
  }
  const stillOpen = new Set(open.map((pullRequest) => pullRequest.number));
  const known = await road.stores.pullRequests.open();
  const here = known.filter(({ repo }) => repo.toLowerCase() === watched.toLowerCase());
  for (const { repo, number } of here.filter((row) => !stillOpen.has(row.number)))
    await closeMissed(road, repo, number, round);
}

async function closeMissed(road: Road, repo: string, number: number, round: number): Promise<void> {
  const live = await road.codeHost.pullRequest(repo, number);
  if (live === null || live.state === 'open') return;
  const shared = {
    source: 'cron' as const,
    dedupeKey: `take-up-closed:${repo}#${number}:${live.headSha}:${round}`,
    lane: pullRequestKey(repo, number),
    actor: SYSTEM,
  };
  const { headSha, baseSha } = live;
  // Merged stays merged where the host names no commit of the merge.
  const mergeSha = live.mergeSha ?? headSha;
  await road.stores.inbox.add(
    live.merged
      ? { ...shared, type: 'pull-request.merged', data: { repo, number, headSha, baseSha, mergeSha } }
      : { ...shared, type: 'pull-request.closed', data: { repo, number, headSha } },
    road.clock.now(),
  );
}
