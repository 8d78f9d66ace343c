import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendEntry } from '../../src/ledger/append.ts';
import type { BreakGlassReview, Grant } from '../../src/model/approval.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { EntryDraft } from '../../src/model/entry.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { Pack, type StoredPack } from '../../src/model/pack.ts';
import type { Proposal } from '../../src/model/patch.ts';
import type { OutboxDraft, PullRequestRow, Stores } from '../../src/ports/stores.ts';
import { openStores } from '../../src/store/open.ts';

const directory = mkdtempSync(join(tmpdir(), 'stores-'));
afterAll(() => rmSync(directory, { recursive: true }));

let files = 0;

function nextFile(): string {
  files += 1;
  return join(directory, `${files}.db`);
}

const PLACES = {
  'a file': () => `sqlite:${nextFile()}`,
  memory: () => 'sqlite::memory:',
};

const ALICE = { type: 'slack-user', id: 'U0ALICE' } as const;
const BOB = { type: 'slack-user', id: 'U0BOB' } as const;
const REPO = 'acme/payments';
const CHAT = ['chat.pull-request', 'chat.note'] as const;

function push(dedupeKey: string, lane = 'lane'): EventDraft {
  const data = { repo: REPO, ref: 'refs/heads/main', before: 'a', after: 'b' };
  return {
    type: 'push.received',
    source: 'github',
    dedupeKey,
    lane,
    actor: { type: 'github-user', id: 'alice' },
    data,
  };
}

function delivery(key: string, lane = 'lane'): OutboxDraft {
  return { key, lane, payload: { kind: 'chat.pull-request', repo: REPO, number: 12 }, entrySeq: 3 };
}

function entry(n: number): EntryDraft {
  return { type: 'gate.decided', actor: ALICE, subject: `pr:${REPO}#${n % 2}`, payload: { n }, at: n };
}

function decision(id: string, change: Partial<Decision> = {}): Decision {
  return {
    id,
    repo: REPO,
    number: 12,
    headSha: 'head',
    state: 'open',
    voidedBecause: null,
    nonce: `nonce-${id}`,
    decidedAt: 10,
    findings: [{ message: 'Ümlaut and \u0000 and 😀' }],
    ...change,
  } as unknown as Decision;
}

function grant(id: string, decisionId: string, grantedAt: number): Grant {
  return { id, decisionId, repo: REPO, number: 12, actor: BOB, covered: [], grantedAt } as unknown as Grant;
}

function review(id: string): BreakGlassReview {
  return {
    id,
    grantId: 'g',
    decisionId: 'd',
    repo: REPO,
    number: 12,
    openedBy: ALICE,
    openedByName: 'Alice',
    reason: 'the site is down',
    nonce: 'n',
    openedAt: 5,
    closedBy: null,
    closedByName: null,
    closedAt: null,
    conclusion: null,
  };
}

function proposal(id: string, proposedAt: number): Proposal {
  return {
    id,
    repo: REPO,
    number: 12,
    state: 'proposed',
    stateNote: null,
    proposedAt,
    updatedAt: proposedAt,
  } as unknown as Proposal;
}

function pack(id: string, version: number, name: string): StoredPack {
  return {
    ...Pack.parse({ id, name, version, scope: { type: 'workspace' } }),
    versionHash: `${id}-${version}-${name}`,
  };
}

function pullRequest(number: number, change: Partial<PullRequestRow> = {}): PullRequestRow {
  return {
    repo: REPO,
    number,
    title: 'Rename a field',
    url: 'https://example.test/12',
    author: 'alice',
    authorIsBot: false,
    headSha: 'head',
    baseSha: 'base',
    baseRef: 'main',
    draft: true,
    state: 'open',
    channel: null,
    updatedAt: 1,
    ...change,
  };
}

describe.each(Object.entries(PLACES))('stores in %s', (_, urlOf) => {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openStores({ url: urlOf(), now: () => 500 });
  });
  afterEach(() => stores.close());

  describe('inbox', () => {
    it('stores a delivery once and gives back exactly what came', async () => {
      const event = await stores.inbox.add(push('d1'), 100);
      expect(event).toMatchObject({ ...push('d1'), receivedAt: 100 });
      expect(await stores.inbox.add(push('d1', 'other lane'), 200)).toBeNull();
      expect(await stores.inbox.get(event?.id ?? '')).toEqual(event);
      expect(await stores.inbox.add({ ...push('d1'), source: 'http' }, 300)).not.toBeNull();
    });

    it('works a lane in order and other lanes meanwhile', async () => {
      await stores.inbox.add(push('a1', 'a'), 1);
      await stores.inbox.add(push('a2', 'a'), 1);
      await stores.inbox.add(push('b1', 'b'), 1);
      const first = await stores.inbox.claim(10, 100);
      const second = await stores.inbox.claim(10, 100);
      expect([first?.event.dedupeKey, second?.event.dedupeKey]).toEqual(['a1', 'b1']);
      expect(await stores.inbox.claim(10, 100)).toBeNull();
      await stores.inbox.finish(first?.event.id ?? '', 11);
      expect((await stores.inbox.claim(12, 100))?.event.dedupeKey).toBe('a2');
    });

    it('holds a lane while its oldest waits to be tried again, but not for a buried one', async () => {
      await stores.inbox.add(push('a1'), 1);
      await stores.inbox.add(push('a2'), 1);
      const first = await stores.inbox.claim(10, 100);
      await stores.inbox.retry(first?.event.id ?? '', 1_000, 'host is down');
      expect(await stores.inbox.claim(999, 100)).toBeNull();
      const again = await stores.inbox.claim(1_000, 100);
      expect(again).toMatchObject({ attempt: 2, event: { dedupeKey: 'a1' } });
      await stores.inbox.bury(again?.event.id ?? '', 1_001, 'gave up');
      expect((await stores.inbox.claim(1_002, 100))?.event.dedupeKey).toBe('a2');
      expect(await stores.inbox.counts()).toEqual({ pending: 1, dead: 1, oldestPendingAt: 1 });
    });

    it('gives an event again when its lease ran out, and at once when it was handed back', async () => {
      await stores.inbox.add(push('a1'), 1);
      const first = await stores.inbox.claim(10, 100);
      expect(await stores.inbox.claim(109, 100)).toBeNull();
      expect((await stores.inbox.claim(110, 1_000))?.attempt).toBe(2);
      await stores.inbox.release(first?.event.id ?? '');
      expect((await stores.inbox.claim(500, 100))?.attempt).toBe(2);
    });

    it('does not bring a finished event back when a slow worker asks for another try', async () => {
      await stores.inbox.add(push('a1'), 1);
      const claimed = await stores.inbox.claim(10, 5);
      await stores.inbox.finish(claimed?.event.id ?? '', 20);
      await stores.inbox.retry(claimed?.event.id ?? '', 30, 'late');
      await stores.inbox.bury(claimed?.event.id ?? '', 30, 'late');
      await stores.inbox.release(claimed?.event.id ?? '');
      expect(await stores.inbox.claim(1_000, 5)).toBeNull();
      expect(await stores.inbox.counts()).toEqual({ pending: 0, dead: 0, oldestPendingAt: null });
    });
  });

  describe('outbox', () => {
    it('keeps the first of two deliveries with one key', async () => {
      await stores.outbox.add(delivery('k'), 1);
      await stores.outbox.add({ ...delivery('k'), lane: 'other' }, 2);
      expect(await stores.outbox.claim(5, 100, CHAT)).toEqual({
        ...delivery('k'),
        id: expect.any(String),
        state: 'leased',
        attempts: 1,
        nextAt: 105,
        lastError: null,
        createdAt: 1,
        doneAt: null,
      });
      expect(await stores.outbox.counts()).toEqual({ pending: 1, dead: 0, oldestPendingAt: 1 });
    });

    it('gives only the kinds asked for, and lets another kind hold the lane', async () => {
      await stores.outbox.add(
        { ...delivery('doc'), payload: { kind: 'document.write', proposalId: 'p', payloadHash: 'h' } },
        1,
      );
      await stores.outbox.add(delivery('chat'), 1);
      expect(await stores.outbox.claim(5, 100, CHAT)).toBeNull();
      expect(await stores.outbox.claim(5, 100, [])).toBeNull();
      const row = await stores.outbox.claim(5, 100, ['document.write']);
      await stores.outbox.finish(row?.id ?? '', 6);
      expect((await stores.outbox.claim(7, 100, CHAT))?.key).toBe('chat');
    });

    it('shows the dead and brings them back', async () => {
      await stores.outbox.add(delivery('k'), 1);
      const row = await stores.outbox.claim(5, 100, CHAT);
      await stores.outbox.bury(row?.id ?? '', 6, 'channel_not_found');
      expect(await stores.outbox.dead(10)).toMatchObject([{ key: 'k', state: 'dead', lastError: 'channel_not_found' }]);
      expect(await stores.outbox.revive(50)).toBe(1);
      expect(await stores.outbox.claim(50, 100, CHAT)).toMatchObject({ key: 'k', attempts: 2 });
    });
  });

  describe('an outbox row that was handed back', () => {
    it('keeps its attempt counted, because it may have gone out', async () => {
      await stores.outbox.add(delivery('k'), 1);
      const row = await stores.outbox.claim(5, 100, CHAT);
      await stores.outbox.release(row?.id ?? '');
      expect(await stores.outbox.claim(1_000, 100, CHAT)).toMatchObject({ key: 'k', attempts: 2 });
    });
  });

  describe('ledger', () => {
    it('gives entries back as they were written, by number, subject and age', async () => {
      for (let n = 1; n <= 5; n += 1) await stores.transact((tx) => appendEntry(tx.ledger, entry(n)));
      expect(await stores.ledger.size()).toBe(6);
      expect((await stores.ledger.last())?.seq).toBe(5);
      expect((await stores.ledger.range(2, 2)).map((row) => row.entry.seq)).toEqual([2, 3]);
      expect((await stores.ledger.latest(2)).map((row) => row.entry.seq)).toEqual([5, 4]);
      expect((await stores.ledger.bySubject(`pr:${REPO}#1`, 2)).map((row) => row.entry.at)).toEqual([5, 3]);
      expect(await stores.ledger.get(1)).toMatchObject({ entry: { actor: ALICE, seq: 1 }, payloadText: '{"n":1}' });
      expect(await stores.ledger.get(6)).toBeNull();
    });

    it('erases a payload and keeps the entry', async () => {
      await stores.transact((tx) => appendEntry(tx.ledger, entry(1)));
      expect([await stores.ledger.erasePayload(1), await stores.ledger.erasePayload(1)]).toEqual([true, false]);
      expect(await stores.ledger.get(1)).toMatchObject({ payloadText: null, entry: { at: 1 } });
    });

    it('keeps the chain whole when work fails in between', async () => {
      await stores.transact((tx) => appendEntry(tx.ledger, entry(1)));
      const failing = stores.transact(async (tx) => {
        await appendEntry(tx.ledger, entry(2));
        await tx.outbox.add(delivery('k'), 1);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect((await stores.transact((tx) => appendEntry(tx.ledger, entry(3)))).seq).toBe(2);
      expect(await stores.outbox.counts()).toMatchObject({ pending: 0 });
    });

    it('keeps the largest checkpoint at hand', async () => {
      const checkpoint = { size: 3, rootHash: 'aa', text: 'note', at: 9 };
      await stores.ledger.saveCheckpoint(checkpoint);
      await stores.ledger.saveCheckpoint({ ...checkpoint, size: 2 });
      await stores.ledger.saveCheckpoint(checkpoint);
      expect(await stores.ledger.lastCheckpoint()).toEqual(checkpoint);
    });
  });

  describe('transact', () => {
    it('runs work one after the other, in the order it was asked for', async () => {
      const seqs = await Promise.all(
        Array.from({ length: 20 }, (_, n) => stores.transact((tx) => appendEntry(tx.ledger, entry(n)))),
      );
      expect(seqs.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
    });

    it('runs each work once when nobody else writes', async () => {
      let runs = 0;
      const works = Array.from({ length: 50 }, (_, n) =>
        stores.transact((tx) => {
          runs += 1;
          return appendEntry(tx.ledger, entry(n));
        }),
      );
      await Promise.all(works);
      expect(runs).toBe(50);
    });

    it('refuses a repository that is used past the transaction, instead of waiting for ever', async () => {
      const nested: (() => Promise<unknown>)[] = [
        () => stores.inbox.counts(),
        () => stores.transact(async () => 1),
        () => stores.ledger.insert({} as never, ''),
        () => stores.ping(),
      ];
      for (const use of nested) {
        await expect(stores.transact(use)).rejects.toMatchObject({ code: 'store.nested', permanent: true });
      }
      expect(await stores.inbox.counts()).toMatchObject({ pending: 0 });
    });

    it('lets work on one database use another', async () => {
      const other = await openStores({ url: 'sqlite::memory:', now: () => 0 });
      const counts = await stores.transact(() => other.transact((tx) => tx.inbox.counts()));
      expect(counts).toMatchObject({ pending: 0 });
      await other.close();
    });

    it('lets what was started in a transaction use the stores once that has ended', async () => {
      let later: Promise<unknown> = Promise.resolve();
      await stores.transact(async () => {
        later = new Promise((resolve) => setTimeout(resolve, 5)).then(() => stores.inbox.counts());
      });
      expect(await later).toMatchObject({ pending: 0 });
    });
  });

  describe('packs', () => {
    it('saves a version once and answers the newest of each', async () => {
      expect(await stores.packs.save(pack('api', 1, 'one'), 'manifest', 1)).toBe(true);
      expect(await stores.packs.save(pack('api', 1, 'one'), 'manifest', 2)).toBe(false);
      await stores.packs.save(pack('api', 2, 'two'), 'database', 3);
      await stores.packs.save(pack('docs', 1, 'three'), 'manifest', 4);
      expect((await stores.packs.current()).map(({ name }) => name)).toEqual(['two', 'three']);
      expect(await stores.packs.get('api', 1)).toEqual(pack('api', 1, 'one'));
      expect((await stores.packs.get('api'))?.version).toBe(2);
      expect(await stores.packs.get('nothing')).toBeNull();
    });

    it('goes back to an earlier content of the same version when that is put back', async () => {
      await stores.packs.save(pack('api', 1, 'one'), 'manifest', 1);
      await stores.packs.save(pack('api', 1, 'edited'), 'manifest', 2);
      expect(await stores.packs.save(pack('api', 1, 'one'), 'manifest', 3)).toBe(true);
      expect((await stores.packs.current()).map(({ name }) => name)).toEqual(['one']);
    });
  });

  describe('pull requests, decisions, grants', () => {
    it('keeps the last known state of a pull request', async () => {
      await stores.pullRequests.save(pullRequest(12));
      await stores.pullRequests.save(pullRequest(12, { draft: false, authorIsBot: true, channel: 'C1', updatedAt: 2 }));
      await stores.pullRequests.save(pullRequest(13, { state: 'merged' }));
      const saved = pullRequest(12, { draft: false, authorIsBot: true, channel: 'C1', updatedAt: 2 });
      expect(await stores.pullRequests.get(REPO, 12)).toEqual(saved);
      expect(await stores.pullRequests.open()).toEqual([saved]);
    });

    it('finds the newest decision of a pull request or of one head', async () => {
      await stores.decisions.save(decision('d1'));
      await stores.decisions.save(decision('d2', { headSha: 'next', decidedAt: 20 }));
      await stores.decisions.save(decision('d3', { headSha: 'next', decidedAt: 20 }));
      expect((await stores.decisions.latest(REPO, 12))?.id).toBe('d3');
      expect(await stores.decisions.latest(REPO, 12, 'head')).toEqual(decision('d1'));
      expect(await stores.decisions.latest(REPO, 13)).toBeNull();
      expect((await stores.decisions.since(11, 10)).map(({ id }) => id)).toEqual(['d3', 'd2']);
      expect((await stores.decisions.inState('open', 2)).map(({ id }) => id)).toEqual(['d1', 'd2']);
    });

    it('lets one of two simultaneous answers win', async () => {
      await stores.decisions.save(decision('d1'));
      const won = await Promise.all([
        stores.decisions.moveState('d1', ['open'], 'answered', null),
        stores.decisions.moveState('d1', ['open'], 'voided', 'a new push'),
      ]);
      expect(won).toEqual([true, false]);
      expect(await stores.decisions.get('d1')).toMatchObject({ state: 'answered', voidedBecause: null });
      expect(await stores.decisions.moveState('d1', [], 'closed', null)).toBe(false);
    });

    it('uses a nonce up', async () => {
      const used = await Promise.all([1, 2, 3].map((at) => stores.decisions.useNonce('n', 'U0BOB', at)));
      expect(used).toEqual([true, false, false]);
    });

    it('lists grants in the order they were given', async () => {
      await stores.grants.add(grant('g2', 'd1', 20));
      await stores.grants.add(grant('g1', 'd1', 10));
      await stores.grants.add(grant('g3', 'd2', 30));
      expect((await stores.grants.forDecision('d1')).map(({ id }) => id)).toEqual(['g1', 'g2']);
      expect((await stores.grants.forPullRequest(REPO, 12)).map(({ id }) => id)).toEqual(['g1', 'g2', 'g3']);
      expect((await stores.grants.since(20)).map(({ id }) => id)).toEqual(['g2', 'g3']);
      await expect(stores.grants.add(grant('g3', 'd2', 30))).rejects.toMatchObject({ code: 'store.constraint' });
    });

    it('closes a review once, by the first who does', async () => {
      await stores.reviews.open(review('r1'));
      expect(await stores.reviews.stillOpen()).toEqual([review('r1')]);
      expect(await stores.reviews.close('r1', BOB, 'Bob', 'was right', 9)).toBe(true);
      expect(await stores.reviews.close('r1', ALICE, 'Alice', 'me too', 10)).toBe(false);
      const closed = { ...review('r1'), closedBy: BOB, closedByName: 'Bob', closedAt: 9, conclusion: 'was right' };
      expect(await stores.reviews.get('r1')).toEqual(closed);
      expect(await stores.reviews.forPullRequest(REPO, 12)).toEqual([closed]);
      expect(await stores.reviews.stillOpen()).toEqual([]);
    });

    it('moves a proposal only from where it stands', async () => {
      await stores.proposals.save(proposal('p1', 2));
      await stores.proposals.save(proposal('p2', 1));
      expect(await stores.proposals.moveState('p1', ['proposed'], 'approved', 'dry run', 7)).toBe(true);
      expect(await stores.proposals.moveState('p1', ['proposed'], 'declined', null, 8)).toBe(false);
      expect(await stores.proposals.get('p1')).toMatchObject({ state: 'approved', stateNote: 'dry run', updatedAt: 7 });
      expect((await stores.proposals.inState(['proposed', 'approved'], 5)).map(({ id }) => id)).toEqual(['p2', 'p1']);
      expect(await stores.proposals.inState([], 5)).toEqual([]);
      expect(await stores.proposals.forPullRequest(REPO, 12)).toHaveLength(2);
    });
  });

  describe('the outside and the watch', () => {
    it('remembers where a living message stands', async () => {
      const row = { key: 'pr:acme/payments#12', channel: 'C1', ts: '1.2', permalink: null, postedAt: 1 };
      await stores.messages.save(row);
      await stores.messages.save({ ...row, ts: '1.3', permalink: 'https://x' });
      expect(await stores.messages.get(row.key)).toEqual({ ...row, ts: '1.3', permalink: 'https://x' });
      expect((await stores.messages.find('C1', '1.3'))?.key).toBe(row.key);
      expect(await stores.messages.find('C1', '1.2')).toBeNull();
    });

    it('remembers check runs', async () => {
      const row = { externalId: 'e', repo: REPO, headSha: 'head', runId: '7', conclusion: null, reportedAt: 1 };
      await stores.checks.save(row);
      await stores.checks.save({ ...row, conclusion: 'neutral' });
      expect(await stores.checks.get('e')).toEqual({ ...row, conclusion: 'neutral' });
      expect(await stores.checks.get('f')).toBeNull();
    });

    it('finds a login whatever its case, and leaves it with the first who said it is theirs', async () => {
      const alice = { slackId: 'U0ALICE', githubLogin: 'Alice', email: 'alice@acme.test', linkedAt: 1 };
      await stores.identities.save({ slackId: 'U0CHARLIE', githubLogin: 'ALICE', email: null, linkedAt: 2 });
      await stores.identities.save(alice);
      expect(await stores.identities.byLogin('aLICE')).toEqual(alice);
      expect(await stores.identities.bySlackId('U0ALICE')).toEqual(alice);
      expect(await stores.identities.byLogin('dana')).toBeNull();
    });

    it('flips a watcher once and never moves its heartbeat back', async () => {
      await stores.watchers.ensure('github', 10);
      await stores.watchers.ensure('github', 99);
      await stores.watchers.beat('github', 30);
      await stores.watchers.beat('github', 20);
      const flips = await Promise.all([1, 2].map((at) => stores.watchers.flip('github', 'waiting', 'up', at)));
      expect(flips).toEqual([true, false]);
      expect(await stores.watchers.all()).toEqual([
        { watcherId: 'github', state: 'up', lastHeartbeatAt: 30, since: 10, flippedAt: 1 },
      ]);
    });

    it('keeps the last due time of a job, forwards only, and the digest of a day', async () => {
      await stores.timers.saveDue('digest', 20);
      await stores.timers.saveDue('digest', 10);
      expect([await stores.timers.lastDue('digest'), await stores.timers.lastDue('other')]).toEqual([20, null]);
      await stores.digests.save('C1', '2026-11-20', 'body', 1);
      await stores.digests.save('C1', '2026-11-20', 'later', 2);
      expect([await stores.digests.get('C1', '2026-11-20'), await stores.digests.get('C1', 'x')]).toEqual([
        'later',
        null,
      ]);
    });
  });

  it('answers a ping while open and refuses afterwards', async () => {
    await stores.ping();
    await stores.close();
    await expect(stores.ping()).rejects.toThrow();
    stores = await openStores({ url: 'sqlite::memory:', now: () => 0 });
  });
});
