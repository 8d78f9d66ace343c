import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGithub } from './index.ts';

const BASE = 'b'.repeat(40);
const HEAD = 'a'.repeat(40);
let server: Server | null = null;
afterEach(() => new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve()))));

/** A host whose answers are given by the end of the path; anything else is a 404. */
async function snapshotOf(answers: Record<string, unknown>) {
  const made = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    const found = Object.entries(answers).find(([end]) => path.endsWith(end));
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found?.[1] ?? { message: 'Not Found' }));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  server = made;
  const apiUrl = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  return createGithub({ apiUrl, credentials: { kind: 'token', token: 't' } }).snapshot('acme/payments', BASE, HEAD);
}

const blob = (path: string, sha = 'f00') => ({ path, sha, mode: '100644', type: 'blob', size: 3 });
const tree = (entries: unknown[], truncated = false) => ({ sha: 'x', tree: entries, truncated });
const compared = (count: number) => ({
  merge_base_commit: { sha: BASE },
  files: Array.from({ length: count }, (_, index) => ({
    filename: `f${index}`,
    status: 'added',
    additions: 2,
    deletions: 0,
  })),
});
const many = (count: number) => Array.from({ length: count }, (_, index) => blob(`f${index}`));

describe('a large pull request', () => {
  it('is listed in full where the comparison stops, with the counts it gave', async () => {
    const snapshot = await snapshotOf({
      [`${BASE}...${HEAD}`]: compared(300),
      [BASE]: tree([]),
      [HEAD]: tree(many(700)),
    });
    const { files, truncated } = await snapshot.changedFiles();
    expect([files.length, truncated, snapshot.calls()]).toEqual([700, false, 3]);
    expect(files.filter(({ additions }) => additions === 2)).toHaveLength(300);
  });

  it('is cut at 3,000 files and says so', async () => {
    const snapshot = await snapshotOf({
      [`${BASE}...${HEAD}`]: compared(300),
      [BASE]: tree([]),
      [HEAD]: tree(many(3_100)),
    });
    const { files, truncated } = await snapshot.changedFiles();
    expect([files.length, truncated]).toEqual([3_000, true]);
  });

  it('says so when the trees are too large to be compared', async () => {
    const snapshot = await snapshotOf({
      [`${BASE}...${HEAD}`]: compared(300),
      [BASE]: tree([]),
      [HEAD]: tree(many(5), true),
    });
    const { files, truncated } = await snapshot.changedFiles();
    expect([files.length, truncated]).toEqual([300, true]);
  });
});

describe('a tree that GitHub cut', () => {
  const content = Buffer.from('abc').toString('base64');
  const answers = {
    [HEAD]: tree([blob('listed.txt')], true),
    '/git/blobs/f00': { content, encoding: 'base64', sha: 'f00' },
    '/contents/deep/unlisted.txt': { type: 'file', sha: 'f00', size: 3, path: 'deep/unlisted.txt' },
    '/contents/deep/link': { type: 'symlink', sha: 'f01', size: 3, path: 'deep/link' },
    '/contents/deep/module': { type: 'submodule', sha: 'f02', size: 0, path: 'deep/module' },
    '/contents/deep': [],
  };

  it('is not taken for the whole: what it does not list is looked for', async () => {
    const snapshot = await snapshotOf(answers);
    expect((await snapshot.tree('head')).truncated).toBe(true);
    expect(await snapshot.read({ side: 'head', path: 'deep/unlisted.txt' }, 10)).toMatchObject({
      kind: 'text',
      text: 'abc',
    });
    expect(await snapshot.read({ side: 'head', path: 'deep/nothing.txt' }, 10)).toEqual({ kind: 'absent' });
    expect(await snapshot.read({ side: 'head', path: 'deep' }, 10)).toEqual({ kind: 'absent' });
    expect(await snapshot.read({ side: 'head', path: 'deep/module' }, 10)).toEqual({ kind: 'absent' });
    expect(await snapshot.read({ side: 'head', path: 'deep/link' }, 10)).toMatchObject({
      kind: 'unreadable',
      reason: 'symlink',
    });
  });

  it('does not take content that is gone for a file that is absent', async () => {
    const snapshot = await snapshotOf({ [HEAD]: tree([blob('listed.txt')]) });
    expect(await snapshot.read({ side: 'head', path: 'listed.txt' }, 10)).toMatchObject({
      kind: 'unreadable',
      reason: 'gone',
    });
  });

  it('is not fetched for a file that is too large', async () => {
    const snapshot = await snapshotOf({ [HEAD]: tree([{ ...blob('big.bin'), size: 50_000_000 }]) });
    expect(await snapshot.read({ side: 'head', path: 'big.bin' }, 1_000)).toMatchObject({
      kind: 'unreadable',
      reason: 'too-large',
    });
    expect(snapshot.calls()).toBe(1);
  });
});
