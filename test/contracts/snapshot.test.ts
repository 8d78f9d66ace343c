import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGitRepo } from '../../src/adapters/git/open-git-repo.ts';
import { createGithub } from '../../src/adapters/github/index.ts';
import type { ReadOutcome } from '../../src/model/facts.ts';
import type { Snapshot } from '../../src/ports/code-host.ts';
import { REPO, startGithub } from '../support/github.ts';
import { createGitWorld } from './git-world.ts';
import { type SnapshotWorld, WORLD } from './snapshot-world.ts';

type Opened = { snapshot: Snapshot; close(): void | Promise<void> };
/** To hold another adapter to this contract: add one row that serves `world` and opens a snapshot of it. */
const ADAPTERS: { name: string; findsEditedRenames: boolean; open(world: SnapshotWorld): Promise<Opened> }[] = [
  { name: 'git', findsEditedRenames: true, open: openWithGit },
  // GitHub finds them too; the emulated one pairs only files that moved unchanged.
  { name: 'github', findsEditedRenames: false, open: openWithGithub },
];

async function openWithGit(world: SnapshotWorld): Promise<Opened> {
  const made = createGitWorld();
  const base = made.commit(world.base);
  const head = made.commit(world.head);
  const repo = await openGitRepo(made.dir);
  return {
    snapshot: repo.snapshot(base, head),
    close: () => {
      repo.close();
      made.remove();
    },
  };
}

async function openWithGithub(world: SnapshotWorld): Promise<Opened> {
  const github = await startGithub(world.base);
  const alice = github.as('alice');
  const base = await alice.branch(REPO, 'feature');
  const removed = Object.keys(world.base).filter((path) => !(path in world.head));
  const files = { ...world.head, ...Object.fromEntries(removed.map((path) => [path, null])) };
  const head = await alice.commit(REPO, 'feature', 'Change', files);
  const host = createGithub({ apiUrl: github.url, credentials: { kind: 'app', ...github.app } });
  return { snapshot: host.snapshot(REPO, base, head), close: () => github.close() };
}

describe.each(ADAPTERS)('the $name snapshot', ({ open, findsEditedRenames }) => {
  let opened: Opened;
  beforeAll(async () => {
    opened = await open(WORLD);
  });
  afterAll(() => opened.close());
  const read = (side: 'base' | 'head', path: string, maxBytes = 32_768): Promise<ReadOutcome> =>
    opened.snapshot.read({ side, path }, maxBytes);

  it('lists every changed file once, with a rename as one file', async () => {
    const { files, truncated } = await opened.snapshot.changedFiles();
    expect(truncated).toBe(false);
    expect(Object.fromEntries(files.map((file) => [file.path, [file.status, file.previousPath]]))).toEqual({
      'src/server.ts': ['modified', null],
      'docs/after.md': ['renamed', 'docs/before.md'],
      ...(findsEditedRenames
        ? { 'src/renamed name.ts': ['renamed', 'src/old name.ts'] }
        : { 'src/renamed name.ts': ['added', null], 'src/old name.ts': ['removed', null] }),
      'src/gone.ts': ['removed', null],
      'docs/naïve "quoted"\ttab.md': ['modified', null],
      'logo.png': ['added', null],
      'latin1.txt': ['added', null],
      'empty.txt': ['added', null],
      'large.txt': ['added', null],
      'bom.md': ['added', null],
    });
  });

  it('counts added and removed lines', async () => {
    const { files } = await opened.snapshot.changedFiles();
    const server = files.find(({ path }) => path === 'src/server.ts');
    expect([server?.additions, server?.deletions]).toEqual([1, 1]);
  });

  it('lists all paths of each side', async () => {
    const base = await opened.snapshot.tree('base');
    const head = await opened.snapshot.tree('head');
    expect([base.truncated, base.paths.sort()]).toEqual([false, Object.keys(WORLD.base).sort()]);
    expect([head.truncated, head.paths.sort()]).toEqual([false, Object.keys(WORLD.head).sort()]);
  });

  it.each(['README.md', 'src/old name.ts', 'src/gone.ts', 'docs/naïve "quoted"\ttab.md'])(
    'reads %j byte for byte, line endings and missing last line feed kept',
    async (path) => {
      const outcome = await read('base', path);
      expect(outcome.kind === 'text' ? outcome.text : outcome).toBe(WORLD.base[path]?.toString('utf8'));
    },
  );

  it('names the blob it read, so that an approval can be bound to it', async () => {
    const outcome = await read('head', 'README.md');
    expect(outcome.kind === 'text' ? outcome.blobSha : outcome).toMatch(/^[0-9a-f]{40}$/);
  });

  it('keeps a byte order mark', async () => {
    const outcome = await read('head', 'bom.md');
    expect(outcome.kind === 'text' ? outcome.text : outcome).toBe('\ufeff# marked\n');
  });

  it('reads an empty file as empty text, not as absent', async () => {
    expect(await read('head', 'empty.txt')).toMatchObject({ kind: 'text', text: '', bytes: 0 });
  });

  it.each([
    ['base', 'logo.png'],
    ['head', 'src/gone.ts'],
    ['head', 'no/such/file'],
    ['head', 'src'],
  ] as const)('answers absent at %s for %s', async (side, path) => {
    expect(await read(side, path)).toEqual({ kind: 'absent' });
  });

  it.each([
    ['logo.png', 'binary'],
    ['latin1.txt', 'not-utf8'],
    ['large.txt', 'too-large'],
  ] as const)('says why %s cannot be read: %s', async (path, reason) => {
    const outcome = await read('head', path);
    expect(outcome).toMatchObject({ kind: 'unreadable', reason });
    expect(outcome.kind === 'unreadable' ? outcome.detail : '').not.toBe('');
  });

  it('answers questions asked at once in the right order', async () => {
    const paths = ['README.md', 'no/such/file', 'large.txt', 'src/server.ts', 'empty.txt'];
    const outcomes = await Promise.all([...paths, ...paths].map((path) => read('head', path)));
    const kinds = outcomes.map((outcome) => outcome.kind);
    expect(kinds.slice(0, 5)).toEqual(['text', 'absent', 'unreadable', 'text', 'text']);
    expect(kinds.slice(5)).toEqual(kinds.slice(0, 5));
    expect(outcomes[3]).toMatchObject({ text: WORLD.head['src/server.ts']?.toString() });
  });
});
