import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../model/event.ts';
import { checkExternalId } from '../model/keys.ts';
import { blocked } from '../rules/approvals/samples.ts';
import { CountersignError } from '../shared/errors.ts';
import { MINUTE_MS } from '../shared/time.ts';
import { entryTypes, NOW, OLD_HEAD, openRoad, outgoing, REPO, received, rowOf, timer } from './samples.ts';
import { LEASE_MS, startWorkers, workOneDelivery, workOneEvent } from './workers.ts';

const ALICE = { type: 'github-user' as const, id: 'alice' };
const changed: EventDraft = {
  type: 'pull-request.changed',
  source: 'github',
  dedupeKey: 'd-1',
  lane: `pr:${REPO}#12`,
  actor: ALICE,
  data: { repo: REPO, number: 12, headSha: OLD_HEAD, reason: 'opened' },
};
const pressed: EventDraft = {
  type: 'approval.granted',
  source: 'slack',
  dedupeKey: 'p-1',
  lane: 'subject:D1',
  actor: { type: 'slack-user', id: 'UBOB' },
  data: { subjectId: 'D1', nonce: 'n', channel: 'C1', messageTs: '1.1', reason: '' },
};
const failing = (error: Error) => ({
  codeHost: {
    pullRequest: async () => {
      throw error;
    },
  },
});
const away = new CountersignError('unreachable', 'GitHub is away.', { retryAfterMs: 5 * MINUTE_MS });
const gone = new CountersignError('gone', 'The repository is gone.', { permanent: true });

describe('an event that fails', () => {
  it('is worked again, not before the other side asked for it', async () => {
    const road = await openRoad(failing(away));
    await received(road, changed);
    expect(await workOneEvent(road)).toBe(true);
    road.at(NOW + 5 * MINUTE_MS - 1);
    expect(await workOneEvent(road)).toBe(false);
    road.at(NOW + 5 * MINUTE_MS);
    expect(await workOneEvent(road)).toBe(true);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 1, dead: 0 });
  });

  it('is given up at once when trying again cannot help, and recorded', async () => {
    const road = await openRoad(failing(gone));
    await received(road, changed);
    await workOneEvent(road);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 1 });
    expect(await entryTypes(road)).toEqual(['event.failed']);
    expect(await outgoing(road)).toEqual([]);
  });

  it('leaves no check run in progress behind when it was judging', async () => {
    const reported: (string | null)[] = [];
    const road = await openRoad({
      codeHost: {
        pullRequest: async () => Promise.reject(gone),
        reportCheck: async ({ conclusion }) => {
          reported.push(conclusion);
          return { id: '1' };
        },
      },
    });
    await road.stores.pullRequests.save(rowOf());
    const externalId = checkExternalId(REPO, 12, OLD_HEAD);
    await road.stores.checks.save({
      externalId,
      repo: REPO,
      headSha: OLD_HEAD,
      runId: '1',
      conclusion: null,
      reportedAt: NOW,
    });
    await received(road, changed);
    await workOneEvent(road);
    await workOneDelivery(road);
    expect(reported).toEqual(['action_required']);
    expect(await road.stores.checks.get(externalId)).toMatchObject({ conclusion: 'action_required' });
  });

  it('is given up after the last attempt', async () => {
    const road = await openRoad(failing(new Error('Something odd.')));
    await received(road, changed);
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      road.at(NOW + attempt * 60 * MINUTE_MS);
      await workOneEvent(road);
    }
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 1 });
  });

  it('is given up when it took the process down each time it was begun', async () => {
    const road = await openRoad();
    await received(road, changed);
    // Claimed and never heard of again: what a killed process leaves behind.
    for (let life = 1; life <= road.settings.maxAttempts; life += 1) {
      expect(await road.stores.inbox.claim(NOW + life * LEASE_MS * 2, LEASE_MS)).toMatchObject({ attempt: life });
    }
    road.at(NOW + (road.settings.maxAttempts + 1) * LEASE_MS * 2);
    await workOneEvent(road);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 1 });
    expect(await entryTypes(road)).toEqual(['event.failed']);
  });

  it('is told to the person who waits for it', async () => {
    const road = await openRoad({ chat: { person: async () => Promise.reject(gone) } });
    await received(road, { ...pressed, type: 'patch.approved' });
    await workOneEvent(road);
    expect(await outgoing(road)).toMatchObject([
      { kind: 'chat.whisper', channel: 'C1', slackId: 'UBOB', text: expect.stringContaining('Nothing was changed') },
    ]);
  });

  it('holds the events of its lane, and no others', async () => {
    const road = await openRoad({ ...failing(away), settings: { watchedRepos: [] } });
    await received(road, changed);
    await received(road, { ...changed, dedupeKey: 'd-2' });
    await received(road, timer('take-up'));
    expect([await workOneEvent(road), await workOneEvent(road), await workOneEvent(road)]).toEqual([true, true, false]);
    expect((await road.stores.inbox.counts()).pending).toBe(2);
  });
});

describe('an event whose lease ran out', () => {
  it('leaves nothing behind when somebody else finished it meanwhile', async () => {
    let finishMeanwhile = async (): Promise<void> => undefined;
    const road = await openRoad({
      codeHost: {
        pullRequest: async () => {
          await finishMeanwhile();
          return null;
        },
      },
    });
    const event = await received(road, {
      ...changed,
      type: 'gate.requested',
      data: { repo: REPO, number: 12, channel: 'C1' },
    });
    finishMeanwhile = () => road.stores.inbox.finish(event.id, NOW);
    expect(await workOneEvent(road)).toBe(true);
    expect(await entryTypes(road)).toEqual([]);
    expect(await outgoing(road)).toEqual([]);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 0 });
  });

  it('is not begun a second time by the process that still has it in hand', async () => {
    const inHand = new Set<string>();
    let asked = 0;
    const road = await openRoad({
      codeHost: {
        async pullRequest() {
          asked += 1;
          // The machine sleeps for longer than the lease.
          road.at(NOW + LEASE_MS + 1);
          expect(await workOneEvent(road, inHand)).toBe(false);
          return null;
        },
      },
    });
    await received(road, changed);
    expect(await workOneEvent(road, inHand)).toBe(true);
    expect(asked).toBe(1);
    expect(await road.stores.inbox.counts()).toMatchObject({ pending: 0, dead: 0 });
  });

  it('is worked by whoever comes next', async () => {
    const road = await openRoad({ codeHost: { pullRequest: async () => null } });
    await received(road, changed);
    await road.stores.inbox.claim(NOW, LEASE_MS);
    expect(await workOneEvent(road)).toBe(false);
    road.at(NOW + LEASE_MS);
    expect(await workOneEvent(road)).toBe(true);
  });
});

describe('a delivery that fails', () => {
  const message = { kind: 'chat.pull-request' as const, repo: REPO, number: 12 };

  it('is sent again, looking first for what may be there already', async () => {
    const looked: boolean[] = [];
    const road = await openRoad({
      chat: {
        async whisper() {
          looked.push(true);
          if (looked.length === 1) throw away;
        },
      },
    });
    const payload = { kind: 'chat.whisper' as const, channel: 'C1', slackId: 'UBOB', threadTs: null, text: 'No.' };
    await road.stores.outbox.add({ key: 'w', lane: 'chat:w', payload, entrySeq: null }, NOW);
    await workOneDelivery(road);
    road.at(NOW + 5 * MINUTE_MS);
    await workOneDelivery(road);
    expect(looked).toHaveLength(2);
    expect(await road.stores.outbox.counts()).toMatchObject({ pending: 0, dead: 0 });
  });

  it('is recorded when it is given up, and said on the check run when it was the message', async () => {
    const road = await openRoad({ chat: { channelId: async () => null } });
    await road.stores.pullRequests.save(rowOf({ channel: '#nowhere' }));
    await road.stores.decisions.save(blocked().decision);
    await road.stores.outbox.add({ key: 'm', lane: `chat:pr:${REPO}#12`, payload: message, entrySeq: null }, NOW);
    await workOneDelivery(road);
    expect(await entryTypes(road)).toEqual(['delivery.dead']);
    expect(await outgoing(road)).toEqual([
      { kind: 'check.report', repo: REPO, number: 12, headSha: OLD_HEAD, state: 'decided' },
    ]);
    expect((await road.stores.outbox.dead(1))[0]?.lastError).toContain('invite the bot');
  });
});

describe('a stop', () => {
  it('hands back what does not come to an end, so that the next process need not wait for the lease', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const road = await openRoad({
      codeHost: {
        pullRequest: () => {
          begin();
          return new Promise(() => undefined);
        },
      },
    });
    await received(road, changed);
    const workers = startWorkers(road, { width: 1, pollMs: 5, stopMs: 20 });
    await begun;
    expect(await road.stores.inbox.claim(NOW, LEASE_MS)).toBeNull();
    await workers.stop();
    expect(await road.stores.inbox.claim(NOW, LEASE_MS)).toMatchObject({ event: { dedupeKey: 'd-1' } });
  });

  it('hands a delivery back as one that may have gone out, so that the next process looks before it sends', async () => {
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const looked: boolean[] = [];
    const road = await openRoad({
      codeHost: {
        reportCheck: async (_report, maybeThere) => {
          looked.push(maybeThere);
          begin();
          return looked.length === 1 ? new Promise<never>(() => undefined) : { id: '7' };
        },
      },
    });
    const payload = { kind: 'check.report', repo: REPO, number: 12, headSha: OLD_HEAD, state: 'in_progress' } as const;
    await road.stores.outbox.add({ key: 'c', lane: 'host:x', payload, entrySeq: null }, NOW);
    const workers = startWorkers(road, { width: 1, pollMs: 5, stopMs: 20 });
    await begun;
    await workers.stop();
    expect(await workOneDelivery(road)).toBe(true);
    expect(looked).toEqual([false, true]);
  });
});
