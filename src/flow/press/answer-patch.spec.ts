import { describe, expect, it } from 'vitest';
import type { EventDraft, EventOf } from '../../model/event.ts';
import type { Proposal } from '../../model/patch.ts';
import { BOB, CHARLIE, DANA, NOW, packOf, proposalOf } from '../../rules/approvals/samples.ts';
import { unifiedPatch } from '../../rules/drift/page-patch.ts';
import { bindProposal } from '../drift/propose.ts';
import { packHashOf } from '../pack-hash.ts';
import { entryTypes, openRoad, outgoing, REPO, received, type SampleRoad } from '../samples.ts';
import { answerPatch } from './answer-patch.ts';

const OLD = '# Run\n\nSet `PAY_PORT` first.\n';
const NEXT = '# Run\n\nSet `PAYMENTS_PORT` first.\n';
const PEOPLE = [BOB, DANA, CHARLIE];
type Answer = EventOf<'patch.approved'> | EventOf<'patch.edited'> | EventOf<'patch.declined'>;

async function house(
  over: Partial<Proposal> = {},
  page: { revision: string; text: string } | null = { revision: 'rev-1', text: OLD },
) {
  const pack = packOf();
  const road = await openRoad({
    chat: { person: async (slackId) => PEOPLE.find((person) => person.slackId === slackId) ?? null },
    codeHost: { page: async () => page },
  });
  await road.stores.packs.save(pack, 'manifest', NOW);
  await road.stores.messages.save({
    key: `drift:${REPO}#12`,
    channel: 'C1',
    ts: '2.2',
    permalink: null,
    postedAt: NOW,
  });
  const proposal = bindProposal({
    ...proposalOf({ newText: NEXT, patch: unifiedPatch('README.md', OLD, NEXT), packHash: packHashOf([pack]) }),
    ...over,
  });
  await road.stores.proposals.save(proposal);
  return { road, proposal };
}

let presses = 0;
async function press(
  road: SampleRoad,
  who: string,
  proposal: Proposal,
  over: Partial<Pick<Answer, 'type'>> & { edits?: { hunk: number; text: string }[]; nonce?: string } = {},
) {
  presses += 1;
  const draft = {
    type: over.type ?? 'patch.approved',
    source: 'slack',
    dedupeKey: `p${presses}`,
    lane: `subject:${proposal.id}`,
    actor: { type: 'slack-user', id: who },
    data: {
      subjectId: proposal.id,
      nonce: over.nonce ?? proposal.nonce,
      channel: 'C1',
      messageTs: '2.2',
      reason: 'The page is for the old version.',
      ...(over.edits === undefined ? {} : { edits: over.edits }),
    },
  } as EventDraft;
  await answerPatch(road, (await received(road, draft)) as Answer);
}
const stored = async (road: SampleRoad) => {
  const proposal = await road.stores.proposals.get('P1');
  if (proposal === null) throw new TypeError('The proposal is gone.');
  return proposal;
};
const kinds = async (road: SampleRoad) => (await outgoing(road)).map(({ kind }) => kind);

describe('an answer to a patch', () => {
  it('approves it and lets the write out of the house, with the payload that was approved', async () => {
    const { road, proposal } = await house();
    await press(road, BOB.slackId, proposal);
    expect(await entryTypes(road)).toEqual(['patch.approved']);
    expect(await stored(road)).toMatchObject({ state: 'approved', approvedBy: BOB.slackId });
    expect(await outgoing(road)).toContainEqual({
      kind: 'document.write',
      proposalId: 'P1',
      payloadHash: proposal.payloadHash,
    });
  });

  it('declines it for good', async () => {
    const { road, proposal } = await house();
    await press(road, BOB.slackId, proposal, { type: 'patch.declined' });
    await press(road, DANA.slackId, proposal);
    expect(await stored(road)).toMatchObject({ state: 'declined' });
    expect(await entryTypes(road)).toEqual(['patch.declined', 'press.refused']);
    expect(await kinds(road)).not.toContain('document.write');
  });

  it('edits it: another patch, other buttons, and somebody else approves it', async () => {
    const { road, proposal } = await house();
    const edits = [{ hunk: 0, text: 'Set `PAYMENTS_PORT` before anything else.' }];
    await press(road, BOB.slackId, proposal, { type: 'patch.edited', edits });
    const edited = await stored(road);
    expect(edited.newText).toContain('before anything else');
    expect([edited.nonce === proposal.nonce, edited.payloadHash === proposal.payloadHash]).toEqual([false, false]);
    await press(road, DANA.slackId, proposal);
    await press(road, BOB.slackId, edited);
    expect((await stored(road)).state).toBe('proposed');
    await press(road, DANA.slackId, edited);
    expect((await stored(road)).state).toBe('approved');
    expect(await entryTypes(road)).toEqual(['patch.edited', 'press.refused', 'press.refused', 'patch.approved']);
  });

  it('that edits the patch away is refused', async () => {
    const { road, proposal } = await house();
    await press(road, BOB.slackId, proposal, {
      type: 'patch.edited',
      edits: [{ hunk: 0, text: 'Set `PAY_PORT` first.' }],
    });
    expect(await entryTypes(road)).toEqual(['press.refused']);
    expect((await stored(road)).payloadHash).toBe(proposal.payloadHash);
  });

  it.each([
    ['edits the patch away', 'Set `PAY_PORT` first.'],
    ['changes nothing', 'Set `PAYMENTS_PORT` first.'],
  ])('that %s uses nothing up: the same person may edit again', async (_how, text) => {
    const { road, proposal } = await house();
    await press(road, BOB.slackId, proposal, { type: 'patch.edited', edits: [{ hunk: 0, text }] });
    expect(await stored(road)).toMatchObject({ editedBy: null, payloadHash: proposal.payloadHash });
    await press(road, BOB.slackId, proposal, { type: 'patch.edited', edits: [{ hunk: 0, text: 'Set it.' }] });
    expect(await entryTypes(road)).toEqual(['press.refused', 'patch.edited']);
  });

  it.each([
    ['of an outsider', CHARLIE.slackId, {}],
    ['of nobody Slack knows', 'UNOBODY', {}],
    ['with another nonce', BOB.slackId, { nonce: 'forged' }],
  ])('%s is refused, recorded, and told to the person only', async (_whose, who, over) => {
    const { road, proposal } = await house();
    await press(road, who, proposal, over);
    expect(await entryTypes(road)).toEqual(['press.refused']);
    expect((await stored(road)).state).toBe('proposed');
    expect(await outgoing(road)).toMatchObject([{ kind: 'chat.whisper', slackId: who }]);
  });

  it.each([
    ['was edited meanwhile', { revision: 'rev-9', text: `${OLD}More.\n` }],
    ['was removed meanwhile', null],
  ])('to a page that %s is refused, and the patch is void', async (_how, page) => {
    const { road, proposal } = await house({}, page);
    await press(road, BOB.slackId, proposal);
    expect((await stored(road)).state).toBe('voided');
    expect((await entryTypes(road)).sort()).toEqual(['patch.voided', 'press.refused']);
    expect(await kinds(road)).not.toContain('document.write');
  });

  it('of two people at once: one wins, the other is told', async () => {
    const { road, proposal } = await house();
    await Promise.all([press(road, BOB.slackId, proposal), press(road, DANA.slackId, proposal)]);
    expect((await entryTypes(road)).sort()).toEqual(['patch.approved', 'press.refused']);
    expect((await kinds(road)).filter((kind) => kind === 'document.write')).toHaveLength(1);
  });
});
