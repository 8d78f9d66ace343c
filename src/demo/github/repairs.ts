import { createHmac, randomUUID } from 'node:crypto';
import type { EmulatorInsides, Payload, PullRow } from './emulate-internals.ts';

/**
 * Where `emulate` 0.12.2 differs from GitHub in what Countersign depends on, it is brought into line here:
 * a push moves the open pull requests of its branch and is told as `synchronize`; the base of a pull request follows
 * its branch; a merge is also told as a push; delivery ids are unique across restarts; an unknown token is refused;
 * annotations of a check run add up instead of replacing each other.
 */
export function repairEmulator(insides: EmulatorInsides): void {
  uniqueDeliveries(insides);
  followPushes(insides);
  wrapFetch(insides, refuseUnknownTokens(insides));
  wrapFetch(insides, addUpAnnotations(insides));
}

type Around = (request: Request, next: (request: Request) => Promise<Response>) => Promise<Response>;

export function wrapFetch({ app }: EmulatorInsides, around: Around): void {
  const inner = app.fetch;
  app.fetch = (request) => around(request, inner);
}

function uniqueDeliveries({ webhooks }: EmulatorInsides): void {
  webhooks.setHeaderFactory(({ event, body, subscription }) => ({
    'Content-Type': 'application/json',
    'User-Agent': 'GitHub-Hookshot/emulated',
    'X-GitHub-Event': event,
    'X-GitHub-Delivery': randomUUID(),
    ...(subscription.secret === undefined
      ? {}
      : { 'X-Hub-Signature-256': `sha256=${createHmac('sha256', subscription.secret).update(body).digest('hex')}` }),
  }));
}

function followPushes({ webhooks, github }: EmulatorInsides): void {
  const tell = webhooks.dispatch.bind(webhooks);

  webhooks.dispatch = async (event, action, payload, owner, repo) => {
    if (event === 'pull_request') Object.assign(payload, { number: numberOf(payload) });
    const moved = event === 'push' ? movePulls(payload) : [];
    await tell(event, action, payload, owner, repo);
    for (const { row, before } of moved) await tellMoved(row, before, payload, owner, repo);
    if (event === 'pull_request' && action === 'closed') await tellMerged(payload, owner, repo);
  };

  function movePulls(payload: Payload): { row: PullRow; before: string }[] {
    const repoId = github.repos.findOneBy('full_name', fullNameOf(payload))?.id;
    const branch = String(payload.ref).replace(/^refs\/heads\//, '');
    const after = String(payload.after);
    const open = github.pullRequests.all().filter((pull) => pull.state === 'open');
    for (const pull of open) {
      if (pull.base_repo_id !== repoId || pull.base_ref !== branch) continue;
      github.pullRequests.update(pull.id, { base_sha: after });
    }
    return open
      .filter((pull) => pull.head_repo_id === repoId && pull.head_ref === branch && pull.head_sha !== after)
      .map((row) => {
        const before = row.head_sha;
        github.pullRequests.update(row.id, { head_sha: after });
        return { row, before };
      });
  }

  async function tellMoved(row: PullRow, before: string, push: Payload, owner: string, repo?: string): Promise<void> {
    const moved = github.pullRequests.get(row.id);
    if (moved === undefined) return;
    const pull = {
      number: moved.number,
      state: moved.state,
      draft: moved.draft,
      merged: false,
      head: { ref: moved.head_ref, sha: moved.head_sha },
      base: { ref: moved.base_ref, sha: moved.base_sha },
    };
    const { repository, sender } = push;
    const payload = {
      action: 'synchronize',
      number: moved.number,
      before,
      after: moved.head_sha,
      pull_request: pull,
      repository,
      sender,
    };
    await tell('pull_request', 'synchronize', payload, owner, repo);
  }

  async function tellMerged(payload: Payload, owner: string, repo?: string): Promise<void> {
    const pull = payload.pull_request as {
      merged?: boolean;
      merge_commit_sha?: string;
      base: { ref: string; sha: string };
    };
    if (pull.merged !== true) return;
    const { repository, sender } = payload;
    const push = {
      ref: `refs/heads/${pull.base.ref}`,
      before: pull.base.sha,
      after: pull.merge_commit_sha,
      repository,
      sender,
    };
    await webhooks.dispatch('push', undefined, push, owner, repo);
  }
}

function refuseUnknownTokens({ tokens }: EmulatorInsides): Around {
  return async (request, next) => {
    const token = request.headers.get('authorization')?.replace(/^(bearer|token)\s+/i, '');
    if (token === undefined || token.startsWith('eyJ') || tokens.has(token)) return next(request);
    return Response.json(
      { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' },
      { status: 401 },
    );
  };
}

function addUpAnnotations({ github }: EmulatorInsides): Around {
  return async (request, next) => {
    const runId = /\/check-runs\/(\d+)$/.exec(new URL(request.url).pathname)?.[1];
    if (request.method !== 'PATCH' || runId === undefined) return next(request);
    const before = github.checkRuns.get(Number(runId))?.output.annotations ?? [];
    const response = await next(request);
    const run = github.checkRuns.get(Number(runId));
    if (run === undefined || !response.ok || before.length === 0 || run.output.annotations === before) return response;
    const annotations = [...before, ...run.output.annotations];
    github.checkRuns.update(run.id, { output: { ...run.output, annotations, annotations_count: annotations.length } });
    return response;
  };
}

function numberOf(payload: Payload): unknown {
  return (payload.pull_request as { number?: unknown } | undefined)?.number;
}

function fullNameOf(payload: Payload): string {
  return String((payload.repository as { full_name?: unknown } | undefined)?.full_name);
}
