import { describe, expect, it } from 'vitest';
import type { Person } from '../model/actor.ts';
import type { EventOf } from '../model/event.ts';
import type { PullRequest } from '../ports/code-host.ts';
import { blocked } from '../rules/approvals/samples.ts';
import { requestGate } from './request-gate.ts';
import type { Road } from './road.ts';
import { entryTypes, openRoad, outgoing, pullRequestOf, REPO, received, waiting } from './samples.ts';

const OUTSIDER: Person = {
  slackId: 'UBOB',
  email: 'charlie@outside.example',
  name: 'Charlie Cole',
  timeZone: null,
  active: true,
  isBot: false,
};

async function ask(
  pullRequest: PullRequest | null,
  repo = REPO,
  prepare: (road: Road) => Promise<void> = async () => undefined,
) {
  const road = await openRoad({
    codeHost: { pullRequest: async () => pullRequest },
    chat: { person: async () => OUTSIDER },
  });
  await prepare(road);
  const event = await received(road, {
    type: 'gate.requested',
    source: 'slack',
    dedupeKey: 'g',
    lane: 'person:UBOB',
    actor: { type: 'slack-user', id: 'UBOB' },
    data: { repo, number: 12, channel: 'C1' },
  });
  await requestGate(road, event as EventOf<'gate.requested'>);
  return road;
}

describe('requestGate', () => {
  it('has an open pull request judged now', async () => {
    const road = await ask(pullRequestOf());
    expect(await waiting(road)).toMatchObject([
      { type: 'pull-request.changed', data: { number: 12, reason: 'manual' } },
    ]);
  });

  it('takes the name of the repository from the host, so that one pull request has one message and one check', async () => {
    const road = await ask(pullRequestOf(), 'Acme/PAYMENTS');
    expect(await waiting(road)).toMatchObject([{ lane: `pr:${REPO}#12`, data: { repo: REPO } }]);
    expect(await entryTypes(road, `pr:${REPO}#12`)).toEqual(['gate.requested']);
  });

  it.each([
    ['closed', pullRequestOf({ state: 'closed' }), /is closed.*reopen/],
    ['not to be read', null, /no pull request acme\/payments#12.*check the address/],
  ])('says what to do about one that is %s, and records the question', async (_how, pullRequest, says) => {
    const road = await ask(pullRequest);
    expect(await waiting(road)).toEqual([]);
    expect(await entryTypes(road)).toEqual(['gate.requested']);
    expect(await outgoing(road)).toMatchObject([
      { kind: 'chat.whisper', slackId: 'UBOB', text: expect.stringMatching(says) },
    ]);
  });

  it('does not let somebody without a tier take away an answer by asking for the verdict again', async () => {
    const road = await ask(pullRequestOf(), REPO, async ({ stores }) => {
      await stores.decisions.save({
        ...blocked().decision,
        repo: REPO,
        number: 12,
        headSha: pullRequestOf().headSha,
        state: 'answered',
      });
    });
    expect(await waiting(road)).toEqual([]);
    expect(await outgoing(road)).toMatchObject([{ text: expect.stringContaining('somebody with a tier') }]);
  });
});
