import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmulatedGithub, startEmulatedGithub, tokenOf } from '../github.ts';
import { filesOf, openBreakingPullRequest, REPO } from '../story.ts';

let github: EmulatedGithub;
let number: number;
const HOSTILE = `</title><script>alert("1")</script>${'long '.repeat(60)}`;

beforeAll(async () => {
  github = await startEmulatedGithub({ repos: [{ repo: REPO, files: await filesOf('base') }] });
  number = await openBreakingPullRequest(github);
});
afterAll(() => github.close());

function look(path: string): Promise<Response> {
  return fetch(`${github.url}${path}`, { headers: { accept: 'text/html,application/xhtml+xml' } });
}

async function textAt(path: string): Promise<string> {
  const response = await look(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
}

function press(fields: Record<string, string | number>, headers: Record<string, string> = { origin: github.url }) {
  const body = new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)]));
  return fetch(`${github.url}/_github/do`, { method: 'POST', headers, body, redirect: 'manual' });
}

async function report(sha: string, conclusion: string, output: { title: string; summary: string }): Promise<number> {
  const run = { name: 'Countersign', head_sha: sha, status: 'completed', conclusion, output };
  return ((await github.as('bob').call('POST', `/repos/${REPO}/check-runs`, run)) as { id: number }).id;
}

async function headOf(branch: string): Promise<string> {
  const sha = await github.as('alice').head(REPO, branch);
  if (sha === null) throw new TypeError(`There is no branch ${branch}.`);
  return sha;
}

describe('the pages of the emulated GitHub', () => {
  it.each([
    ['/', REPO],
    [`/${REPO}`, 'PAYMENTS_TIMEOUT_MS'],
    [`/${REPO}/tree/customer-id`, 'Ask for the customer, drop refunds'],
    [`/${REPO}/tree/main/docs`, 'runbook.md'],
    [`/${REPO}/blob/main/docs/runbook.md`, 'Payments time out'],
    [`/${REPO}/blob/main/README.md?plain=1`, '## Settings'],
    [`/${REPO}/commits`, 'First version'],
    [`/${REPO}/commits/customer-id`, 'Ask for the customer, drop refunds'],
    [`/${REPO}/pulls`, 'Ask for the customer with every payment'],
    [`/${REPO}/pulls?state=closed`, 'There are no closed pull requests'],
    [`/${REPO}/pull/1`, 'No checks have reported yet'],
    [`/${REPO}/pull/1/files`, 'required: [amount, currency, customerId]'],
    [`/${REPO}/pull/1/commits`, 'Ask for the customer, drop refunds'],
    [`/${REPO}/pull/1/checks`, 'No checks yet'],
  ])('answer a browser at %s', async (path, words) => {
    expect(await textAt(path)).toContain(words);
  });

  it('lead from the address of a commit to what it changed', async () => {
    expect(await textAt(`/${REPO}/commit/${await headOf('customer-id')}`)).toContain('src/refund.ts');
  });

  it.each([
    `/${REPO}/pull/999`,
    `/${REPO}/commit/${'0'.repeat(40)}`,
    `/${REPO}/blob/main/absent.txt`,
    `/${REPO}/settings`,
    '/acme/absent',
  ])('say in a sentence that there is nothing at %s', async (path) => {
    const response = await look(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('There is nothing here');
  });

  it('show a check with its summary, and its newest state when it flips', async () => {
    const sha = await headOf('customer-id');
    const summary = '| | Finding |\n| --- | --- |\n| high | `customerId` is new <img src=x onerror=alert(1)> |';
    const first = await report(sha, 'failure', { title: 'Blocked: 1 finding', summary });
    const blocked = await textAt(`/${REPO}/pull/1/checks?check_run_id=${first}`);
    expect(blocked).toContain('<code>customerId</code>');
    expect(blocked).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(await textAt(`/${REPO}/pull/1`)).toContain('Merging is blocked');
    await report(sha, 'success', { title: 'Overridden by Bob', summary: 'Fine.' });
    expect(await textAt(`/${REPO}/pull/1`)).toContain('All checks have passed');
  });

  it('escape what others wrote', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, 'hostile');
    await alice.commit(REPO, 'hostile', HOSTILE, {
      '"><script>.md': '<script>alert(1)</script>\n[x](javascript:alert(1))\n',
    });
    const pull = await alice.openPullRequest(REPO, {
      head: 'hostile',
      title: HOSTILE,
      body: '<script>alert(1)</script>',
    });
    const addresses = ['', '/files', '/commits'].map((tab) => `/${REPO}/pull/${pull}${tab}`);
    for (const path of [
      ...addresses,
      `/${REPO}/pulls`,
      `/${REPO}/tree/hostile`,
      `/${REPO}/blob/hostile/${encodeURIComponent('"><script>.md')}`,
    ]) {
      const text = await textAt(path);
      expect(text.match(/<script(?! type="module" src="\/_github\/assets\/live\.js")/g)).toBeNull();
      expect(text).not.toContain('href="javascript:');
    }
  });

  it('load nothing from elsewhere', async () => {
    const response = await look(`/${REPO}/pull/1`);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const loaded = [...(await response.text()).matchAll(/(?:src|<link [^>]*href)="([^"]*)"/g)].map(
      ([, path]) => path ?? '',
    );
    expect(loaded.length).toBeGreaterThan(3);
    for (const path of loaded) {
      expect(path).toMatch(/^\/_github\//);
      expect([path, (await fetch(`${github.url}${path}`)).status]).toEqual([path, 200]);
    }
  });

  it('tell open pages when something changed', async () => {
    const stream = await fetch(`${github.url}/_github/live`);
    const told = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    await github.as('alice').branch(REPO, 'another');
    let heard = '';
    while (!heard.includes('data: changed')) heard += (await told?.read())?.value ?? '';
    await told?.cancel();
    expect(heard).toContain('data: changed');
  });
});

describe('everybody else', () => {
  it('gets the very answer of the emulator', async () => {
    const headers = { authorization: `Bearer ${tokenOf('bob')}`, accept: 'application/vnd.github+json' };
    const response = await fetch(`${github.url}/repos/${REPO}/commits?per_page=1&sha=customer-id`, { headers });
    expect([response.status, response.headers.get('x-ratelimit-limit')]).toEqual([200, '5000']);
    expect(response.headers.get('link')).toContain(github.url);
    expect(await response.json()).toMatchObject([
      { html_url: expect.stringContaining(`${github.url}/${REPO}/commit/`) },
    ]);
  });

  it.each([
    ['an unknown token', 'GET', '/user', { authorization: 'Bearer nobody' }, 401],
    ['an unknown address', 'GET', '/acme/absent', {}, 404],
    ['no token where one is needed', 'POST', `/repos/${REPO}/git/refs`, {}, 401],
  ])('is refused by the emulator itself for %s', async (_, method, path, headers, status) => {
    const response = await fetch(`${github.url}${path}`, { method, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toHaveProperty('message');
  });

  it('sends and gets bytes as they are', async () => {
    const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, index) => index % 251));
    await github.as('alice').branch(REPO, 'bytes');
    await github.as('alice').commit(REPO, 'bytes', 'Bytes', { 'all.bin': content });
    const response = await fetch(`${github.url}/${REPO}/raw/bytes/all.bin`, { headers: { accept: 'text/html' } });
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  });

  it('is refused under a name that is not this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port } = new URL(github.url);
      const request = get({
        hostname,
        port,
        path: `/${REPO}`,
        headers: { host: 'github.example', accept: 'text/html' },
      });
      request.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject);
    });
    expect(status).toBe(403);
  });
});

describe('the buttons', () => {
  it('push a commit, put the API back and break it again', async () => {
    const alice = github.as('alice');
    const before = await headOf('customer-id');
    expect((await press({ act: 'push', repo: REPO, number })).headers.get('location')).toBe(`/${REPO}/pull/${number}`);
    expect(await headOf('customer-id')).not.toBe(before);
    await press({ act: 'fix-api', repo: REPO, number });
    const { 'openapi.yaml': contract } = await filesOf('base');
    expect(await alice.read(REPO, 'openapi.yaml', 'customer-id')).toBe(contract);
    expect(await alice.read(REPO, 'src/refund.ts', 'customer-id')).not.toBeNull();
    expect((await press({ act: 'break-api', repo: REPO, number })).status).toBe(303);
    expect(await alice.read(REPO, 'openapi.yaml', 'customer-id')).not.toBe(contract);
  });

  it('open one pull request after another, each on a branch of its own', async () => {
    const opened = [await press({ act: 'open-break', repo: REPO }), await press({ act: 'open-break', repo: REPO })];
    const places = opened.map(({ headers }) => headers.get('location') ?? '');
    expect(new Set(places).size).toBe(2);
    for (const place of places) expect(await textAt(`${place}/files`)).toContain('openapi.yaml');
  });

  it('merge renames for as long as the README names something else', async () => {
    const alice = github.as('alice');
    const statuses: number[] = [];
    for (let turn = 0; turn < 4; turn++) statuses.push((await press({ act: 'merge-rename', repo: REPO })).status);
    expect(statuses).toEqual([303, 303, 303, 409]);
    expect(await alice.read(REPO, 'src/config.ts')).toContain('PAYMENTS_BANK_ADDRESS');
    expect(await alice.read(REPO, 'README.md')).toContain('PAYMENTS_BANK_URL');
  });

  it('merge what was looked at, and nothing that was pushed since', async () => {
    const alice = github.as('alice');
    const seen = await headOf('customer-id');
    await press({ act: 'push', repo: REPO, number });
    const refused = await press({ act: 'merge', repo: REPO, number, sha: seen });
    expect([refused.status, await refused.text()]).toEqual([
      409,
      expect.stringContaining('pushed to this branch meanwhile'),
    ]);
    expect((await press({ act: 'merge', repo: REPO, number, sha: await headOf('customer-id') })).status).toBe(303);
    expect(await alice.call('GET', `/repos/${REPO}/pulls/${number}`)).toMatchObject({ merged: true });
    expect(await textAt(`/${REPO}/pull/${number}`)).toContain('Merged');
    expect((await press({ act: 'push', repo: REPO, number })).status).toBe(409);
  });

  it('ask for a check once more', async () => {
    const run = await report(await headOf('main'), 'failure', { title: 'Blocked', summary: '' });
    expect((await press({ act: 'rerun', repo: REPO, run })).status).toBe(303);
    expect((await github.as('alice').checkRuns(REPO, 'main')).find(({ id }) => id === run)?.status).toBe('queued');
  });

  it.each([
    ['another origin', { origin: 'http://127.0.0.1:1' }],
    ['no origin', {}],
    ['a site elsewhere', { origin: 'https://evil.example' }],
  ])('are not pressed from %s', async (_, headers) => {
    const before = await headOf('main');
    expect((await press({ act: 'merge-rename', repo: REPO }, headers as Record<string, string>)).status).toBe(403);
    expect(await headOf('main')).toBe(before);
  });

  it.each([
    { act: 'delete', repo: REPO },
    { act: 'push', repo: 'acme/other', number: 1 },
    { act: 'merge', repo: REPO },
  ])('refuse what none of them asks for: %j', async (fields) => {
    expect((await press(fields as Record<string, string>)).status).toBe(400);
  });
});
