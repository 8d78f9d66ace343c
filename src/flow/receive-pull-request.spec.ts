import { describe, expect, it } from 'vitest';
import type { EventOf } from '../model/event.ts';
import { Pack } from '../model/pack.ts';
import type { Snapshot } from '../ports/code-host.ts';
import { blocked } from '../rules/approvals/samples.ts';
import { stored } from '../rules/packs/versions.ts';
import { receivePullRequest, recordReceived } from './receive-pull-request.ts';
import {
  NEW_HEAD,
  NOW,
  OLD_HEAD,
  openRoad,
  outgoing,
  played,
  pullRequestOf,
  REPO,
  received,
  rowOf,
} from './samples.ts';

describe('receivePullRequest', () => {
  it('uses a pack whose paths may be among the files that GitHub did not list', async () => {
    const files = [{ path: 'a.txt', previousPath: null, status: 'added' as const, additions: 1, deletions: 0 }];
    const road = await openRoad({
      codeHost: {
        pullRequest: async () => pullRequestOf(),
        mergeBase: async () => 'c'.repeat(40),
        snapshot: () => played<Snapshot>('snapshot', { changedFiles: async () => ({ files, truncated: true }) }),
      },
    });
    const scope = { type: 'workspace', pathGlobs: ['/terraform/**'] };
    const pack = stored(Pack.parse({ id: 'iam', name: 'IAM', scope, trackA: { enabled: true } }));
    await road.stores.packs.save(pack, 'manifest', NOW);
    const received = await receivePullRequest(road, { repo: REPO, number: 12, headSha: OLD_HEAD, reason: 'opened' });
    expect(received?.packs.map(({ id }) => id)).toEqual(['iam']);
  });
});

describe('recordReceived', () => {
  it('has the check drawn again that the replaced commit held back in another pull request', async () => {
    const road = await openRoad();
    await road.stores.decisions.save(blocked().decision);
    await road.stores.pullRequests.save(rowOf({ number: 13 }));
    const pullRequest = pullRequestOf({ headSha: NEW_HEAD });
    const event = await received(road, {
      type: 'pull-request.changed',
      source: 'github',
      dedupeKey: 'd',
      lane: `pr:${REPO}#12`,
      actor: { type: 'github-user', id: 'alice' },
      data: { repo: REPO, number: 12, headSha: NEW_HEAD, reason: 'synchronize' },
    });
    await recordReceived(road, event as EventOf<'pull-request.changed'>, {
      pullRequest,
      change: { ...pullRequest, number: 12, files: [], filesTruncated: false },
      snapshot: played<Snapshot>('snapshot', {}),
      choices: [],
      packs: [],
      channel: 'C1',
    });
    expect(await outgoing(road)).toContainEqual(expect.objectContaining({ kind: 'check.report', number: 13 }));
  });
});
