import { describe, expect, it } from 'vitest';
import type { Decision } from '../../model/decision.ts';
import type { EventDraft, EventOf } from '../../model/event.ts';
import type { PullRequest } from '../../ports/code-host.ts';
import { bindingHash } from '../../rules/approvals/binding.ts';
import { ALICE, BOB, blocked, CHARLIE, DANA, ERIN } from '../../rules/approvals/samples.ts';
import { HOUR_MS } from '../../shared/time.ts';
import { askPress } from '../ask.ts';
import { packHashOf } from '../pack-hash.ts';
import {
  entryTypes,
  NEW_HEAD,
  NOW,
  openRoad,
  outgoing,
  pullRequestOf,
  REPO,
  received,
  rowOf,
  type SampleRoad,
  waiting,
} from '../samples.ts';
import { answerDecision } from './answer-decision.ts';
import { recordRefusedPress } from './refused-press.ts';

const PEOPLE = [ALICE, BOB, DANA, ERIN, CHARLIE];
const PLACE = { channel: 'C1', ts: '1.1', permalink: null };
type Answer = EventOf<'approval.granted' | 'override.granted' | 'break-glass.invoked'>;
type Claim = Partial<Answer['data']>;

async function house(over: { decision?: Partial<Decision>; live?: Partial<PullRequest> } = {}) {
  const road = await openRoad({
    chat: {
      person: async (slackId) => PEOPLE.find((person) => person.slackId === slackId) ?? null,
      personByEmail: async (email) => PEOPLE.find((person) => person.email === email) ?? null,
    },
    codeHost: {
      pullRequest: async () => pullRequestOf(over.live),
      authorEmails: async () => ['alice@acme.com'],
    },
  });
  const { pack, decision: sample } = blocked();
  await road.stores.packs.save(pack, 'manifest', NOW);
  const bound = rebound({ ...sample, packHash: packHashOf([pack]), ...over.decision });
  await road.stores.decisions.save(bound);
  await road.stores.pullRequests.save(rowOf());
  await road.stores.messages.save({ key: `pr:${REPO}#12`, ...PLACE, postedAt: NOW });
  return { road, decision: bound };
}
function rebound(decision: Decision): Decision {
  const binding = { ...decision.binding, packHash: decision.packHash };
  return { ...decision, binding, payloadHash: bindingHash(binding) };
}

let presses = 0;
async function press(
  road: SampleRoad,
  who: string,
  decision: Decision,
  type: Answer['type'] = 'override.granted',
  claim: Claim = {},
) {
  presses += 1;
  const draft: EventDraft = {
    type,
    source: 'slack',
    dedupeKey: `p${presses}`,
    lane: `subject:${decision.id}`,
    actor: { type: 'slack-user', id: who },
    data: {
      subjectId: decision.id,
      nonce: decision.nonce,
      channel: 'C1',
      messageTs: '1.1',
      reason: 'Agreed with every caller.',
      ...claim,
    },
  };
  await answerDecision(road, (await received(road, draft)) as Answer);
}
const refusals = async (road: SampleRoad) =>
  (await road.stores.ledger.range(0, 100))
    .filter(({ entry }) => entry.type === 'press.refused')
    .map(({ payloadText }) => (JSON.parse(payloadText ?? '{}') as { code: string }).code);

describe('an answer', () => {
  it('of a team lead turns a block, in the record, the message and the check run', async () => {
    const { road, decision } = await house();
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual([]);
    expect(await entryTypes(road)).toEqual(['override.granted']);
    expect((await road.stores.decisions.get(decision.id))?.state).toBe('answered');
    expect((await outgoing(road)).map(({ kind }) => kind).sort()).toEqual([
      'chat.note',
      'chat.pull-request',
      'check.report',
    ]);
  });

  it.each([
    ['of the author', ALICE.slackId, {}, 'own-pull-request'],
    ['of an outsider', CHARLIE.slackId, {}, 'no-tier'],
    ['of nobody Slack knows', 'UNOBODY', {}, null],
    ['with another nonce', BOB.slackId, { nonce: 'forged' }, null],
    ['for another decision', BOB.slackId, { subjectId: 'D9' }, 'unknown-request'],
    ['from another channel', BOB.slackId, { channel: 'C9' }, 'wrong-place'],
    ['from another message', BOB.slackId, { messageTs: '9.9' }, 'wrong-place'],
    ['without a reason', BOB.slackId, { reason: '' }, 'reason-missing'],
  ] as const)('%s is refused, recorded and told to the person only', async (_whose, who, claim, code) => {
    const { road, decision } = await house();
    await press(road, who, decision, 'override.granted', claim);
    const codes = await refusals(road);
    expect(codes).toHaveLength(1);
    if (code !== null) expect(codes).toEqual([code]);
    expect(await road.stores.grants.forDecision(decision.id)).toEqual([]);
    expect((await outgoing(road)).filter(({ kind }) => kind === 'chat.whisper')).toMatchObject([{ slackId: who }]);
  });

  it('of two people at once: one wins, the other is told', async () => {
    const { road, decision } = await house();
    await Promise.all([press(road, BOB.slackId, decision), press(road, DANA.slackId, decision)]);
    expect(await road.stores.grants.forDecision(decision.id)).toHaveLength(1);
    expect((await entryTypes(road)).sort()).toEqual(['override.granted', 'press.refused']);
  });

  it('pressed twice counts once', async () => {
    const { road, decision } = await house();
    await press(road, BOB.slackId, decision);
    await press(road, BOB.slackId, decision);
    expect(await road.stores.grants.forDecision(decision.id)).toHaveLength(1);
    expect(await refusals(road)).toHaveLength(1);
  });

  it('to a commit that was replaced is refused, voids what it was for, and has the new one judged', async () => {
    const { road, decision } = await house({ live: { headSha: NEW_HEAD } });
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['new-push']);
    expect((await road.stores.decisions.get(decision.id))?.state).toBe('voided');
    expect(await waiting(road)).toMatchObject([{ type: 'pull-request.changed', data: { headSha: NEW_HEAD } }]);
  });

  it('to a commit that was replaced leaves alone what was answered for the next one', async () => {
    const { road, decision } = await house({ live: { headSha: NEW_HEAD } });
    await road.stores.decisions.moveState(decision.id, ['open'], 'voided', 'A new push came.');
    const next = { ...decision, id: 'D2', headSha: NEW_HEAD, nonce: 'next', state: 'answered' as const };
    await road.stores.decisions.save({ ...next, decidedAt: decision.decidedAt + 1 });
    await press(road, CHARLIE.slackId, decision);
    expect(await refusals(road)).toEqual(['new-push']);
    expect(await waiting(road)).toEqual([]);
  });

  it.each([
    ['a replaced commit', { headSha: NEW_HEAD }, {}, 0],
    ['a changed pack', {}, { packHash: 'e'.repeat(64) }, 0],
    ['a question that ran out', {}, {}, 25 * HOUR_MS],
  ])('refused before its form opened, for %s, has it judged anew', async (_why, live, over, later) => {
    const { road, decision } = await house({ live, decision: over });
    road.at(NOW + later);
    const claimed = { subjectId: decision.id, nonce: decision.nonce, channel: 'C1', messageTs: '1.1', reason: '' };
    const asked = await askPress(road, 'override', claimed, BOB.slackId);
    if (asked.ok) throw new TypeError('The press was admitted.');
    const draft: EventDraft = {
      type: 'press.refused',
      source: 'slack',
      dedupeKey: 'refused',
      lane: `subject:${decision.id}`,
      actor: { type: 'slack-user', id: BOB.slackId },
      data: { ...claimed, attempted: 'override', code: asked.error.code, message: asked.error.message },
    };
    await recordRefusedPress(road, (await received(road, draft)) as EventOf<'press.refused'>);
    expect((await road.stores.decisions.get(decision.id))?.state).toBe('voided');
    expect((await outgoing(road)).map(({ kind }) => kind)).toContain('chat.pull-request');
    expect(await waiting(road)).toMatchObject([{ type: 'pull-request.changed' }]);
  });

  it('to a pull request that goes into another branch by now is refused, and it is judged anew', async () => {
    const { road, decision } = await house({ live: { baseRef: 'release' } });
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['new-push']);
    expect((await road.stores.decisions.get(decision.id))?.voidedBecause).toContain('into release instead of main');
    expect(await waiting(road)).toMatchObject([{ type: 'pull-request.changed' }]);
  });

  it('that came too late is refused', async () => {
    const { road, decision } = await house();
    road.at(decision.expiresAt + 1);
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['expired']);
  });

  it('to a pull request that is closed is refused', async () => {
    const { road, decision } = await house({ live: { state: 'closed' } });
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['closed']);
  });

  it('under a pack that changed is refused', async () => {
    const { road, decision } = await house({ decision: { packHash: 'e'.repeat(64) } });
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['pack-changed']);
    expect(await road.stores.grants.forDecision(decision.id)).toEqual([]);
  });

  it('by break-glass opens a review that stays open', async () => {
    const { road, decision } = await house();
    await press(road, ERIN.slackId, decision, 'break-glass.invoked');
    expect(await refusals(road)).toEqual([]);
    expect(await road.stores.reviews.stillOpen()).toMatchObject([{ openedByName: 'Erin', closedAt: null }]);
  });

  it('by break-glass is refused to somebody who is not allowed to', async () => {
    const { road, decision } = await house();
    await press(road, CHARLIE.slackId, decision, 'break-glass.invoked');
    expect(await refusals(road)).toHaveLength(1);
    expect(await road.stores.reviews.stillOpen()).toEqual([]);
  });

  it('that was altered in the database counts for nothing', async () => {
    const { road, decision } = await house();
    await road.stores.decisions.save({ ...decision, findings: [] });
    await press(road, BOB.slackId, decision);
    expect(await refusals(road)).toEqual(['tampered']);
  });
});
