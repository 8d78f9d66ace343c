import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmulatedGithub, REPO, startGithub } from '../support/github.ts';

type Delivery = { event: string; id: string; signed: boolean; body: Record<string, unknown> };
const SECRET = 'a-webhook-secret';

let folder: string;
let receiver: Server;
let deliveries: Delivery[];
let github: EmulatedGithub;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-github-'));
  deliveries = [];
  receiver = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks);
      const expected = `sha256=${createHmac('sha256', SECRET).update(text).digest('hex')}`;
      deliveries.push({
        event: String(request.headers['x-github-event']),
        id: String(request.headers['x-github-delivery']),
        signed: request.headers['x-hub-signature-256'] === expected,
        body: JSON.parse(text.toString('utf8')),
      });
      response.writeHead(202).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  github = await start();
});

afterEach(async () => {
  await github.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<EmulatedGithub> {
  const started = await startGithub({ 'README.md': '# Payments\n' }, { stateFile: join(folder, 'github.json') });
  started.deliverTo({ url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`, secret: SECRET });
  return started;
}

function told(event: string, action?: string): Delivery[] {
  return deliveries.filter((one) => one.event === event && (action === undefined || one.body.action === action));
}

describe('the emulated GitHub', () => {
  it('moves a pull request with its branch and tells of it, signed', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, 'feature');
    await alice.commit(REPO, 'feature', 'One', { 'a.txt': '1\n' });
    const number = await alice.openPullRequest(REPO, { head: 'feature', title: 'Feature' });
    const pushed = await alice.commit(REPO, 'feature', 'Two', { 'a.txt': '2\n' });
    await vi.waitFor(() => expect(told('pull_request', 'synchronize')).toHaveLength(1));
    expect(told('pull_request', 'synchronize')[0]).toMatchObject({
      signed: true,
      body: { number, after: pushed, pull_request: { number, head: { sha: pushed } } },
    });
    expect(new Set(deliveries.map(({ id }) => id)).size).toBe(deliveries.length);
  });

  it('keeps what the base got meanwhile when a pull request is merged, and tells of the merge as a push too', async () => {
    const alice = github.as('alice');
    for (const name of ['one', 'two']) {
      await alice.branch(REPO, name);
      await alice.commit(REPO, name, name, { [`${name}.txt`]: `${name}\n` });
    }
    const first = await alice.openPullRequest(REPO, { head: 'one', title: 'One' });
    const second = await alice.openPullRequest(REPO, { head: 'two', title: 'Two' });
    await alice.merge(REPO, first);
    const merged = await alice.merge(REPO, second);
    expect(await alice.read(REPO, 'one.txt')).toBe('one\n');
    expect(await alice.read(REPO, 'two.txt')).toBe('two\n');
    await vi.waitFor(() => expect(told('push').map(({ body }) => body.after)).toContain(merged));
    const closed = told('pull_request', 'closed').at(-1)?.body.pull_request;
    expect(closed).toMatchObject({ number: second, merged: true, merge_commit_sha: merged });
  });

  it('is the same after a restart', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, 'feature');
    const sha = await alice.commit(REPO, 'feature', 'One', { 'a.txt': '1\n' });
    const number = await alice.openPullRequest(REPO, { head: 'feature', title: 'Feature' });
    const key = github.app.privateKey;
    await github.close();

    github = await start();
    expect([github.restored, github.app.privateKey]).toEqual([true, key]);
    expect(await github.as('bob').read(REPO, 'a.txt', 'feature')).toBe('1\n');
    expect(await github.as('bob').call('GET', `/repos/${REPO}/pulls/${number}`)).toMatchObject({ head: { sha } });
  });
});
