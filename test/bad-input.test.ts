import { readFile } from 'node:fs/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { workspaceSeed } from '../src/demo/cast.ts';
import { filesOf } from '../src/demo/story.ts';
import { readPack } from '../src/flow/gate/read-pack.ts';
import { globMatcher, globProblem } from '../src/rules/packs/globs.ts';
import { runPackValidate } from '../src/surfaces/cli/pack-validate.ts';
import { CAST, CHANNEL, type House, openHouse, slackSigned } from './support/house.ts';

const REPO = 'acme/payments';
/** Its pack speaks in a channel where the bot is not. */
const SILENT_REPO = 'acme/ledger';
const GENERAL = 'C0GENERAL';
const MIB = 1024 * 1024;
const SPEC = 'openapi.yaml';

let house: House;
let spec: string;
let pack: string;
/** The connection of the app to its database, for the rows in which the disk fails under it. */
let connection: Database.Database;

beforeAll(async () => {
  const base = await filesOf('base');
  spec = base[SPEC] ?? '';
  const shipped = await readFile(new URL('../fixtures/demo/packs/payments.yaml', import.meta.url), 'utf8');
  // Without it every pull request would wait for an approval, and a good one could not be told from a bad one.
  pack = shipped.replace(/^ {2}required: .*$/m, '  required: { count: 0 }');
  const silent = pack
    .replace('id: payments', 'id: ledger')
    .replace('name: Payments contract', 'name: Ledger contract')
    .replace(`ref: ${REPO}`, `ref: ${SILENT_REPO}`)
    .replace("slackChannel: '#payments'", "slackChannel: '#general'");
  const pragma = Database.prototype.pragma;
  const capturing = vi.spyOn(Database.prototype, 'pragma').mockImplementation(function (
    this: Database.Database,
    ...given
  ) {
    connection = this;
    return pragma.apply(this, given);
  });
  const seed = workspaceSeed();
  const users = seed.users.map((user) => (user.id === CAST.charlie.slackId ? { ...user, email: null } : user));
  house = await openHouse({
    repos: { [REPO]: base, [SILENT_REPO]: base },
    packs: [pack, silent],
    seed: { ...seed, users },
    env: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'demo-signing-secret' },
  });
  capturing.mockRestore();
});
afterAll(() => house?.stop());

type Row = { name: string; run(): Promise<void> };
const seconds = () => Math.floor(Date.now() / 1000);
let pulls = 0;
const title = (words: string) => {
  pulls += 1;
  return `${words} ${pulls}`;
};

function slack(body: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${house.app.url}/slack/events`, { method: 'POST', headers, body });
}
function interactive(payload: unknown): string {
  return `payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
const pressed = (value: string, slackId: string, ts: string) =>
  interactive({
    type: 'block_actions',
    team: { id: 'T0ACME' },
    user: { id: slackId, team_id: 'T0ACME' },
    trigger_id: `${Math.random()}`,
    channel: { id: CHANNEL.id },
    message: { ts },
    container: { type: 'message', message_ts: ts, channel_id: CHANNEL.id },
    actions: [{ type: 'button', action_id: 'decision:approve', block_id: 'b', value, action_ts: '1.2' }],
  });

/** What came in is counted as refused and nothing of it is kept. */
async function refusedAtTheDoor(
  source: 'github' | 'slack',
  status: number,
  ask: () => Promise<Response>,
): Promise<void> {
  const count = async () =>
    Number(sumOf(await house.metrics(), `countersign_events_received_total{source="${source}"`, 'result="refused"'));
  const [before, entries] = [await count(), await house.app.stores.ledger.size()];
  const answer = await ask();
  expect(answer.status).toBe(status);
  if (source === 'github') expect(((await answer.json()) as { message: string }).message).toMatch(/[a-z].*[.;]/);
  expect(await count()).toBeGreaterThan(before);
  expect(await house.app.stores.ledger.size()).toBe(entries);
}
function sumOf(metrics: string, ...parts: string[]): number {
  return metrics
    .split('\n')
    .filter((line) => parts.every((part) => line.includes(part)))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

/** The change is judged, what could not be read is said to be so, and the gate stays shut. */
async function shutBecause(files: Record<string, string | Uint8Array>, says: RegExp): Promise<void> {
  const { decision, check, message } = await house.judged(REPO, title('Unreadable'), files);
  expect(decision).toMatchObject({ verdict: 'block', hasUnknown: true });
  const unknown = decision?.findings.filter(({ outcome }) => outcome === 'unknown') ?? [];
  expect(unknown.length).toBeGreaterThan(0);
  expect(unknown.map(({ message: said }) => said).join('\n')).toMatch(says);
  expect(check).toMatchObject({ status: 'completed', conclusion: 'failure' });
  expect(check?.summary).toContain('not evaluated');
  expect(message).toContain('could not be evaluated');
  expect(message).not.toContain(':white_check_mark:');
}

function refusedPack(text: string, says: RegExp): void {
  const said: string[] = [];
  const tell = (line: string) => void said.push(line);
  const exit = runPackValidate(['pack.yaml'], { readFile: () => text, parse: readPack, out: tell, complain: tell });
  expect(exit).toBe(1);
  expect(said.join('\n')).toMatch(says);
  expect(said.join('\n')).toMatch(/pack\.yaml:\d+/);
}

const bomb = [
  'a: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, index) => `b${index}: &a${index + 1} [${Array(10).fill(`*a${index}`).join(', ')}]`),
].join('\n');
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

const ROWS: Row[] = [
  {
    name: 'a wrong signature of GitHub',
    run: () =>
      refusedAtTheDoor('github', 401, () =>
        house.deliver('pull_request', '{}', { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }),
      ),
  },
  {
    name: 'a wrong signature of Slack',
    run: () =>
      refusedAtTheDoor('slack', 401, () => slack('payload=x', slackSigned('payload=x', seconds(), 'another secret'))),
  },
  {
    name: 'an old timestamp of Slack',
    run: () => refusedAtTheDoor('slack', 401, () => slack('payload=x', slackSigned('payload=x', seconds() - 3_600))),
  },
  {
    name: 'a timestamp of Slack that lies in the future',
    run: () => refusedAtTheDoor('slack', 401, () => slack('payload=x', slackSigned('payload=x', seconds() + 3_600))),
  },
  {
    name: 'an oversized body from GitHub',
    async run() {
      const answer = await house.deliver('pull_request', JSON.stringify({ padding: 'x'.repeat(MIB) }));
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ error: 'too-large' });
    },
  },
  {
    name: 'an oversized body from Slack',
    async run() {
      const body = `payload=${'x'.repeat(2 * MIB)}`;
      // The connection may be cut before the answer is read: both say no.
      const status = await slack(body, slackSigned(body, seconds())).then(
        (answer) => answer.status,
        () => 413,
      );
      expect([401, 413]).toContain(status);
    },
  },
  {
    name: 'invalid JSON from GitHub',
    run: () => refusedAtTheDoor('github', 400, () => house.deliver('pull_request', '{"action":')),
  },
  {
    name: 'JSON of GitHub that says something else',
    run: () =>
      refusedAtTheDoor('github', 400, () =>
        house.deliver('pull_request', '{"action":"opened","pull_request":{"number":"7"}}'),
      ),
  },
  {
    name: 'invalid JSON from Slack',
    async run() {
      const answer = await slack('payload=%7B', slackSigned('payload=%7B', seconds()));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(await answer.text()).not.toContain('at ');
    },
  },
  {
    name: 'an unknown event',
    async run() {
      const answer = await house.deliver('star', '{"action":"created"}');
      expect([answer.status, ((await answer.json()) as { status: string }).status]).toEqual([202, 'ignored']);
      expect(sumOf(await house.metrics(), 'source="github"', 'kind="other"', 'result="ignored"')).toBeGreaterThan(0);
    },
  },
  { name: 'a YAML bomb as a pack', run: async () => refusedPack(bomb, /alias|expand|large|anchor/i) },
  { name: 'a pack nested 100 deep', run: async () => refusedPack(`id: ${nested(100)}`, /deep|nest|level/i) },
  {
    name: 'a YAML bomb as a description',
    run: () => shutBecause({ [SPEC]: `${spec}\n${bomb}\n` }, /alias|expand|large|repeat/i),
  },
  {
    name: 'a description nested 100 deep',
    async run() {
      const { decision, check } = await house.judged(REPO, title('Deep'), {
        [SPEC]: `${spec}x-deep: ${nested(100)}\n`,
      });
      expect(decision?.verdict).not.toBe('block');
      expect(check?.status).toBe('completed');
    },
  },
  {
    name: 'a description nested 5,000 deep',
    run: () => shutBecause({ [SPEC]: `${spec}x-deep: ${nested(5_000)}\n` }, /deep|nest/i),
  },
  {
    name: 'a description of 13 MB',
    async run() {
      const filler = Array.from({ length: 90_000 }, (_, index) => `  x-${index}: ${'word '.repeat(27)}`).join('\n');
      const { decision, check } = await house.judged(REPO, title('Large'), { [SPEC]: `${spec}x-filler:\n${filler}\n` });
      expect(Buffer.byteLength(filler)).toBeGreaterThan(12 * MIB);
      // Compared in time it has no fault; cut off by the time limit it must be said to be unknown.
      const openapi = decision?.findings.filter(({ comparator }) => comparator.startsWith('openapi.')) ?? [];
      const cut = openapi.filter(({ outcome }) => outcome === 'unknown');
      for (const finding of cut) expect(finding.message).toMatch(/stopped|time limit|bytes|characters/);
      expect(check?.conclusion).toBe(cut.length === 0 ? 'success' : 'failure');
    },
  },
  { name: 'a description of 50 MB', run: () => shutBecause({ [SPEC]: `# ${'x'.repeat(50 * MIB)}\n${spec}` }, /bytes/) },
  {
    name: 'a binary description',
    run: () => shutBecause({ [SPEC]: new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 0]) }, /binary/),
  },
  {
    name: 'invalid UTF-8',
    run: () => shutBecause({ [SPEC]: new Uint8Array([0x63, 0x61, 0x66, 0xe9, 0x0a]) }, /UTF-8/),
  },
  {
    name: 'a deleted branch',
    async run() {
      const { number } = await house.judged(REPO, title('Deleted'), { 'src/a.ts': '1\n' });
      const branch = `deleted-${pulls}`;
      await house.github.as('alice').call('DELETE', `/repos/${REPO}/git/refs/heads/${branch}`);
      const pull = { number, head: { sha: 'e'.repeat(40) }, base: { sha: 'b'.repeat(40) } };
      const body = {
        action: 'synchronize',
        pull_request: pull,
        repository: { full_name: REPO },
        sender: { login: 'alice' },
      };
      expect((await house.deliver('pull_request', JSON.stringify(body))).status).toBe(202);
      await house.settled();
      // What was judged stands; what the delivery claimed was not believed.
      expect((await house.look(REPO, number)).check?.conclusion).toBe('success');
      expect(await house.app.stores.decisions.latest(REPO, number, 'e'.repeat(40))).toBeNull();
    },
  },
  {
    name: 'a force push between receive and fetch',
    async run() {
      const alice = house.github.as('alice');
      const first = await house.judged(REPO, title('Forced'), { 'src/a.ts': '1\n' });
      const branch = `forced-${pulls}`;
      const main = (await alice.head(REPO, 'main')) ?? '';
      await alice.forcePush(REPO, branch, main);
      const second = await alice.commit(REPO, branch, 'Another history', { 'src/b.ts': '2\n' });
      const pull = { number: first.number, head: { sha: first.head }, base: { sha: main } };
      const body = {
        action: 'synchronize',
        pull_request: pull,
        repository: { full_name: REPO },
        sender: { login: 'alice' },
      };
      await house.deliver('pull_request', JSON.stringify(body));
      await house.settled();
      const { head, decision, check } = await house.look(REPO, first.number);
      expect([head, decision?.headSha]).toEqual([second, second]);
      expect(check?.status).toBe('completed');
      expect((await house.app.stores.decisions.latest(REPO, first.number, first.head))?.state).toBe('voided');
    },
  },
  {
    name: 'an empty pull request',
    async run() {
      const { decision, check } = await house.judged(REPO, title('Empty'), {});
      expect(decision?.verdict === 'block').toBe(false);
      expect(check?.status).toBe('completed');
    },
  },
  {
    name: '3,000 changed files',
    async run() {
      const alice = house.github.as('alice');
      const branch = `many-${pulls}`;
      const main = await alice.branch(REPO, branch);
      const { tree } = (await alice.call('GET', `/repos/${REPO}/git/commits/${main}`)) as { tree: { sha: string } };
      const blob = (await alice.call('POST', `/repos/${REPO}/git/blobs`, { content: 'x\n', encoding: 'utf-8' })) as {
        sha: string;
      };
      const entries = Array.from({ length: 3_000 }, (_, index) => ({
        path: `many/${index}.txt`,
        mode: '100644',
        type: 'blob',
        sha: blob.sha,
      }));
      const made = (await alice.call('POST', `/repos/${REPO}/git/trees`, { base_tree: tree.sha, tree: entries })) as {
        sha: string;
      };
      const author = { name: 'Alice', email: 'alice@acme.example' };
      const commit = (await alice.call('POST', `/repos/${REPO}/git/commits`, {
        message: 'Many',
        tree: made.sha,
        parents: [main],
        author,
      })) as { sha: string };
      await alice.forcePush(REPO, branch, commit.sha);
      const number = await alice.openPullRequest(REPO, { head: branch, title: title('Many') });
      await expect
        .poll(async () => (await house.app.stores.pullRequests.get(REPO, number)) !== null, { timeout: 60_000 })
        .toBe(true);
      await house.settled();
      const { decision, check } = await house.look(REPO, number);
      expect(decision).not.toBeNull();
      expect(check?.status).toBe('completed');
    },
  },
  {
    name: 'a glob that is hostile to regular expressions',
    async run() {
      for (const glob of [
        '((((((a+)+)+)+)+)+)+$',
        '{a,b}'.repeat(40),
        '*'.repeat(3_000),
        '**/'.repeat(400),
        '+(+(+(+(a))))b',
        '[z-a]',
      ]) {
        const problem = globProblem(glob);
        if (problem !== null) expect(problem).toMatch(/\S+ \S+/);
        else expect(typeof globMatcher([glob])('a'.repeat(5_000))).toBe('boolean');
      }
      refusedPack(
        pack.replace(`ref: ${REPO}`, `ref: ${REPO}\n  pathGlobs: ['${'{a,b}'.repeat(40)}']`),
        /glob|pattern/i,
      );
    },
  },
  {
    name: 'a pack that names an unknown comparator',
    run: async () =>
      refusedPack(pack.replace('type: openapi.diff', 'type: openapi.dif'), /openapi\.dif.*openapi\.diff/s),
  },
  {
    name: 'a person without an e-mail address',
    async run() {
      const { decision, number } = await house.judged(REPO, title('Warned'), {
        'docs/runbook.md': '# Runbook\n\n[gone](gone.md)\n',
      });
      const place = await house.app.stores.messages.get(`pr:${REPO}#${number}`);
      expect(decision?.state).toBe('open');
      const body = pressed(`${decision?.id}.${decision?.nonce}`, CAST.charlie.slackId, place?.ts ?? '');
      expect((await slack(body, slackSigned(body, seconds()))).status).toBe(200);
      await house.settled();
      const [entry] = await house.app.stores.ledger.latest(1);
      expect(entry?.entry).toMatchObject({ type: 'press.refused', actor: { id: CAST.charlie.slackId } });
      const told = house.workspace
        .messages(CHANNEL.id)
        .filter(({ ephemeralFor }) => ephemeralFor === CAST.charlie.slackId);
      expect(told.at(-1)?.text).toMatch(/e-mail/);
      expect(await house.app.stores.grants.forDecision(decision?.id ?? '')).toEqual([]);
    },
  },
  {
    name: 'a channel the bot is not in',
    async run() {
      const { check } = await house.judged(SILENT_REPO, title('Silent'), {
        [SPEC]: (await filesOf('breaking'))[SPEC] ?? '',
      });
      expect(check).toMatchObject({ status: 'completed', conclusion: 'failure' });
      expect(check?.summary).toMatch(/Slack message could not be posted: .*invite/);
      expect((await house.app.stores.outbox.counts()).dead).toBeGreaterThan(0);
      const dead = (await house.app.stores.ledger.latest(10)).map(({ entry }) => entry.type);
      expect(dead).toContain('delivery.dead');
      expect(house.workspace.messages(GENERAL)).toEqual([]);
    },
  },
  {
    // No small disk can be had everywhere: SQLite's own limit of pages stands for it and fails in the same way.
    name: 'a full disk',
    async run() {
      const entries = await house.app.stores.ledger.size();
      connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true })}`);
      const padding = 'x'.repeat(200_000);
      const body = JSON.stringify({
        action: 'opened',
        pull_request: { number: 1, head: { sha: 'a'.repeat(40) }, base: { sha: 'b'.repeat(40) } },
        repository: { full_name: REPO },
        sender: { login: 'alice' },
        padding,
      });
      const full = await untilNotStored(body);
      expect(full.status).toBe(503);
      expect(await full.json()).toMatchObject({ error: 'not-stored', message: expect.stringMatching(/redeliver/) });
      expect(await house.app.stores.ledger.size()).toBe(entries);
      connection.pragma('max_page_count = 1073741823');
      expect((await house.deliver('pull_request', body)).status).toBe(202);
      await house.settled();
    },
  },
  {
    name: 'a locked database',
    async run() {
      const { decision, number } = await house.judged(REPO, title('Locked'), {
        'docs/runbook.md': '# Runbook\n\n[gone](gone.md)\n',
      });
      const place = await house.app.stores.messages.get(`pr:${REPO}#${number}`);
      const other = new Database(house.file);
      other.exec('BEGIN EXCLUSIVE');
      const delivered = house.deliver(
        'pull_request',
        JSON.stringify({
          action: 'opened',
          pull_request: { number, head: { sha: 'a'.repeat(40) }, base: { sha: 'b'.repeat(40) } },
          repository: { full_name: REPO },
          sender: { login: 'alice' },
        }),
      );
      const body = pressed(`${decision?.id}.${decision?.nonce}`, CAST.bob.slackId, place?.ts ?? '');
      const press = slack(body, slackSigned(body, seconds()));
      expect((await delivered).status).toBe(503);
      expect((await press).status).not.toBe(200);
      expect(await house.app.stores.grants.forDecision(decision?.id ?? '')).toEqual([]);
      other.exec('COMMIT');
      other.close();
      const again = pressed(`${decision?.id}.${decision?.nonce}`, CAST.bob.slackId, place?.ts ?? '');
      expect((await slack(again, slackSigned(again, seconds()))).status).toBe(200);
      await house.settled();
      expect(await house.app.stores.grants.forDecision(decision?.id ?? '')).toHaveLength(1);
    },
  },
];

/** Small rows still find room in pages that are there; a few deliveries use it up. */
async function untilNotStored(body: string): Promise<Response> {
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await house.deliver('pull_request', body);
    if (answer.status !== 202) return answer;
  }
  throw new Error('The database never was full.');
}

describe('bad input', () => {
  it.each(ROWS)(
    '$name is answered clearly and leaves the house whole',
    async ({ run }) => {
      await run();
      const { check, decision } = await house.judged(REPO, title('Normal'), {
        'src/normal.ts': `export const n = ${pulls};\n`,
      });
      expect([decision?.verdict, check?.conclusion]).toEqual(['pass', 'success']);
      expect((await house.app.stores.inbox.counts()).dead).toBe(0);
    },
    120_000,
  );
});
