import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createGithub } from '../../src/adapters/github/index.ts';
import type { EventDraft } from '../../src/model/event.ts';
import { checkExternalId } from '../../src/model/keys.ts';
import { buildServer } from '../../src/surfaces/http/index.ts';
import { type EmulatedGithub, REPO, startGithub } from '../support/github.ts';

const SECRET = 'a-webhook-secret';
const accepted: EventDraft[] = [];
let github: EmulatedGithub;
let server: Awaited<ReturnType<typeof buildServer>>;

beforeAll(async () => {
  github = await startGithub();
  server = await buildServer({
    accept: async (draft) => {
      accepted.push(draft);
      return 'stored';
    },
    pullRequestsAt: async () => [],
    heartbeat: async () => 'unknown-watcher',
    ready: async () => ({ ready: true, parts: {} }),
    metrics: async () => '',
    received: () => undefined,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    config: {
      githubWebhookSecret: SECRET,
      heartbeatToken: null,
      checkName: 'Countersign',
      githubAppId: github.app.appId,
    },
  });
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  github.deliverTo({ url: `${address}/webhooks/github`, secret: SECRET });
});
afterAll(async () => {
  await github.close();
  await server.close();
});

/** The accepted event of this type that holds these facts. */
async function told(type: EventDraft['type'], data: Record<string, unknown>): Promise<EventDraft> {
  return vi.waitFor(() => {
    const found = accepted.find((draft) => draft.type === type && includes(draft.data, data));
    if (found === undefined) throw new Error(`No ${type} with ${JSON.stringify(data)} came in.`);
    return found;
  });
}

function includes(whole: object, part: Record<string, unknown>): boolean {
  return Object.entries(part).every(([key, value]) => Object.entries(whole).some(([k, v]) => k === key && v === value));
}

describe('what happens on GitHub', () => {
  it('comes in as events, from the first push to the merge', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, 'feature');
    const first = await alice.commit(REPO, 'feature', 'One', { 'a.txt': '1\n' });
    const number = await alice.openPullRequest(REPO, { head: 'feature', title: 'Feature' });
    const opened = await told('pull-request.changed', { number, headSha: first, reason: 'opened' });
    expect(opened).toMatchObject({ lane: `pr:${REPO}#${number}`, actor: { type: 'github-user', id: 'alice' } });

    const second = await alice.commit(REPO, 'feature', 'Two', { 'a.txt': '2\n' });
    await told('push.received', { ref: 'refs/heads/feature', before: first, after: second });
    await told('pull-request.changed', { number, headSha: second, reason: 'synchronize' });

    const host = createGithub({ apiUrl: github.url, credentials: { kind: 'app', ...github.app } });
    const { id } = await host.reportCheck(
      {
        repo: REPO,
        headSha: second,
        externalId: checkExternalId(REPO, number, second),
        status: 'completed',
        conclusion: 'failure',
        title: 'Blocked',
        summary: 'It breaks.',
        detailsUrl: null,
        annotations: [],
      },
      false,
    );
    await alice.rerequest(REPO, Number(id));
    await told('pull-request.changed', { number, headSha: second, reason: 'rerequested' });

    const mergeSha = await alice.merge(REPO, number);
    await told('pull-request.merged', { number, headSha: second, mergeSha });
    await told('push.received', { ref: 'refs/heads/main', after: mergeSha });
    expect(new Set(accepted.map(({ dedupeKey }) => dedupeKey)).size).toBe(accepted.length);
  });

  it('comes in when a pull request is closed without a merge', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, 'dropped');
    await alice.commit(REPO, 'dropped', 'One', { 'b.txt': '1\n' });
    const number = await alice.openPullRequest(REPO, { head: 'dropped', title: 'Dropped' });
    await alice.closePullRequest(REPO, number);
    await told('pull-request.closed', { number });
  });
});
