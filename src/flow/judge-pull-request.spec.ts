import { afterAll, describe, expect, it } from 'vitest';
import type { EventOf, PullRequestReason } from '../model/event.ts';
import type { StoredPack } from '../model/pack.ts';
import type { PullRequest } from '../ports/code-host.ts';
import { openEvaluationPool } from './gate/evaluation-pool.ts';
import { writtenPack, writtenSnapshot } from './gate/written-snapshot.ts';
import { judgePullRequest } from './judge-pull-request.ts';
import { entryTypes, NEW_HEAD, NOW, OLD_HEAD, openRoad, outgoing, pullRequestOf, REPO, received } from './samples.ts';

const pool = openEvaluationPool({ mostWorkers: 1 });
afterAll(() => pool.close());

const PACK = writtenPack([{ type: 'obligation.file_present', config: { files: ['/LICENSE'] } }]);
type Trigger = StoredPack['scope']['eventTriggers'][number];

async function house(eventTriggers?: Trigger[]) {
  const live: { pullRequest: PullRequest | null } = { pullRequest: pullRequestOf() };
  const { snapshot } = writtenSnapshot({ base: { LICENSE: 'MIT', 'a.ts': '' }, head: { 'a.ts': '' } });
  const road = await openRoad({
    codeHost: {
      pullRequest: async () => live.pullRequest,
      mergeBase: async () => 'c'.repeat(40),
      snapshot: () => snapshot,
    },
  });
  Object.assign(road, { pool });
  const scope = eventTriggers === undefined ? PACK.scope : { ...PACK.scope, eventTriggers };
  await road.stores.packs.save({ ...PACK, scope }, 'manifest', NOW);
  let deliveries = 0;
  async function change(reason: PullRequestReason): Promise<void> {
    deliveries += 1;
    const event = await received(road, {
      type: 'pull-request.changed',
      source: 'github',
      dedupeKey: `d${deliveries}`,
      lane: `pr:${REPO}#12`,
      actor: { type: 'github-user', id: 'alice' },
      data: { repo: REPO, number: 12, headSha: OLD_HEAD, reason },
    });
    road.at(NOW + deliveries);
    await judgePullRequest(road, event as EventOf<'pull-request.changed'>);
  }
  return { road, live, change, latest: () => road.stores.decisions.latest(REPO, 12) };
}

describe('judgePullRequest', () => {
  it('records what came in and what was decided before anything is said', async () => {
    const { road, change, latest } = await house();
    await change('opened');
    expect(await latest()).toMatchObject({ verdict: 'block', state: 'open', headSha: OLD_HEAD });
    expect(await entryTypes(road)).toEqual(['pull-request.received', 'gate.decided']);
    expect(await outgoing(road)).toMatchObject([
      { kind: 'check.report', state: 'in_progress' },
      { kind: 'chat.pull-request' },
      { kind: 'check.report', state: 'decided' },
      { kind: 'chat.note' },
    ]);
  });

  it('judges what stands on the host, not what the delivery claims', async () => {
    const { live, change, latest } = await house();
    live.pullRequest = pullRequestOf({ headSha: NEW_HEAD });
    await change('synchronize');
    expect(await latest()).toMatchObject({ headSha: NEW_HEAD });
  });

  it.each([
    ['is gone', null],
    ['is closed', pullRequestOf({ state: 'closed' })],
  ])('leaves nothing behind for one that %s', async (_how, pullRequest) => {
    const { road, live, change } = await house();
    live.pullRequest = pullRequest;
    await change('opened');
    expect([await entryTypes(road), await outgoing(road)]).toEqual([[], []]);
  });

  it('does not judge the same commit twice unasked, and shows that it is no draft any more', async () => {
    const { road, live, change } = await house();
    live.pullRequest = pullRequestOf({ draft: true });
    await change('opened');
    await outgoing(road);
    live.pullRequest = pullRequestOf();
    await change('ready_for_review');
    await change('synchronize');
    expect(await entryTypes(road)).toEqual(['pull-request.received', 'gate.decided', 'pull-request.received']);
    expect(await outgoing(road)).toEqual([{ kind: 'chat.pull-request', repo: REPO, number: 12 }]);
  });

  it('voids the verdict on the commit before when another one comes, and when that one comes back', async () => {
    const { road, live, change, latest } = await house();
    await change('opened');
    const first = await latest();
    live.pullRequest = pullRequestOf({ headSha: NEW_HEAD });
    await change('synchronize');
    const second = await latest();
    live.pullRequest = pullRequestOf();
    await change('synchronize');
    const states = [first, second].map(async (one) => (await road.stores.decisions.get(one?.id ?? ''))?.state);
    expect(await Promise.all(states)).toEqual(['voided', 'voided']);
    expect(await latest()).toMatchObject({ headSha: OLD_HEAD, verdict: 'block', state: 'open' });
  });

  it('judges a commit again that was closed and reopened', async () => {
    const { road, change, latest } = await house();
    await change('opened');
    const first = await latest();
    await road.stores.decisions.moveState(first?.id ?? '', ['open'], 'closed', null);
    await change('reopened');
    expect(await latest()).toMatchObject({ state: 'open', verdict: 'block' });
    expect((await latest())?.id).not.toBe(first?.id);
  });

  it.each<[PullRequestReason, Trigger]>([
    ['rerequested', 'pr_opened'],
    ['rerequested', 'commit_pushed'],
    ['manual', 'commit_pushed'],
    ['pack-changed', 'pr_opened'],
    ['taken-up', 'pr_opened'],
    ['taken-up', 'commit_pushed'],
  ])('lets nobody lose a red gate: %s brings a pack that listens to %s', async (reason, trigger) => {
    const { change, latest } = await house([trigger]);
    await change(reason);
    expect(await latest()).toMatchObject({ verdict: 'block' });
  });
});
