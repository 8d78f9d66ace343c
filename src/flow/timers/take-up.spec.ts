import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../model/event.ts';
import type { Watcher } from '../../model/watch.ts';
import type { PullRequest } from '../../ports/code-host.ts';
import { blocked } from '../../rules/approvals/samples.ts';
import { HOUR_MS, MINUTE_MS } from '../../shared/time.ts';
import { NEW_HEAD, NOW, openRoad, pullRequestOf, REPO, received, rowOf, timer, waiting } from '../samples.ts';
import { takeUpMissed } from './take-up.ts';

const DELIVERIES: Watcher = {
  id: 'github-deliveries',
  name: 'GitHub deliveries',
  what: 'Pull requests may wait unjudged.',
  source: 'github',
  periodMs: 10 * MINUTE_MS,
  graceMs: 20 * MINUTE_MS,
};

async function takeUp(
  open: PullRequest[],
  closed: PullRequest[] = [],
  repos: readonly string[] = [REPO],
  unreadable: readonly string[] = [],
) {
  const road = await openRoad({
    watchers: [DELIVERIES],
    settings: { watchedRepos: repos },
    codeHost: {
      openPullRequests: async (repo) => {
        if (unreadable.includes(repo)) throw new Error('GitHub is away.');
        return open.filter((one) => one.repo.toLowerCase() === repo.toLowerCase());
      },
      pullRequest: async (_repo, number) => [...open, ...closed].find((one) => one.number === number) ?? null,
    },
  });
  const run = async (key: string, dueAt = NOW) =>
    takeUpMissed(road, (await received(road, timer('take-up', key, dueAt))) as EventOf<'timer.due'>);
  return { road, run };
}

describe('takeUpMissed', () => {
  it('takes up an open pull request whose head has no decision, once', async () => {
    const { road, run } = await takeUp([pullRequestOf()]);
    await run('1');
    await run('2');
    expect(await waiting(road)).toMatchObject([
      { type: 'pull-request.changed', source: 'cron', data: { number: 12, reason: 'taken-up' } },
    ]);
  });

  it('takes one up again in a later hour when the judging of it was given up', async () => {
    const { road, run } = await takeUp([pullRequestOf()]);
    await run('1');
    const [given] = await waiting(road);
    await road.stores.inbox.bury(given?.id ?? '', NOW, 'GitHub was away for too long.');
    await run('2', NOW + HOUR_MS);
    expect(await waiting(road)).toHaveLength(1);
  });

  it.each(['open', 'answered', 'settled'] as const)('leaves one alone whose decision is %s', async (state) => {
    const { road, run } = await takeUp([pullRequestOf()]);
    await road.stores.decisions.save({ ...blocked().decision, state });
    await run('1');
    expect(await waiting(road)).toEqual([]);
  });

  it.each(['voided', 'closed'] as const)('takes one up again whose decision is %s', async (state) => {
    const { road, run } = await takeUp([pullRequestOf()]);
    await road.stores.decisions.save({ ...blocked().decision, state });
    await run('1');
    expect(await waiting(road)).toHaveLength(1);
  });

  it('takes up a push that was missed', async () => {
    const { road, run } = await takeUp([pullRequestOf({ headSha: NEW_HEAD })]);
    await road.stores.decisions.save(blocked().decision);
    await run('1');
    expect(await waiting(road)).toMatchObject([{ data: { headSha: NEW_HEAD } }]);
  });

  it.each([
    ['closed', pullRequestOf({ state: 'closed' }), 'pull-request.closed'],
    ['merged', pullRequestOf({ state: 'closed', merged: true, mergeSha: 'd'.repeat(40) }), 'pull-request.merged'],
    [
      'merged, by a commit the host does not name',
      pullRequestOf({ state: 'closed', merged: true }),
      'pull-request.merged',
    ],
  ])('notices one that was %s meanwhile', async (_how, gone, type) => {
    const { road, run } = await takeUp([], [gone]);
    await road.stores.pullRequests.save(rowOf());
    await run('1');
    expect(await waiting(road)).toMatchObject([{ type }]);
  });

  it('goes on with the other repositories when one cannot be read', async () => {
    const { road, run } = await takeUp([pullRequestOf({ repo: 'acme/ledger' })], [], [REPO, 'acme/ledger'], [REPO]);
    await run('1');
    expect(await waiting(road)).toMatchObject([{ data: { repo: 'acme/ledger' } }]);
    expect(road.logged).toEqual(['a watched repository could not be looked at']);
  });

  it('fails loudly when none can be read', async () => {
    const { run } = await takeUp([], [], [REPO], [REPO]);
    await expect(run('1')).rejects.toMatchObject({ code: 'take-up-failed', permanent: false });
  });

  it.each<[string, readonly string[], readonly string[], number[]]>([
    ['reached every repository', [REPO, 'acme/ledger'], [], [NOW]],
    ['could not read one of them', [REPO, 'acme/ledger'], [REPO], []],
    ['had nothing to look at', [], [], []],
  ])('counts as a sign of life of GitHub only when it %s', async (_what, repos, unreadable, beats) => {
    const { road, run } = await takeUp([], [], repos, unreadable);
    await run('1');
    const statuses = await road.stores.watchers.all();
    expect(statuses.flatMap(({ lastHeartbeatAt }) => lastHeartbeatAt ?? [])).toEqual(beats);
  });

  it('goes by the name the host gives a repository, whatever case it is watched in', async () => {
    const gone = pullRequestOf({ number: 13, state: 'closed' });
    const { road, run } = await takeUp([pullRequestOf()], [gone], ['Acme/Payments']);
    await road.stores.pullRequests.save(rowOf({ number: 13 }));
    await run('1');
    expect(await waiting(road)).toMatchObject([
      { type: 'pull-request.changed', lane: `pr:${REPO}#12`, data: { repo: REPO } },
      { type: 'pull-request.closed', lane: `pr:${REPO}#13`, data: { repo: REPO } },
    ]);
  });
});
