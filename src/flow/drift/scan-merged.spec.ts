import { describe, expect, it } from 'vitest';
import type { EventOf } from '../../model/event.ts';
import type { ReadOutcome } from '../../model/facts.ts';
import { Pack } from '../../model/pack.ts';
import type { CodeHost, PullRequest, Snapshot } from '../../ports/code-host.ts';
import { proposalOf } from '../../rules/approvals/samples.ts';
import { stored } from '../../rules/packs/versions.ts';
import { DAY_MS } from '../../shared/time.ts';
import { entryTypes, NOW, OLD_HEAD, openRoad, outgoing, pullRequestOf, REPO, received } from '../samples.ts';
import { scanMerged } from './scan-merged.ts';

const BASE = 'c'.repeat(40);
const DOCS = 'e'.repeat(40);
const CODE = (name: string) => `const port = Number(process.env.${name} ?? 8080);\n`;
const PAGE = '# Run\n\nSet `PAY_PORT` first.\n';
const FILES: Record<string, Record<string, string>> = {
  [BASE]: { 'src/server.ts': CODE('PAY_PORT') },
  [OLD_HEAD]: { 'src/server.ts': CODE('PAYMENTS_PORT') },
  [DOCS]: { 'README.md': PAGE },
};
const MERGED = pullRequestOf({ state: 'closed', merged: true, mergeSha: 'd'.repeat(40) });

function snapshot(_repo: string, base: string, head: string): Snapshot {
  const filesAt = (side: 'base' | 'head') => FILES[side === 'base' ? base : head] ?? {};
  return {
    changedFiles: async () => ({
      files: [{ path: 'src/server.ts', previousPath: null, status: 'modified', additions: 1, deletions: 1 }],
      truncated: false,
    }),
    tree: async (side) => ({ paths: Object.keys(filesAt(side)), truncated: false }),
    async read({ side, path }): Promise<ReadOutcome> {
      const text = filesAt(side)[path];
      return text === undefined ? { kind: 'absent' } : { kind: 'text', text, bytes: text.length, blobSha: 'rev-1' };
    },
    calls: () => 0,
  };
}

async function house(pullRequest: PullRequest | null = MERGED, budgets: Record<string, number> = {}) {
  const codeHost: Partial<CodeHost> = {
    pullRequest: async () => pullRequest,
    defaultBranch: async () => 'main',
    branchHead: async () => DOCS,
    mergeBase: async () => BASE,
    snapshot,
  };
  const road = await openRoad({ codeHost });
  const pack = Pack.parse({
    id: 'docs',
    name: 'Docs',
    scope: { type: 'workspace' },
    trackB: { enabled: true },
    performance: { budgets },
  });
  await road.stores.packs.save(stored(pack), 'manifest', NOW);
  let scans = 0;
  const scan = async () => {
    scans += 1;
    const event = await received(road, {
      type: 'pull-request.merged',
      source: 'github',
      dedupeKey: `m${scans}`,
      lane: `pr:${REPO}#12`,
      actor: { type: 'github-user', id: 'alice' },
      data: { repo: REPO, number: 12, headSha: OLD_HEAD, baseSha: BASE, mergeSha: 'd'.repeat(40) },
    });
    await scanMerged(road, event as EventOf<'pull-request.merged'>);
  };
  const proposals = () => road.stores.proposals.forPullRequest(REPO, 12);
  return { road, scan, proposals };
}

describe('scanMerged', () => {
  it('proposes a patch of the page that became wrong, in the transaction that records the scan', async () => {
    const { road, scan, proposals } = await house();
    await scan();
    expect(await proposals()).toMatchObject([
      {
        state: 'proposed',
        docRevision: 'rev-1',
        target: { path: 'README.md', branch: 'main' },
        newText: '# Run\n\nSet `PAYMENTS_PORT` first.\n',
      },
    ]);
    expect(await entryTypes(road)).toEqual(['drift.scanned', 'drift.proposed']);
    expect((await outgoing(road)).map(({ kind }) => kind)).toEqual(['chat.drift', 'chat.note']);
  });

  it.each(['proposed', 'approved', 'declined', 'written'] as const)(
    'does not propose again what is %s for this revision of the page',
    async (state) => {
      const { road, scan, proposals } = await house();
      await scan();
      const [first] = await proposals();
      await road.stores.proposals.moveState(first?.id ?? '', ['proposed'], state, null, NOW);
      await scan();
      expect(await proposals()).toHaveLength(1);
    },
  );

  it.each<[string, PullRequest | null, RegExp]>([
    ['went into another branch', { ...MERGED, baseRef: 'release' }, /merged into release/],
    ['cannot be read', null, /cannot be read/],
  ])('says in the ledger why nothing was looked at when the change %s', async (_why, pullRequest, says) => {
    const { road, scan, proposals } = await house(pullRequest);
    await scan();
    expect(await proposals()).toEqual([]);
    const [entry] = await road.stores.ledger.latest(1);
    expect(JSON.parse(entry?.payloadText ?? '').skipped).toEqual([expect.stringMatching(says)]);
  });

  it('keeps to the budget of the pack, however many proposals there have ever been', async () => {
    const { road, scan, proposals } = await house(MERGED, { maxSlackNotificationsPerHour: 1 });
    for (let old = 1; old <= 500; old += 1)
      await road.stores.proposals.save(proposalOf({ id: `OLD${old}`, number: 1, proposedAt: NOW - 30 * DAY_MS }));
    await road.stores.proposals.save(proposalOf({ id: 'JUST', number: 2, packId: 'docs', proposedAt: NOW - 1 }));
    await scan();
    expect(await proposals()).toMatchObject([{ state: 'held', stateNote: 'Held back by the budget of the pack.' }]);
    expect(await outgoing(road)).toEqual([]);
  });
});
