import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_SECRETS, workspaceSeed } from '../../src/demo/cast.ts';
import { startEmulatedGithub } from '../../src/demo/github.ts';
import { filesOf, REPO } from '../../src/demo/story.ts';
import { startWorkspace } from '../../src/workspace/index.ts';
import type { Figure } from './figure.ts';

const BIN = fileURLToPath(new URL('../../src/countersign.js', import.meta.url));
const RUNS = 5;

/** From the start of the process until /health/ready says yes, and what it holds in memory after 5 s of idling. */
export async function benchStart(): Promise<Figure[]> {
  const dir = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await filesOf('base') }] });
  const workspace = await startWorkspace({ seed: workspaceSeed() });
  const times: number[] = [];
  let memory = Number.NaN;
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const port = 20_000 + Math.floor(Math.random() * 20_000);
      const env = {
        PATH: process.env.PATH ?? '',
        SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
        SLACK_APP_TOKEN: DEMO_SECRETS.appToken,
        SLACK_API_URL: workspace.apiUrl,
        GITHUB_TOKEN: github.token,
        GITHUB_API_URL: github.url,
        GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
        DATABASE_URL: `sqlite:${join(dir, `${run}.db`)}`,
        PORT: String(port),
        COUNTERSIGN_REPOS: REPO,
        LOG_LEVEL: 'silent',
      };
      const startedAt = performance.now();
      const child = spawn(process.execPath, [BIN, 'start'], { env, stdio: 'ignore' });
      await untilReady(`http://127.0.0.1:${port}/health/ready`);
      times.push(performance.now() - startedAt);
      if (run === RUNS - 1) {
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        memory = await residentMegabytes(child.pid ?? 0);
      }
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  } finally {
    await workspace.stop();
    await github.close();
    await rm(dir, { recursive: true, force: true });
  }
  times.sort((left, right) => left - right);
  return [
    {
      name: `start to ready, median of ${RUNS}`,
      value: times[Math.floor(RUNS / 2)] ?? Number.NaN,
      unit: 'ms',
      aim: 'under 1,000',
    },
    { name: 'resident memory after 5 s idle', value: memory, unit: 'MB', aim: 'under 150' },
  ];
}

async function untilReady(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('It was not ready within 12 s.');
}

/** Linux only; elsewhere there is no /proc and the figure is not given. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
