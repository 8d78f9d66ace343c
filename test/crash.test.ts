import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAST, CHANNEL, DEMO_SECRETS, workspaceSeed } from '../src/demo/cast.ts';
import { type EmulatedGithub, startEmulatedGithub } from '../src/demo/github.ts';
import { freePort } from '../src/demo/ports.ts';
import { REPO } from '../src/demo/story.ts';
import { conclusionOf } from '../src/flow/check-report.ts';
import { verifyLedger } from '../src/ledger/verify.ts';
import { checkExternalId } from '../src/model/keys.ts';
import type { Stores } from '../src/ports/stores.ts';
import { openStores } from '../src/store/open.ts';
import { openLedgerFile } from '../src/store/read-ledger.ts';
import { ACTIONS } from '../src/surfaces/slack/ids.ts';
import { startWorkspace, type Workspace } from '../src/workspace/index.ts';
import { type Lives, livesOf } from './crash/lives.ts';
import { type Random, seeded } from './crash/random.ts';
import { type Relay, startRelay } from './crash/relay.ts';
import { answerers, developers, PULL_KINDS, settingOf, townFiles } from './crash/town.ts';

const EVENTS = 200;
const KILLS = 12;
const PRESSES = 12;
const SETTINGS = 6;
const SEED = Number(process.env.CRASH_SEED ?? Date.now() % 1_000_000);

let dir: string;
let file: string;
let github: EmulatedGithub;
let workspace: Workspace;
let relay: Relay;
let lives: Lives;
let stores: Stores;
let pulls: ReturnType<typeof developers>['pulls'];
let pressed: ReturnType<typeof answerers>['pressed'];
const lost = new Set<string>();
let sent = 0;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'countersign-crash-'));
  file = join(dir, 'countersign.db');
  github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await townFiles(SETTINGS) }] });
  workspace = await startWorkspace({ seed: workspaceSeed() });
  relay = await startRelay();
  github.deliverTo({ url: relay.url, secret: DEMO_SECRETS.webhookSecret });
  lives = livesOf({
    SLACK_BOT_TOKEN: DEMO_SECRETS.botToken,
    SLACK_APP_TOKEN: DEMO_SECRETS.appToken,
    SLACK_API_URL: workspace.apiUrl,
    GITHUB_TOKEN: github.token,
    GITHUB_WEBHOOK_SECRET: DEMO_SECRETS.webhookSecret,
    GITHUB_API_URL: github.url,
    DATABASE_URL: `sqlite:${file}`,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    COUNTERSIGN_REPOS: REPO,
    COUNTERSIGN_CHANNEL: CHANNEL.name,
    COUNTERSIGN_PACKS_DIR: fileURLToPath(new URL('../fixtures/demo/packs', import.meta.url)),
    COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED: '1',
    COUNTERSIGN_ENABLE_GITHUB_WRITES: '1',
    COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: '0',
  });
  await storm(seeded(SEED));
  stores = await openStores({ url: `sqlite:${file}`, now: Date.now });
}, 240_000);

afterAll(async () => {
  await stores?.close();
  await lives?.stop();
  await relay?.close();
  await workspace?.stop();
  await github?.close();
  await rm(dir, { recursive: true, force: true });
});

/** Events come in while the process is killed and started again; what was sent meanwhile is sent once more, or not. */
async function storm(random: Random): Promise<void> {
  const town = developers(github, random);
  const answers = answerers(workspace, CHANNEL.id, Object.values(CAST), random);
  ({ pulls } = town);
  ({ pressed } = answers);
  relay.app = await lives.start();
  let over = false;
  const reaper = (async () => {
    while (!over || lives.kills < KILLS) {
      // Some lives end before they are connected, the others somewhere in the middle of their work.
      for (let waited = 0; random.chance(0.97) && waited < 100 && !isConnected(); waited += 1) await pause(30);
      await pause(random.below(1_500));
      await lives.kill();
      relay.app = null;
      await pause(random.below(150));
      const missed = relay.deliveries.filter((delivery) => !delivery.accepted && !lost.has(delivery.id));
      relay.app = await lives.start();
      // GitHub does not send again by itself: some an operator sends again, the rest the next start has to find.
      for (const delivery of missed) {
        if (random.chance(0.4)) lost.add(delivery.id);
        else await relay.send(delivery);
      }
    }
  })();
  // Whatever goes wrong there ends the storm, and is thrown where it is awaited.
  reaper.catch(() => {
    over = true;
  });
  try {
    for (const kind of PULL_KINDS) await town.open(kind);
    while (!over && !enough()) await step();
  } finally {
    over = true;
    await reaper;
  }
  await town.finish();
  await relay.quiet();
  await lives.settle();
  // The last words: every patch that is offered is approved, and the process dies over writing them.
  await answers.pressAll(ACTIONS.patchApprove, CAST.bob.slackId);
  await lives.kill();
  relay.app = await lives.start();
  await lives.settle();
  await lives.stop();

  function enough(): boolean {
    return events() >= EVENTS && lives.kills >= KILLS && acknowledged() >= PRESSES;
  }
  function isConnected(): boolean {
    return workspace.state(CAST.bob.slackId).app.connected;
  }
  async function step(): Promise<void> {
    // Once there are events enough, what is missing is answers.
    const dice = events() < EVENTS ? random.below(100) : 50 + random.below(50);
    if (dice < 12)
      await town.open(
        pulls.filter(({ kind }) => kind === 'renames').length < SETTINGS ? random.of(PULL_KINDS) : 'breaks',
      );
    else if (dice < 30) await town.push();
    else if (dice < 38) await town.finish();
    else if (dice < 50) await sendAgain();
    else if (dice < 60 && isConnected())
      workspace.faults(random.of([{ loseAnswerNext: 1 }, { loseAnswerNext: 2 }, { errorNext: 1 }]));
    // Somebody who sees that the app is away mostly waits; somebody in a hurry presses anyway.
    else if (random.chance(0.2) || isConnected()) await answers.press();
    await pause(random.below(40));
  }
  async function sendAgain(): Promise<void> {
    const known = relay.deliveries.filter(({ id, matters }) => matters && !lost.has(id));
    if (known.length === 0) return;
    sent += 1;
    await relay.send(random.of(known));
  }
}

describe(`after ${EVENTS} events and at least ${KILLS} kills (CRASH_SEED=${SEED})`, () => {
  it('has really been through it', () => {
    expect(events()).toBeGreaterThanOrEqual(EVENTS);
    expect(lives.kills).toBeGreaterThanOrEqual(KILLS);
    expect(lost.size).toBeGreaterThan(0);
    expect(acknowledged()).toBeGreaterThanOrEqual(PRESSES);
  });

  it('has worked every delivery it accepted, and given up none', () => {
    const rows = keyedRows('events');
    const unfinished = [...rows.values(), ...keyedRows('deliveries').values()].filter(
      ({ standing }) => standing !== 'done',
    );
    expect(unfinished).toEqual([]);
    const lost = relay.deliveries
      .filter(({ accepted, matters }) => accepted && matters)
      .filter(({ id }) => ![...rows.keys()].some((key) => key.startsWith(`github:github:${id}`)));
    expect(lost.map(({ id, event }) => `${event} ${id}`)).toEqual([]);
  });

  it('has one decision that counts for the head of every open pull request, and its check run says the same', async () => {
    for (const pull of pulls.filter(({ state }) => state === 'open')) {
      const head = pull.heads.at(-1) ?? '';
      const decision = await stores.decisions.latest(REPO, pull.number, head);
      expect(decision, `#${pull.number} at ${head}`).not.toBeNull();
      if (decision === null) continue;
      expect(['open', 'answered', 'settled']).toContain(decision.state);
      const runs = await runsOf(pull.number, head);
      const conclusion = conclusionOf(decision, await stores.grants.forDecision(decision.id));
      const place = await stores.messages.get(`pr:${REPO}#${pull.number}`);
      if (place !== null) expect(runs.map(({ detailsUrl }) => detailsUrl)).toEqual([place.permalink]);
      expect(
        runs.map((run) => [run.status, run.conclusion]),
        `#${pull.number}`,
      ).toEqual([['completed', conclusion]]);
    }
  });

  it('knows every closed pull request as closed', async () => {
    for (const pull of pulls.filter(({ state }) => state === 'closed')) {
      const row = await stores.pullRequests.get(REPO, pull.number);
      if (row !== null) expect([pull.number, row.state]).not.toEqual([pull.number, 'open']);
    }
  });

  it('has no check run twice', async () => {
    for (const pull of pulls)
      for (const head of pull.heads)
        expect((await runsOf(pull.number, head)).length, `#${pull.number}`).toBeLessThan(2);
  });

  it('has no message and no reply twice', () => {
    const roots = workspace.messages(CHANNEL.id).filter(({ ephemeralFor }) => ephemeralFor === null);
    expect(roots.length).toBeGreaterThan(5);
    expect(repeated(roots.map(keyOf))).toEqual([]);
    for (const root of roots) {
      const replies = workspace
        .messages(CHANNEL.id, root.ts)
        .filter(({ ts, ephemeralFor }) => ts !== root.ts && ephemeralFor === null);
      expect(repeated(replies.map(keyOf))).toEqual([]);
    }
  });

  it('has written each approved page once', async () => {
    const written = await stores.proposals.inState(['written'], 100);
    expect(await stores.proposals.inState(['approved'], 100)).toEqual([]);
    const bot = github.as('countersign-bot');
    const commits = (await bot.call('GET', `/repos/${REPO}/commits?sha=main&per_page=100`)) as {
      commit: { message: string };
    }[];
    const ours = commits.map(({ commit }) => commit.message).filter((message) => message.startsWith('docs: '));
    expect(repeated(ours)).toEqual([]);
    expect(written.length).toBeGreaterThan(0);
    expect(ours).toHaveLength(written.length);
    for (const { target, newText } of written) expect(await bot.read(REPO, target.path)).toBe(newText);
    expect(
      written.every(({ target }) =>
        Array.from({ length: SETTINGS }, (_, index) => settingOf(index).page).includes(target.path),
      ),
    ).toBe(true);
  });

  it('has a ledger that verifies, and one entry for each thing that happened', async () => {
    const reader = await openLedgerFile(file);
    try {
      const report = await verifyLedger(reader);
      expect(report.problem).toBeNull();
      expect(report.entries).toBeGreaterThan(100);
    } finally {
      await reader.close();
    }
    const entries = await stores.ledger.range(0, 100_000);
    const once = entries
      .filter(({ entry }) => entry.type !== 'drift.proposed')
      .map(({ entry, payloadText }) => ({ type: entry.type, event: eventIn(payloadText) }))
      .filter(({ event }) => event !== null)
      .map(({ type, event }) => `${type} ${event}`);
    expect(repeated(once)).toEqual([]);
  });

  it('has every acknowledged press in the ledger exactly once', async () => {
    const rows = keyedRows('events');
    const entries = await stores.ledger.range(0, 100_000);
    const answers = entries
      .filter(({ entry }) =>
        /^(approval|override|break-glass|patch\.(approved|edited|declined)|press)/.test(entry.type),
      )
      .map(({ payloadText }) => eventIn(payloadText));
    for (const { key, ok } of pressed) {
      const row = rows.get(key);
      if (ok) expect(row, key).toBeDefined();
      if (row !== undefined) expect([key, answers.filter((event) => event === row.id).length]).toEqual([key, 1]);
    }
  });
});

/** Deliveries that matter, those sent once more, and presses. */
function events(): number {
  return relay.deliveries.filter(({ matters }) => matters).length + sent + pressed.length;
}

function acknowledged(): number {
  return pressed.filter(({ ok }) => ok).length;
}

function keyedRows(
  table: 'events' | 'deliveries',
): Map<string, { id: string; standing: string; kind: string; last_error: string | null }> {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare(`select key, id, kind, standing, last_error from ${table}`).all() as {
      key: string;
      id: string;
      kind: string;
      standing: string;
      last_error: string | null;
    }[];
    return new Map(rows.map(({ key, ...row }) => [key, row]));
  } finally {
    db.close();
  }
}

async function runsOf(number: number, head: string) {
  const runs = await github.as('alice').checkRuns(REPO, head);
  return runs.filter(({ externalId }) => externalId === checkExternalId(REPO, number, head));
}

function keyOf({ metadata }: { metadata: Record<string, unknown> | null }): string {
  const payload = metadata?.event_payload as { key?: string } | undefined;
  return payload?.key ?? 'without a key';
}

function eventIn(payloadText: string | null): string | null {
  return /"eventId":"([^"]+)"/.exec(payloadText ?? '')?.[1] ?? null;
}

function repeated(keys: readonly string[]): string[] {
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
