import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../../../test/contracts/git-world.ts';
import { type GitRepo, openGitRepo } from './open-git-repo.ts';

let world: GitWorld;
let repo: GitRepo;
let base: string;
let head: string;

beforeAll(async () => {
  world = createGitWorld();
  base = world.commit({ 'a.txt': 'one\ntwo\nthree\n', 'gone.sh': 'x\n', 'b "q".txt': 'y', 'kind.txt': 'k\n' });
  head = world.commit({
    'a.txt': 'one\n--- two\n+++ more\nthree\n',
    'b "q".txt': 'diff --git a/x b/x\n@@ -1 +1 @@\n',
    'kind.txt': 'k\n',
    'blob.bin': Buffer.from([0, 1, 2, 3]),
  });
  repo = await openGitRepo(world.dir);
});
afterAll(() => {
  repo.close();
  world.remove();
});

describe('resolve', () => {
  it.each(['HEAD', 'main', 'HEAD~0', 'refs/heads/main'])('finds the commit behind %s', async (ref) => {
    expect(await repo.resolve(ref)).toBe(head);
  });

  it.each(['--upload-pack=x', '-h', '', 'a b', 'HEAD:a.txt', ':/one', 'no-such', 'x\ny', '*', 'HEAD^{tree}', 'a..b'])(
    'refuses %j in one sentence',
    async (ref) => {
      await expect(repo.resolve(ref)).rejects.toMatchObject({ code: 'git-unknown-ref', permanent: true });
    },
  );
});

describe('mergeBase', () => {
  it('answers the common ancestor', async () => {
    expect(await repo.mergeBase(base, head)).toBe(base);
  });

  it('refuses two histories without one', async () => {
    const orphan = world.git('commit-tree', '-m', 'orphan', world.git('rev-parse', `${head}^{tree}`));
    await expect(repo.mergeBase(orphan, head)).rejects.toMatchObject({ code: 'git-no-merge-base' });
  });
});

describe('changedLines', () => {
  it('reads content that looks like a header as content, and odd names as they are', async () => {
    expect(await repo.changedLines(base, head)).toEqual([
      {
        path: 'a.txt',
        previousPath: null,
        binary: false,
        hunks: [{ oldStart: 2, newStart: 2, removed: ['two'], added: ['--- two', '+++ more'] }],
      },
      {
        path: 'b "q".txt',
        previousPath: null,
        binary: false,
        hunks: [{ oldStart: 1, newStart: 1, removed: ['y'], added: ['diff --git a/x b/x', '@@ -1 +1 @@'] }],
      },
      { path: 'blob.bin', previousPath: null, binary: true, hunks: [] },
      {
        path: 'gone.sh',
        previousPath: null,
        binary: false,
        hunks: [{ oldStart: 1, newStart: 0, removed: ['x'], added: [] }],
      },
    ]);
  });

  it('answers only for the paths asked, taken literally', async () => {
    expect((await repo.changedLines(base, head, ['a.txt', '*.bin', ':(top)gone.sh'])).map(({ path }) => path)).toEqual([
      'a.txt',
    ]);
    expect(await repo.changedLines(base, head, [])).toEqual([]);
  });

  it('refuses anything but full commit ids', async () => {
    await expect(repo.changedLines('--output=x', head)).rejects.toMatchObject({ code: 'git-unknown-ref' });
    expect(() => repo.snapshot('HEAD', head)).toThrow(/not a full commit SHA/);
  });

  it('keeps files apart when one changes its kind', async () => {
    const made = createGitWorld();
    const before = made.commit({ 'a.txt': 'x\n', 'link.txt': 'target\n', 'z.txt': '1\n' });
    rmSync(join(made.dir, 'link.txt'));
    made.git('update-index', '--add', '--cacheinfo', `120000,${made.git('rev-parse', `${before}:a.txt`)},link.txt`);
    writeFileSync(join(made.dir, 'z.txt'), '2\n');
    made.git('add', 'z.txt');
    made.git('commit', '--quiet', '-m', 'kind');
    const opened = await openGitRepo(made.dir);
    const lines = await opened.changedLines(before, made.git('rev-parse', 'HEAD'));
    opened.close();
    made.remove();
    expect(lines.map(({ path }) => path)).toEqual(['link.txt', 'z.txt']);
    expect(lines[1]?.hunks).toEqual([{ oldStart: 1, newStart: 1, removed: ['1'], added: ['2'] }]);
  });
});

describe('search', () => {
  it('finds literal words with path, line and text', async () => {
    expect(await repo.search(head, ['+++ more', '@@ -1'], 5)).toEqual([
      { path: 'a.txt', line: 3, text: '+++ more' },
      { path: 'b "q".txt', line: 2, text: '@@ -1 +1 @@' },
    ]);
  });

  it('answers nothing for a word that is not there, and for a pattern taken as a word', async () => {
    expect(await repo.search(head, ['o.e', '--open-files-in-pager=touch'], 5)).toEqual([]);
    expect(await repo.search(head, [], 5)).toEqual([]);
  });
});

describe('openGitRepo', () => {
  const made: string[] = [];
  afterEach(() => {
    for (const dir of made.splice(0)) rmSync(dir, { recursive: true, force: true });
  });
  const temporary = () => {
    const dir = mkdtempSync(join(tmpdir(), 'countersign-plain-'));
    made.push(dir);
    return dir;
  };

  it('opens a bare clone and a folder inside a work tree', async () => {
    const bare = join(temporary(), 'bare.git');
    world.git('clone', '--quiet', '--bare', world.dir, bare);
    const inside = join(world.dir, 'inside');
    mkdirSync(inside, { recursive: true });
    for (const dir of [bare, inside]) {
      const opened = await openGitRepo(dir);
      expect(await opened.resolve('HEAD')).toBe(head);
      expect(await opened.snapshot(base, head).read({ side: 'base', path: 'a.txt' }, 100)).toMatchObject({
        text: 'one\ntwo\nthree\n',
      });
      opened.close();
    }
  });

  it('says so when the folder is no repository, no folder, or not there', async () => {
    const dir = temporary();
    writeFileSync(join(dir, 'file'), '');
    for (const path of [dir, join(dir, 'file'), join(dir, 'nothing')]) {
      await expect(openGitRepo(path)).rejects.toMatchObject({ code: 'git-not-a-repository' });
    }
  });

  it('says so when git is not installed', async () => {
    const path = process.env.PATH;
    process.env.PATH = temporary();
    try {
      await expect(openGitRepo(world.dir)).rejects.toThrow('git is not installed');
    } finally {
      process.env.PATH = path;
    }
  });

  it('runs nothing that the repository configures', async () => {
    const hostile = createGitWorld();
    const before = hostile.commit({ '.gitattributes': '* diff=evil filter=evil\n', 'a.txt': 'a\n' });
    const after = hostile.commit({ '.gitattributes': '* diff=evil filter=evil\n', 'a.txt': 'b\n' });
    const trap = join(hostile.dir, '..', `${hostile.dir.split('/').at(-1)}-trap`);
    const spring = `touch '${trap}' #`;
    for (const key of ['diff.external', 'core.fsmonitor', 'core.pager', 'pager.grep', 'core.sshCommand']) {
      hostile.git('config', key, spring);
    }
    for (const key of ['diff.evil.command', 'diff.evil.textconv', 'filter.evil.smudge', 'filter.evil.clean']) {
      hostile.git('config', key, spring);
    }
    for (const command of ['rev-parse', 'diff-tree', 'ls-tree', 'cat-file', 'grep']) {
      hostile.git('config', `alias.${command}`, `!${spring}`);
    }
    writeFileSync(join(hostile.dir, '.git', 'info', 'attributes'), '* diff=evil filter=evil\n');
    const opened = await openGitRepo(hostile.dir);
    const snapshot = opened.snapshot(await opened.resolve(before), await opened.resolve(after));
    expect((await snapshot.changedFiles()).files).toHaveLength(1);
    expect(await snapshot.read({ side: 'head', path: 'a.txt' }, 10)).toMatchObject({ text: 'b\n' });
    expect((await opened.changedLines(before, after))[0]?.hunks[0]?.added).toEqual(['b']);
    expect(await opened.search(after, ['b'], 1)).not.toEqual([]);
    opened.close();
    const sprung = existsSync(trap);
    rmSync(trap, { force: true });
    hostile.remove();
    expect(sprung).toBe(false);
  });

  it('says gone, and asks no network, for an object that a partial clone lacks', async () => {
    const source = createGitWorld();
    source.git('config', 'uploadpack.allowFilter', 'true');
    const sha = source.commit({ 'a.txt': 'content\n', 'b.txt': 'more\n' });
    const dir = temporary();
    source.git('clone', '--quiet', '--no-checkout', '--filter=blob:none', `file://${source.dir}`, dir);
    const opened = await openGitRepo(dir);
    const snapshot = opened.snapshot(sha, sha);
    const outcomes = await Promise.all(['a.txt', 'b.txt'].map((path) => snapshot.read({ side: 'head', path }, 100)));
    opened.close();
    source.remove();
    expect(outcomes).toMatchObject([
      { kind: 'unreadable', reason: 'gone' },
      { kind: 'unreadable', reason: 'gone' },
    ]);
  });

  it('refuses to read once closed', async () => {
    const opened = await openGitRepo(world.dir);
    opened.close();
    await expect(opened.snapshot(base, head).read({ side: 'head', path: 'a.txt' }, 9)).rejects.toMatchObject({
      code: 'git-closed',
    });
  });
});

describe('a repository that lacks the content of some files', () => {
  it('still lists the change and compares what it has', async () => {
    const made = createGitWorld();
    const before = made.commit({ 'a.txt': 'one\n', 'large.bin': 'large before\n' });
    const after = made.commit({ 'a.txt': 'two\n', 'large.bin': 'large after\n' });
    const lost = made.git('rev-parse', `${before}:large.bin`);
    rmSync(join(made.dir, '.git', 'objects', lost.slice(0, 2), lost.slice(2)), { force: true });
    const opened = await openGitRepo(made.dir);
    const files = await opened.changedFiles(before, after);
    const lines = await opened.changedLines(before, after);
    const gone = await opened.snapshot(before, after).read({ side: 'base', path: 'large.bin' }, 100);
    opened.close();
    made.remove();
    expect(files.map(({ path, status }) => [path, status])).toEqual([
      ['a.txt', 'modified'],
      ['large.bin', 'modified'],
    ]);
    expect(lines).toMatchObject([
      { path: 'a.txt', binary: false, hunks: [{ removed: ['one'], added: ['two'] }] },
      { path: 'large.bin', binary: true, hunks: [] },
    ]);
    expect(gone).toMatchObject({ kind: 'unreadable', reason: 'gone' });
  });
});
