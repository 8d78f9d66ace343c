import { createHmac, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type App, startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { CAST, CHANNEL, DEMO_SECRETS, workspaceSeed } from '../../src/demo/cast.ts';
import { type EmulatedGithub, type Files, startEmulatedGithub } from '../../src/demo/github.ts';
import { checkExternalId } from '../../src/model/keys.ts';
import { startWorkspace, type Workspace, type WorkspaceSeed } from '../../src/workspace/index.ts';

export type House = {
  app: App;
  github: EmulatedGithub;
  workspace: Workspace;
  /** The database file. */
  file: string;
  /** Sends one delivery as GitHub would, signed unless a header says otherwise. */
  deliver(event: string, body: string | Buffer, headers?: Record<string, string>): Promise<Response>;
  /** Waits until nothing is left to work on or to send. */
  settled(): Promise<void>;
  /** Opens a pull request with these files and answers what became of it once all is quiet. */
  judged(repo: string, title: string, files: Files): Promise<Judged>;
  look(repo: string, number: number): Promise<Judged>;
  metrics(): Promise<string>;
  stop(): Promise<void>;
};
export type Judged = {
  number: number;
  head: string;
  decision: Awaited<ReturnType<App['stores']['decisions']['latest']>>;
  check: { status: string; conclusion: string | null; title: string | null; summary: string | null } | null;
  /** All text of the living message; empty when there is none. */
  message: string;
};

/** The app on a file of its own, with a Slack and a GitHub on loopback; nothing is seeded but `repos`. */
export async function openHouse(options: {
  repos: Record<string, Files>;
  packs: readonly string[];
  seed?: WorkspaceSeed;
  env?: Record<string, string>;
}): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-house-'));
  const packsDir = join(dir, 'packs');
  await mkdir(packsDir);
  await Promise.all(options.packs.map((text, index) => writeFile(join(packsDir, `${index}.yaml`), text)));
  const github = await startEmulatedGithub({
    repos: Object.entries(options.repos).map(([repo, files]) => ({ repo, files })),
  });
  const workspace = await startWorkspace({ seed: options.seed ?? workspaceSeed() });
  const file = join(dir, 'countersign.db');
  const config = readConfig(
    {
      SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
      SLACK_APP_TOKEN: DEMO_SECRETS.appToken,
      SLACK_API_URL: workspace.apiUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
      GITHUB_API_URL: github.url,
      DATABASE_URL: `sqlite:${file}`,
      HOST: '127.0.0.1',
      PORT: '0',
      COUNTERSIGN_REPOS: Object.keys(options.repos).join(','),
      COUNTERSIGN_CHANNEL: CHANNEL.name,
      COUNTERSIGN_PACKS_DIR: packsDir,
      ...options.env,
    },
    () => {
      throw new Error('No secret is given as a file here.');
    },
  );
  if (!config.ok) throw new Error(config.error.map(({ message }) => message).join('\n'));
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = await startApp({ config: config.value, log: quiet, pollMs: 25, timetable: false });
  github.deliverTo({ url: `${app.url}/webhooks/github`, secret: DEMO_SECRETS.webhookSecret });
  const { stores } = app;

  async function settled(): Promise<void> {
    await expect
      .poll(async () => (await stores.inbox.counts()).pending + (await stores.outbox.counts()).pending, {
        timeout: 60_000,
      })
      .toBe(0);
    await app.workers.idle();
  }
  async function look(repo: string, number: number): Promise<Judged> {
    const alice = github.as('alice');
    const pull = (await alice.call('GET', `/repos/${repo}/pulls/${number}`)) as { head: { sha: string } };
    const head = pull.head.sha;
    const runs = await alice.checkRuns(repo, head);
    const place = await stores.messages.get(`pr:${repo}#${number}`);
    const message = workspace.messages(place?.channel ?? '').find(({ ts }) => ts === place?.ts);
    return {
      number,
      head,
      decision: await stores.decisions.latest(repo, number, head),
      check: runs.find(({ externalId }) => externalId === checkExternalId(repo, number, head)) ?? null,
      message: message === undefined ? '' : JSON.stringify(message.blocks),
    };
  }

  return {
    app,
    github,
    workspace,
    file,
    settled,
    look,
    async deliver(event, body, headers = {}) {
      return fetch(`${app.url}/webhooks/github`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-github-event': event,
          'x-github-delivery': randomUUID(),
          'x-hub-signature-256': `sha256=${createHmac('sha256', DEMO_SECRETS.webhookSecret).update(body).digest('hex')}`,
          ...headers,
        },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
    },
    async judged(repo, title, files) {
      const alice = github.as('alice');
      const branch = title.toLowerCase().replace(/\W+/g, '-');
      await alice.branch(repo, branch);
      await alice.commit(repo, branch, title, files);
      const number = await alice.openPullRequest(repo, { head: branch, title });
      await expect
        .poll(async () => (await stores.pullRequests.get(repo, number)) !== null, { timeout: 60_000 })
        .toBe(true);
      await settled();
      return look(repo, number);
    },
    metrics: async () => (await fetch(`${app.url}/metrics`)).text(),
    async stop() {
      await app.stop();
      await workspace.stop();
      await github.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** Headers of a request that Slack signed at `sentAt` (epoch seconds). */
export function slackSigned(
  body: string,
  sentAt: number,
  secret: string = DEMO_SECRETS.signingSecret,
): Record<string, string> {
  const signature = createHmac('sha256', secret).update(`v0:${sentAt}:${body}`).digest('hex');
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(sentAt),
    'x-slack-signature': `v0=${signature}`,
  };
}

export { CAST, CHANNEL };
