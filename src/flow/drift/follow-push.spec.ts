import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../model/event.ts';
import type { Proposal } from '../../model/patch.ts';
import { NOW, packOf, proposalOf } from '../../rules/approvals/samples.ts';
import { unifiedPatch } from '../../rules/drift/page-patch.ts';
import { packHashOf } from '../pack-hash.ts';
import { entryTypes, openRoad, outgoing, REPO, received, waiting } from '../samples.ts';
import { followPush } from './follow-push.ts';
import { bindProposal } from './propose.ts';
import { writeDocument } from './write-document.ts';

const OLD = '# Run\n\nSet `PAY_PORT` first.\n';
const NEXT = '# Run\n\nSet `PAYMENTS_PORT` first.\n';
type Page = { revision: string; text: string };

async function house(page: Page | null, over: Partial<Proposal> = {}) {
  const asked: string[] = [];
  const live = { page };
  const pack = packOf();
  const road = await openRoad({
    settings: { switches: { externalActions: true, githubWrites: true, dryRun: false } },
    codeHost: {
      page: async (_repo, branch, path) => {
        asked.push(`${branch}:${path}`);
        return live.page;
      },
    },
  });
  await road.stores.packs.save(pack, 'manifest', NOW);
  const proposal = bindProposal({
    ...proposalOf({ newText: NEXT, patch: unifiedPatch('README.md', OLD, NEXT), packHash: packHashOf([pack]) }),
    ...over,
  });
  await road.stores.proposals.save(proposal);
  const push = async (ref = 'refs/heads/main', repo = REPO) => {
    const event = await received(road, {
      type: 'push.received',
      source: 'github',
      dedupeKey: 'push',
      lane: `repo:${repo}`,
      actor: { type: 'github-user', id: 'alice' },
      data: { repo, ref, before: 'a'.repeat(40), after: 'b'.repeat(40) },
    });
    await followPush(road, event as EventOf<'push.received'>);
  };
  const state = async () => (await road.stores.proposals.get(proposal.id))?.state;
  return { road, proposal, live, push, state, asked };
}

const APPROVED = { state: 'approved', approvedBy: 'UBOB', approvedByName: 'Bob' } as const;

describe('a push', () => {
  it.each<[string, Page | null, RegExp]>([
    ['edited the page', { revision: 'rev-2', text: `${OLD}More.\n` }, /README\.md was edited/],
    ['removed the page', null, /README\.md was removed/],
  ])('that %s voids the patch that waits for it, in the open, and has the change scanned again', async (...row) => {
    const [, page, because] = row;
    const { road, push, state } = await house(page, APPROVED);
    await push();
    expect(await state()).toBe('voided');
    expect(await entryTypes(road)).toEqual(['patch.voided']);
    expect(await outgoing(road)).toEqual([
      { kind: 'chat.drift', repo: REPO, number: 12 },
      expect.objectContaining({ kind: 'chat.note', text: expect.stringMatching(because) }),
    ]);
    expect(await waiting(road)).toMatchObject([{ type: 'pull-request.merged', dedupeKey: 'scan-again:P1' }]);
  });

  it('that left the page as it is voids nothing', async () => {
    const { road, push, state } = await house({ revision: 'rev-1', text: OLD });
    await push();
    expect([await state(), await entryTypes(road)]).toEqual(['proposed', []]);
  });

  it.each([
    ['another branch', 'refs/heads/topic', REPO],
    ['another repository', 'refs/heads/main', 'acme/ledger'],
  ])('to %s is none of its business', async (_which, ref, repo) => {
    const { push, state, asked } = await house(null);
    await push(ref, repo);
    expect([await state(), asked]).toEqual(['proposed', []]);
  });

  it('that is our own commit of an approved patch voids nothing: the write is recorded when it is looked for', async () => {
    const { road, proposal, push, state } = await house(
      { revision: 'rev-2', text: NEXT },
      { ...APPROVED, writeMethod: 'commit' },
    );
    await push();
    expect([await state(), await entryTypes(road)]).toEqual(['approved', []]);
    const order = { kind: 'document.write', proposalId: 'P1', payloadHash: proposal.payloadHash } as const;
    await writeDocument(road, order, true);
    expect([await state(), await entryTypes(road)]).toEqual(['written', ['patch.written']]);
  });

  it('that made the same correction by hand voids a patch nobody approved', async () => {
    const { push, state } = await house({ revision: 'rev-2', text: NEXT });
    await push();
    expect(await state()).toBe('voided');
  });
});
