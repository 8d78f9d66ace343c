import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createLog } from '../adapters/system/log.ts';
import { type App, startApp } from '../app.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { REDACTED_PATHS, scrubber, secretsOf } from '../config/redact.ts';
import { startWorkspace, type Workspace } from '../workspace/index.ts';
import { CHANNEL, DEMO_SECRETS, workspaceSeed } from './cast.ts';
import { type EmulatedGithub, startEmulatedGithub } from './github.ts';
import { freePort } from './ports.ts';
import { filesOf, mergeRename, openBreakingPullRequest, REPO } from './story.ts';

export type Demo = {
  workspace: Workspace;
  github: EmulatedGithub;
  /** Whoever stops it and starts another on the same configuration puts that one here, for `stop`. */
  app: App;
  config: Config;
  /** True when an earlier run's state was found, so that nothing was seeded. */
  restored: boolean;
  stop(): Promise<void>;
};

export type DemoOptions = {
  /** Where everything is kept; null keeps it in memory. */
  dir: string | null;
  /** Port of the page; 0 is any free one. */
  port?: number;
  /** Port of the emulated GitHub, for its pages and its API; absent or 0 is any free one. */
  githubPort?: number;
  /** False leaves the two pull requests to the caller. */
  seed?: boolean;
  /** Overrides of the environment the demo makes for the app. */
  env?: Record<string, string>;
  logLevel?: string;
  timetable?: boolean;
  /** The app's clock, in milliseconds since 1970; Slack and GitHub keep their own. */
  now?: () => number;
};

/**
 * Starts the very app that `countersign start` runs, against an embedded Slack and an emulated GitHub on loopback.
 * Nothing in it is made for the demo: what differs is the environment.
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { dir } = options;
  if (dir !== null) await mkdir(dir, { recursive: true });
  const appPort = await freePort();
  const github = await startEmulatedGithub({
    repos: [{ repo: REPO, files: await filesOf('base') }],
    port: options.githubPort ?? 0,
    ...(dir === null ? {} : { stateFile: join(dir, 'github.json') }),
  });
  const workspace = await startWorkspace({
    port: options.port ?? 0,
    seed: workspaceSeed(),
    ...(dir === null ? {} : { stateFile: join(dir, 'slack.json') }),
  });
  const config = configFor(options, { github, workspace, appPort });
  const log = createLog({ level: config.logLevel, redactedPaths: REDACTED_PATHS, scrub: scrubber(secretsOf(config)) });
  const app = await startApp({
    config,
    log,
    ...(options.timetable === undefined ? {} : { timetable: options.timetable }),
    ...(options.now === undefined ? {} : { now: options.now }),
  });
  github.deliverTo({ url: `${app.url}/webhooks/github`, secret: DEMO_SECRETS.webhookSecret });
  if (options.seed !== false && !github.restored) await seedStory(github, workspace);
  const demo: Demo = {
    workspace,
    github,
    app,
    config,
    restored: github.restored,
    async stop() {
      await demo.app.stop();
      await workspace.stop();
      await github.close();
    },
  };
  return demo;
}

/** The verdict first, then the page that became wrong: in the order in which a newcomer reads them. */
async function seedStory(github: EmulatedGithub, workspace: Workspace): Promise<void> {
  await openBreakingPullRequest(github);
  for (let tries = 0; tries < 100 && workspace.messages(CHANNEL.id).length === 0; tries += 1) await sleep(100);
  await mergeRename(github);
}

function configFor(
  options: DemoOptions,
  parts: { github: EmulatedGithub; workspace: Workspace; appPort: number },
): Config {
  const env: Record<string, string> = {
    SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
    SLACK_APP_TOKEN: DEMO_SECRETS.appToken,
    SLACK_API_URL: parts.workspace.apiUrl,
    GITHUB_TOKEN: parts.github.token,
    GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
    GITHUB_API_URL: parts.github.url,
    DATABASE_URL: options.dir === null ? 'sqlite::memory:' : `sqlite:${join(options.dir, 'countersign.db')}`,
    HOST: '127.0.0.1',
    PORT: String(parts.appPort),
    COUNTERSIGN_REPOS: REPO,
    COUNTERSIGN_CHANNEL: CHANNEL.name,
    COUNTERSIGN_PACKS_DIR: fileURLToPath(new URL('../../fixtures/demo/packs', import.meta.url)),
    // Writing to documents is off by default everywhere; the demo switches it on in plain sight.
    COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED: '1',
    COUNTERSIGN_ENABLE_GITHUB_WRITES: '1',
    COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: '0',
    LOG_LEVEL: options.logLevel ?? 'warn',
    ...options.env,
  };
  const read = readConfig(env, () => {
    throw new Error('The demo reads no secret from a file.');
  });
  if (read.ok) return read.value;
  throw new Error(read.error.map((problem) => problem.message).join('\n'));
}
