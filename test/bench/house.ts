import { type ChildProcess, fork, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHANNEL, DEMO_SECRETS, workspaceSeed } from '../../src/demo/cast.ts';
import { freePort } from '../../src/demo/ports.ts';
import { REPO } from '../../src/demo/story.ts';
import { startWorkspace, type Workspace } from '../../src/workspace/index.ts';

const BIN = fileURLToPath(new URL('../../src/countersign.js', import.meta.url));
const PACKS = fileURLToPath(new URL('../../fixtures/demo/packs', import.meta.url));
/** The flag that `npm start` gives. */
const NURSERY = '--max-semi-space-size=1';

type Said = { kind: string; [field: string]: unknown };

/** The app, Slack and GitHub in three processes: what is measured of one is not the cost of another. */
export type House = {
  workspace: Workspace;
  tell(message: Said): void;
  hear(kind: string): Promise<Said>;
  /** Starts the app anew on an empty database; answers its process and how long it took to be ready, in ms. */
  startApp(): Promise<{ child: ChildProcess; readyMs: number }>;
  close(): Promise<void>;
};

export async function openHouse(): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const github = fork(fileURLToPath(new URL('./huge-github.ts', import.meta.url)));
  const heard: Said[] = [];
  github.on('message', (message) => heard.push(message as Said));
  const workspace = await startWorkspace({ seed: workspaceSeed() });
  const { url, token } = await hear('ready');
  const apps: ChildProcess[] = [];

  async function hear(kind: string): Promise<Said> {
    for (let tries = 0; tries < 6_000; tries += 1) {
      const found = heard.find((message) => message.kind === kind);
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`The emulated GitHub never said "${kind}".`);
  }

  async function startApp(): Promise<{ child: ChildProcess; readyMs: number }> {
    const port = await freePort();
    const env = {
      PATH: process.env.PATH ?? '',
      SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
      SLACK_APP_TOKEN: DEMO_SECRETS.appToken,
      SLACK_API_URL: workspace.apiUrl,
      GITHUB_TOKEN: String(token),
      GITHUB_API_URL: String(url),
      GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
      DATABASE_URL: `sqlite:${join(dir, `${port}.db`)}`,
      PORT: String(port),
      COUNTERSIGN_REPOS: REPO,
      COUNTERSIGN_CHANNEL: CHANNEL.name,
      COUNTERSIGN_PACKS_DIR: PACKS,
      LOG_LEVEL: 'silent',
    };
    const startedAt = performance.now();
    const child = spawn(process.execPath, [NURSERY, BIN, 'start'], { env, stdio: 'ignore' });
    apps.push(child);
    await untilReady(`http://127.0.0.1:${port}/health/ready`);
    const readyMs = performance.now() - startedAt;
    github.send({
      kind: 'deliver',
      url: `http://127.0.0.1:${port}/webhooks/github`,
      secret: DEMO_SECRETS.webhookSecret,
    });
    return { child, readyMs };
  }

  return {
    workspace,
    tell: (message) => void github.send(message),
    hear,
    startApp,
    async close() {
      for (const child of apps) child.kill('SIGKILL');
      github.kill('SIGKILL');
      await workspace.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('The app was not ready within 12 s.');
}
