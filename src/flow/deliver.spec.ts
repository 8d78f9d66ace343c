import { describe, expect, it } from 'vitest';
import type { Chat } from '../ports/chat.ts';
import type { CheckReport } from '../ports/code-host.ts';
import type { OutboxPayload, OutboxRow } from '../ports/stores.ts';
import { BOB, blocked, grantBy } from '../rules/approvals/samples.ts';
import { deliver } from './deliver.ts';
import { entryTypes, NOW, OLD_HEAD, openRoad, outgoing, REPO, rowOf } from './samples.ts';

const key = `pr:${REPO}#12`;
const PLACE = { channel: 'C1', ts: '1.1', permalink: 'https://slack.example/1.1' };
const row = (payload: OutboxPayload, attempts = 1): OutboxRow => ({
  id: 'O1',
  key: 'k',
  lane: 'l',
  payload,
  entrySeq: null,
  state: 'leased',
  attempts,
  nextAt: NOW,
  lastError: null,
  createdAt: NOW,
  doneAt: null,
});
const check = (state: 'in_progress' | 'decided') => ({
  kind: 'check.report' as const,
  repo: REPO,
  number: 12,
  headSha: OLD_HEAD,
  state,
});
const message = { kind: 'chat.pull-request' as const, repo: REPO, number: 12 };

type Shown = { notice: Parameters<Chat['show']>[0]; where: Parameters<Chat['show']>[1] };

async function house() {
  const reports: { report: CheckReport; maybeThere: boolean }[] = [];
  const shown: Shown[] = [];
  const replies: string[] = [];
  const road = await openRoad({
    codeHost: {
      async reportCheck(report, maybeThere) {
        reports.push({ report, maybeThere });
        return { id: '77' };
      },
    },
    chat: {
      channelId: async (name) => (name === 'C1' ? 'C1' : null),
      async show(notice, where) {
        shown.push({ notice, where });
        return where.place ?? PLACE;
      },
      async reply(notice) {
        replies.push(notice.type === 'note' ? notice.text : notice.type);
        return PLACE;
      },
    },
  });
  await road.stores.pullRequests.save(rowOf());
  return { road, reports, shown, replies };
}

describe('the check run', () => {
  it('says that the change is being judged, until it was', async () => {
    const { road, reports } = await house();
    await deliver(road, row(check('in_progress')));
    await road.stores.decisions.save(blocked().decision);
    await deliver(road, row(check('in_progress')));
    expect(reports.map(({ report }) => report.status)).toEqual(['in_progress']);
  });

  it('is one run: reported again it is looked for first, and the same answer is recorded once', async () => {
    const { road, reports } = await house();
    const { decision } = blocked();
    await road.stores.decisions.save(decision);
    await deliver(road, row(check('decided')));
    await deliver(road, row(check('decided')));
    expect(reports.map(({ maybeThere }) => maybeThere)).toEqual([false, true]);
    expect(await entryTypes(road)).toEqual(['check.reported']);
    await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
    await deliver(road, row(check('decided')));
    expect(reports.map(({ report }) => report.conclusion)).toEqual(['failure', 'failure', 'success']);
    expect(await entryTypes(road)).toEqual(['check.reported', 'check.reported']);
  });

  it('is never made green by an answer that no longer counts', async () => {
    const { road, reports } = await house();
    const { decision } = blocked();
    await road.stores.decisions.save({ ...decision, state: 'voided', voidedBecause: 'A policy pack changed.' });
    await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
    await deliver(road, row(check('decided')));
    expect(reports.map(({ report }) => report.conclusion)).toEqual(['failure']);
  });

  it('stays red while the same commit is blocked in another open pull request, and follows it', async () => {
    const { road, reports } = await house();
    const { decision } = blocked();
    await road.stores.decisions.save(decision);
    await road.stores.pullRequests.save(rowOf({ number: 13, baseRef: 'scratch' }));
    const harmless = { ...decision, id: 'D13', number: 13, findings: [], judgements: [], verdict: 'not-applicable' };
    await road.stores.decisions.save({ ...harmless, nonce: 'n13', state: 'settled' } as typeof decision);
    await deliver(road, row({ ...check('decided'), number: 13 }));
    expect(reports.at(-1)?.report).toMatchObject({ conclusion: 'failure', title: expect.stringContaining('#12') });
    await outgoing(road);
    await deliver(road, row(check('decided')));
    await outgoing(road);
    await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
    await deliver(road, row(check('decided')));
    expect(await outgoing(road)).toEqual([{ ...check('decided'), number: 13 }]);
    await deliver(road, row({ ...check('decided'), number: 13 }));
    expect(reports.at(-1)?.report.conclusion).toBe('neutral');
  });

  it('is not held back by the same commit in a pull request that is closed', async () => {
    const { road, reports } = await house();
    const { decision } = blocked();
    await road.stores.decisions.save(decision);
    await road.stores.pullRequests.save(rowOf({ number: 13, state: 'closed' }));
    await road.stores.decisions.save({ ...decision, id: 'D13', number: 13, nonce: 'n13' });
    await road.stores.grants.add(grantBy(BOB, decision, { action: 'override' }));
    await deliver(road, row(check('decided')));
    expect(reports.at(-1)?.report.conclusion).toBe('success');
  });

  it('is looked for first after an attempt whose answer nobody heard', async () => {
    const { road, reports } = await house();
    await road.stores.decisions.save(blocked().decision);
    await deliver(road, row(check('decided'), 2));
    expect(reports[0]?.maybeThere).toBe(true);
  });
});

describe('the living message', () => {
  it('is posted once, remembered, and linked from the check run', async () => {
    const { road, shown } = await house();
    await road.stores.decisions.save(blocked().decision);
    await deliver(road, row(message));
    await deliver(road, row(message));
    expect(shown.map(({ where }) => where.place)).toEqual([null, expect.objectContaining({ ts: '1.1' })]);
    expect(await outgoing(road)).toEqual([check('decided')]);
  });

  it.each([
    ['nothing waits for an answer', { state: 'settled' as const }, {}],
    ['the pull request is a draft', {}, { draft: true }],
  ])('is not begun while %s', async (_why, decision, pullRequest) => {
    const { road, shown } = await house();
    await road.stores.pullRequests.save(rowOf(pullRequest));
    await road.stores.decisions.save({ ...blocked().decision, ...decision });
    await deliver(road, row(message));
    expect(shown).toEqual([]);
  });

  it('goes on to be edited once it is there, whatever the state', async () => {
    const { road, shown } = await house();
    await road.stores.decisions.save({ ...blocked().decision, state: 'settled' });
    await road.stores.messages.save({ key, ...PLACE, postedAt: NOW });
    await deliver(road, row(message));
    expect(shown).toHaveLength(1);
  });

  it('is given up with advice when there is no such channel', async () => {
    const { road } = await house();
    await road.stores.pullRequests.save(rowOf({ channel: '#nowhere' }));
    await road.stores.decisions.save(blocked().decision);
    await expect(deliver(road, row(message))).rejects.toMatchObject({
      permanent: true,
      message: expect.stringContaining('invite the bot'),
    });
  });
});

describe('a line in the thread', () => {
  const note = { kind: 'chat.note' as const, about: key, channel: 'C1', text: 'Judged.', code: null, entrySeq: 3 };

  it('is written below the message, and nowhere when there is none', async () => {
    const { road, replies } = await house();
    await deliver(road, row(note));
    await road.stores.messages.save({ key, ...PLACE, postedAt: NOW });
    await deliver(road, row(note));
    expect(replies).toEqual(['Judged.']);
  });
});

describe('a digest', () => {
  it('that was never stored is given up instead of being made up', async () => {
    const { road } = await house();
    await expect(deliver(road, row({ kind: 'chat.digest', channel: 'C1', day: '2026-11-20' }))).rejects.toMatchObject({
      code: 'digest-missing',
      permanent: true,
    });
  });
});
