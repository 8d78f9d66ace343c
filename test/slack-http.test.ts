import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../src/adapters/system/log.ts';
import { startApp } from '../src/app.ts';
import { readConfig } from '../src/config/read-config.ts';
import { CHANNEL, DEMO_SECRETS, workspaceSeed } from '../src/demo/cast.ts';
import { startEmulatedGithub } from '../src/demo/github.ts';
import { freePort } from '../src/demo/ports.ts';
import { filesOf, openBreakingPullRequest, REPO } from '../src/demo/story.ts';
import { startWorkspace } from '../src/workspace/index.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

it('answers a press, a modal and a command over signed HTTP as it does over a socket', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'slack-http-'));
  closing.push(() => rm(dir, { recursive: true }));
  const port = await freePort();
  const seed = workspaceSeed();
  const workspace = await startWorkspace({
    seed: { ...seed, app: { ...seed.app, eventsUrl: `http://127.0.0.1:${port}/slack/events` } },
  });
  closing.push(() => workspace.stop());
  const github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await filesOf('base') }] });
  closing.push(() => github.close());
  const config = readConfig(
    {
      SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
      SLACK_SIGNING_SECRET: DEMO_SECRETS.signingSecret,
      SLACK_API_URL: workspace.apiUrl,
      GITHUB_TOKEN: github.token,
      GITHUB_API_URL: github.url,
      GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
      DATABASE_URL: `sqlite:${join(dir, 'countersign.db')}`,
      PORT: String(port),
      COUNTERSIGN_REPOS: REPO,
      COUNTERSIGN_PACKS_DIR: 'fixtures/demo/packs',
    },
    () => '',
  );
  if (!config.ok) throw new Error(config.error.map(({ message }) => message).join(' '));
  const log = createLog({ level: 'silent', redactedPaths: [], scrub: (text) => text });
  const app = await startApp({ config: config.value, log, timetable: false });
  closing.push(() => app.stop());
  github.deliverTo({ url: `${app.url}/webhooks/github`, secret: DEMO_SECRETS.webhookSecret });
  await openBreakingPullRequest(github);

  const message = await vi.waitFor(
    () => {
      const [first] = workspace.messages(CHANNEL.id);
      const actions = first?.blocks.find(({ type }) => type === 'actions');
      if (first === undefined || actions === undefined) throw new Error('There is no message with buttons yet.');
      return { ts: first.ts, blockId: String(actions.block_id) };
    },
    { timeout: 15_000 },
  );
  const source = { type: 'message' as const, channel: CHANNEL.id, ts: message.ts };
  const nothing = { input: {}, values: {} };
  const press = { act: 'block-action' as const, as: 'U0BOB', source, blockId: message.blockId, ...nothing };
  expect(await workspace.act({ ...press, actionId: 'decision:override' })).toMatchObject({ ok: true });
  const viewId = await vi.waitFor(
    () => {
      const [modal] = workspace.state('U0BOB').modals;
      if (modal === undefined) throw new Error('No modal is open yet.');
      return modal.id;
    },
    { timeout: 10_000 },
  );
  const values = { reason: { 'reason:text': { type: 'plain_text_input', value: 'Agreed with the partners.' } } };
  expect(await workspace.act({ act: 'view-submit', as: 'U0BOB', viewId, values })).toMatchObject({ ok: true });
  await vi.waitFor(() => expect(workspace.messages(CHANNEL.id)[0]?.text).toContain('Passed by override'), {
    timeout: 10_000,
  });
  const command = { act: 'command' as const, as: 'U0BOB', channel: CHANNEL.id, command: '/policy', text: 'help' };
  expect(await workspace.act(command)).toMatchObject({ ok: true });
});
