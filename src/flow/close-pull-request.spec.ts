import { describe, expect, it } from 'vitest';
import type { EventOf } from '../model/event.ts';
import { BOB, blocked, grantBy } from '../rules/approvals/samples.ts';
import { closePullRequest } from './close-pull-request.ts';
import { entryTypes, NEW_HEAD, OLD_HEAD, openRoad, outgoing, REPO, received, rowOf } from './samples.ts';

const shared = {
  source: 'github' as const,
  lane: `pr:${REPO}#12`,
  actor: { type: 'github-user' as const, id: 'alice' },
};
const data = { repo: REPO, number: 12, headSha: OLD_HEAD };
const closed = { ...shared, type: 'pull-request.closed' as const, dedupeKey: 'c', data };
const merged = {
  ...shared,
  type: 'pull-request.merged' as const,
  dedupeKey: 'm',
  data: { ...data, baseSha: 'b', mergeSha: 'd' },
};

async function house(answered: boolean) {
  const road = await openRoad();
  const { decision } = blocked();
  await road.stores.pullRequests.save(rowOf());
  await road.stores.decisions.save(decision);
  if (answered) await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
  const close = async (draft: typeof closed | typeof merged) => {
    const event = await received(road, draft);
    const run = () => closePullRequest(road, event as EventOf<'pull-request.closed' | 'pull-request.merged'>);
    await run();
    return run;
  };
  return { road, close };
}

describe('closePullRequest', () => {
  it('takes the buttons away and writes down how it stood', async () => {
    const { road, close } = await house(false);
    await close(closed);
    expect(await road.stores.pullRequests.get(REPO, 12)).toMatchObject({ state: 'closed' });
    expect(await road.stores.decisions.get('D1')).toMatchObject({ state: 'closed' });
    expect(await outgoing(road)).toEqual([{ kind: 'chat.pull-request', repo: REPO, number: 12 }]);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0 });
  });

  it('says so when a pull request was merged past a red gate', async () => {
    const { road, close } = await house(false);
    await close(merged);
    const [entry] = await road.stores.ledger.latest(1);
    expect(JSON.parse(entry?.payloadText ?? '')).toMatchObject({ merged: true, mergedUnanswered: true });
    expect(await outgoing(road)).toContainEqual(
      expect.objectContaining({ kind: 'chat.note', text: expect.stringContaining('had not passed') }),
    );
  });

  it('says so when the commit that was merged was never judged, whatever an earlier one was granted', async () => {
    const { road, close } = await house(true);
    await close({ ...merged, data: { ...merged.data, headSha: NEW_HEAD } });
    const [entry] = await road.stores.ledger.latest(1);
    expect(JSON.parse(entry?.payloadText ?? '')).toMatchObject({ mergedUnanswered: true });
    expect(await outgoing(road)).toContainEqual(
      expect.objectContaining({ kind: 'chat.note', text: expect.stringContaining('bbbbbbb was not judged') }),
    );
  });

  it('has the check of the same commit in another pull request drawn again', async () => {
    const { road, close } = await house(false);
    await road.stores.pullRequests.save(rowOf({ number: 13 }));
    await close(closed);
    expect(await outgoing(road)).toContainEqual({
      kind: 'check.report',
      repo: REPO,
      number: 13,
      headSha: OLD_HEAD,
      state: 'decided',
    });
  });

  it('says nothing of the kind when the block was overridden', async () => {
    const { road, close } = await house(true);
    await close(merged);
    expect((await outgoing(road)).map(({ kind }) => kind)).toEqual(['chat.pull-request']);
  });

  it('is recorded once when it is worked again', async () => {
    const { road, close } = await house(false);
    const again = await close(merged);
    await again();
    expect(await entryTypes(road)).toEqual(['pull-request.closed']);
  });
});
