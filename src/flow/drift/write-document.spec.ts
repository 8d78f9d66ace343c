import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../model/patch.ts';
import type { CodeHost } from '../../ports/code-host.ts';
import { NOW, packOf, proposalOf } from '../../rules/approvals/samples.ts';
import { unifiedPatch } from '../../rules/drift/page-patch.ts';
import { CountersignError } from '../../shared/errors.ts';
import { packHashOf } from '../pack-hash.ts';
import type { Switches } from '../road.ts';
import { entryTypes, openRoad, outgoing, waiting } from '../samples.ts';
import { bindProposal } from './propose.ts';
import { switchedOff, writeDocument } from './write-document.ts';

const ON: Switches = { externalActions: true, githubWrites: true, dryRun: false };
const OLD = '# Run\n\nSet `PAY_PORT` first.\n';
const NEXT = '# Run\n\nSet `PAYMENTS_PORT` first.\n';
const PAGE = { revision: 'rev-1', text: OLD };
const pack = packOf();

async function house(
  over: Partial<Proposal> = {},
  page: { revision: string; text: string } | null = PAGE,
  switches: Switches = ON,
) {
  const written: string[] = [];
  const codeHost: Partial<CodeHost> = {
    page: async () => page,
    async writeFile(write) {
      written.push(`${write.branch}: ${write.text}`);
      return { commitSha: 'd'.repeat(40), url: 'https://github.example/commit', revision: 'rev-2' };
    },
  };
  const road = await openRoad({ codeHost, settings: { switches } });
  await road.stores.packs.save(pack, 'manifest', NOW);
  const proposal = bindProposal({
    ...proposalOf({
      newText: NEXT,
      patch: unifiedPatch('README.md', OLD, NEXT),
      writeMethod: 'commit',
      packHash: packHashOf([pack]),
    }),
    state: 'approved',
    approvedBy: 'UBOB',
    approvedByName: 'Bob',
    ...over,
  });
  await road.stores.proposals.save(proposal);
  const write = (maybeThere = false, payloadHash = proposal.payloadHash) =>
    writeDocument(road, { kind: 'document.write', proposalId: proposal.id, payloadHash }, maybeThere);
  const state = async () => (await road.stores.proposals.get(proposal.id))?.state;
  return { road, write, written, state };
}

describe('an approved patch', () => {
  it('is written as it was approved, and recorded', async () => {
    const { road, write, written, state } = await house();
    await write();
    expect([written, await state()]).toEqual([[`main: ${NEXT}`], 'written']);
    expect(await entryTypes(road)).toEqual(['patch.written']);
    expect((await outgoing(road)).map(({ kind }) => kind)).toEqual(['chat.drift']);
  });

  it('is written once, however often it is delivered', async () => {
    const { road, write, written } = await house();
    await write();
    await write(true);
    expect(written).toHaveLength(1);
    expect(await entryTypes(road)).toEqual(['patch.written']);
  });

  it('that is on the page already after an answer nobody heard is recorded, not written again', async () => {
    const { write, written, state } = await house({}, { revision: 'rev-2', text: NEXT });
    await write(true);
    expect([written, await state()]).toEqual([[], 'written']);
  });

  it.each([
    ['the page was edited', {}, { revision: 'rev-9', text: `${OLD}More.\n` }, undefined],
    ['the page was removed', {}, null, undefined],
    ['the approval expired', { expiresAt: NOW }, PAGE, undefined],
    ['the pack changed', { packHash: 'e'.repeat(64) }, PAGE, undefined],
    ['another payload was approved', {}, PAGE, 'f'.repeat(64)],
    ['what is stored makes another page', { newText: `${NEXT}<script>` }, PAGE, undefined],
  ])('is void when %s, and nothing is written', async (_why, over, page, payloadHash) => {
    const { road, write, written, state } = await house(over, page);
    await write(false, payloadHash);
    expect([written, await state()]).toEqual([[], 'voided']);
    expect(await entryTypes(road)).toEqual(['patch.voided']);
  });

  it.each(['commit', 'pull_request'] as const)(
    'is void when the page was edited in the very moment of the %s, which the host refuses',
    async (writeMethod) => {
      const { road, write, state } = await house({ writeMethod });
      Object.assign(road.codeHost, {
        branchHead: async () => 'd'.repeat(40),
        async writeFile() {
          throw new CountersignError('document-changed', 'README.md is another page by now.', { permanent: true });
        },
      });
      await write();
      expect(await state()).toBe('voided');
      expect(await entryTypes(road)).toEqual(['patch.voided']);
      expect((await waiting(road)).map(({ dedupeKey }) => dedupeKey)).toEqual(['scan-again:P1']);
    },
  );

  it.each<[string, Switches]>([
    ['COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED', { ...ON, externalActions: false }],
    ['COUNTERSIGN_ENABLE_GITHUB_WRITES', { ...ON, githubWrites: false }],
    ['COUNTERSIGN_SIDE_EFFECTS_DRY_RUN', { ...ON, dryRun: true }],
  ])('stays approved and says which switch is in the way: %s', async (name, switches) => {
    const { road, write, written, state } = await house({}, PAGE, switches);
    await write();
    expect([written, await state()]).toEqual([[], 'approved']);
    expect((await road.stores.proposals.get('P1'))?.stateNote).toContain(name);
    expect(await entryTypes(road)).toEqual(['patch.not-written']);
  });

  it('is written only with every switch on', () => {
    expect(switchedOff(ON)).toBeNull();
  });

  it.each(['proposed', 'declined', 'voided', 'held', 'written'] as const)(
    'is the only one: one that is %s is left alone',
    async (state) => {
      const { road, write, written } = await house({ state });
      await write();
      expect(written).toEqual([]);
      expect(await entryTypes(road)).toEqual([]);
    },
  );
});
