import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeHostError, createGithub, type GithubCredentials } from '../../src/adapters/github/index.ts';
import type { CheckReport, CodeHost } from '../../src/ports/code-host.ts';
import { type EmulatedGithub, REPO, startGithub } from '../support/github.ts';

const README = '# Payments\n\nSet `PAYMENTS_URL` first.\n';
let github: EmulatedGithub;

beforeAll(async () => {
  github = await startGithub({
    'README.md': README,
    'api/openapi.yaml': 'openapi: 3.1.0\n',
    'docs/old name.md': '# Moved\n\nA page that only changes its place.\n',
    'logo.png': new Uint8Array([137, 80, 78, 71, 0, 1, 2]),
    'latin1.txt': new Uint8Array([0x63, 0x61, 0x66, 0xe9]),
    'big.json': `"${'x'.repeat(1_500_000)}"`,
    'gone.md': 'Bye.\n',
  });
});
afterAll(() => github.close());

const ways: { way: string; credentials: () => GithubCredentials }[] = [
  { way: 'a token', credentials: () => ({ kind: 'token', token: github.token }) },
  { way: 'a GitHub App', credentials: () => ({ kind: 'app', ...github.app }) },
];

describe.each(ways)('the code host with $way', ({ way, credentials }) => {
  const name = way.replace(/\W/g, '-');
  let host: CodeHost;
  let mainSha: string;
  let headSha: string;
  let number: number;

  beforeAll(async () => {
    host = createGithub({ apiUrl: github.url, credentials: credentials() });
    const alice = github.as('alice');
    mainSha = await alice.branch(REPO, `feature-${name}`);
    headSha = await alice.commit(REPO, `feature-${name}`, 'Rename the setting', {
      'README.md': README.replace('PAYMENTS_URL', 'PAYMENTS_BASE_URL'),
      'docs/new name.md': '# Moved\n\nA page that only changes its place.\n',
      'docs/old name.md': null,
      'gone.md': null,
      'src/#1?.ts': 'export const a = 1;\n',
    });
    number = await alice.openPullRequest(REPO, {
      head: `feature-${name}`,
      title: 'Rename the setting',
      body: 'Because.',
    });
  });

  it('answers that it is there', async () => {
    await expect(host.ping()).resolves.toBeUndefined();
  });

  it('reads a pull request', async () => {
    expect(await host.pullRequest(REPO, number)).toMatchObject({
      repo: REPO,
      number,
      title: 'Rename the setting',
      body: 'Because.',
      author: 'alice',
      authorIsBot: false,
      state: 'open',
      merged: false,
      mergeSha: null,
      baseRef: 'main',
      headRef: `feature-${name}`,
      headSha,
    });
  });

  it('answers null for a pull request that is not there', async () => {
    expect(await host.pullRequest(REPO, 9_999)).toBeNull();
  });

  it('lists open pull requests', async () => {
    expect((await host.openPullRequests(REPO)).map((one) => one.number)).toContain(number);
  });

  it('knows branches, their heads and the merge base', async () => {
    expect(await host.defaultBranch(REPO)).toBe('main');
    expect(await host.branchHead(REPO, `feature-${name}`)).toBe(headSha);
    expect(await host.branchHead(REPO, 'nowhere')).toBeNull();
    expect(await host.mergeBase(REPO, mainSha, headSha)).toBe(mainSha);
  });

  it('lists what changed between two commits', async () => {
    const { files, truncated } = await host.snapshot(REPO, mainSha, headSha).changedFiles();
    expect(truncated).toBe(false);
    expect(files.sort((left, right) => (left.path < right.path ? -1 : 1))).toEqual([
      { path: 'README.md', previousPath: null, status: 'modified', additions: 1, deletions: 1 },
      { path: 'docs/new name.md', previousPath: 'docs/old name.md', status: 'renamed', additions: 0, deletions: 0 },
      { path: 'gone.md', previousPath: null, status: 'removed', additions: 0, deletions: 1 },
      { path: 'src/#1?.ts', previousPath: null, status: 'added', additions: 1, deletions: 0 },
    ]);
  });

  it('lists the same between two commits that are not ancestor and descendant', async () => {
    const dana = github.as('dana');
    await dana.branch(REPO, `side-${name}`);
    const sideSha = await dana.commit(REPO, `side-${name}`, 'A side', { 'side.md': 'side\n' });
    const { files } = await host.snapshot(REPO, sideSha, headSha).changedFiles();
    expect(files.map((file) => `${file.status} ${file.path}`)).toEqual([
      'modified README.md',
      'renamed docs/new name.md',
      'removed gone.md',
      'removed side.md',
      'added src/#1?.ts',
    ]);
  });

  it('lists more files than a comparison shows', async () => {
    const alice = github.as('alice');
    await alice.branch(REPO, `many-${name}`);
    const many = Object.fromEntries(Array.from({ length: 320 }, (_, index) => [`many/${index}.txt`, `${index}\n`]));
    const manySha = await alice.commit(REPO, `many-${name}`, 'Many', many);
    const { files, truncated } = await host.snapshot(REPO, mainSha, manySha).changedFiles();
    expect([files.length, truncated]).toEqual([320, false]);
  });

  it('lists the files of both sides', async () => {
    const snapshot = host.snapshot(REPO, mainSha, headSha);
    expect((await snapshot.tree('base')).paths).toContain('gone.md');
    expect((await snapshot.tree('head')).paths).not.toContain('gone.md');
  });

  it('reads text with its size and blob SHA, and absent as a value', async () => {
    const snapshot = host.snapshot(REPO, mainSha, headSha);
    const page = await host.page(REPO, 'main', 'README.md');
    expect(await snapshot.read({ side: 'base', path: 'README.md' }, 1_000)).toEqual({
      kind: 'text',
      text: README,
      bytes: README.length,
      blobSha: page?.revision,
    });
    expect(await snapshot.read({ side: 'head', path: 'src/#1?.ts' }, 1_000)).toMatchObject({
      text: 'export const a = 1;\n',
    });
    expect(await snapshot.read({ side: 'head', path: 'gone.md' }, 1_000)).toEqual({ kind: 'absent' });
    expect(await snapshot.read({ side: 'head', path: 'docs' }, 1_000)).toEqual({ kind: 'absent' });
  });

  it.each([
    ['too-large', 'big.json'],
    ['binary', 'logo.png'],
    ['not-utf8', 'latin1.txt'],
  ])('says why a file is unreadable: %s', async (reason, path) => {
    const outcome = await host.snapshot(REPO, mainSha, headSha).read({ side: 'head', path }, 1_000_000);
    expect(outcome).toMatchObject({ kind: 'unreadable', reason });
  });

  it('reads a file over 1 MB when it may', async () => {
    const outcome = await host.snapshot(REPO, mainSha, headSha).read({ side: 'head', path: 'big.json' }, 2_000_000);
    expect(outcome).toMatchObject({ kind: 'text', bytes: 1_500_002 });
  });

  it('counts its calls and asks for nothing twice', async () => {
    const fresh = createGithub({ apiUrl: github.url, credentials: credentials() });
    const first = fresh.snapshot(REPO, mainSha, headSha);
    const readme = () => first.read({ side: 'head', path: 'README.md' }, 1_000);
    await Promise.all([readme(), readme(), readme()]);
    await readme();
    expect(first.calls()).toBe(2);
    const second = fresh.snapshot(REPO, mainSha, headSha);
    await second.read({ side: 'head', path: 'README.md' }, 1_000);
    expect(second.calls()).toBe(0);
  });

  it('says that a commit is gone', async () => {
    const gone = host.snapshot(REPO, mainSha, '0123456789abcdef0123456789abcdef01234567');
    const expected = { code: 'commit-gone', permanent: true };
    await expect(gone.changedFiles()).rejects.toMatchObject(expected);
    await expect(gone.read({ side: 'head', path: 'README.md' }, 1_000)).rejects.toMatchObject(expected);
  });

  it('writes a check run once, however often it is told', async () => {
    const report = checkReport(headSha, `check-${name}`);
    const { id } = await host.reportCheck(report, false);
    expect(await host.reportCheck(report, true)).toEqual({ id });
    const done: CheckReport = {
      ...report,
      status: 'completed',
      conclusion: 'failure',
      annotations: annotations(120),
      detailsUrl: 'https://acme.example/message',
    };
    expect(await host.reportCheck(done, true)).toEqual({ id });
    expect(await host.reportCheck(done, true)).toEqual({ id });
    const runs = (await github.as('alice').checkRuns(REPO, headSha)).filter(
      (run) => run.externalId === `check-${name}`,
    );
    expect(runs).toEqual([
      expect.objectContaining({
        name: 'Countersign',
        status: 'completed',
        conclusion: 'failure',
        annotations: 120,
        detailsUrl: 'https://acme.example/message',
      }),
    ]);
  });

  it('begins a fresh run when a completed one is asked for again', async () => {
    const report = checkReport(headSha, `again-${name}`);
    const first = await host.reportCheck({ ...report, status: 'completed', conclusion: 'action_required' }, false);
    const second = await host.reportCheck(report, true);
    expect(second.id).not.toBe(first.id);
    expect(await host.reportCheck({ ...report, status: 'completed', conclusion: 'neutral' }, true)).toEqual(second);
  });

  it('begins a fresh run when somebody on GitHub asks for one with annotations again', async () => {
    const report = checkReport(headSha, `rerequested-${name}`);
    const done: CheckReport = { ...report, status: 'completed', conclusion: 'failure', annotations: annotations(1) };
    const first = await host.reportCheck(done, false);
    await github.as('alice').rerequest(REPO, Number(first.id));
    expect((await host.reportCheck(report, true)).id).not.toBe(first.id);
  });

  it('cuts a summary that is too long', async () => {
    const report = checkReport(headSha, `long-${name}`);
    await host.reportCheck({ ...report, summary: 'x'.repeat(70_000) }, false);
    const run = (await github.as('alice').checkRuns(REPO, headSha)).find((one) => one.externalId === `long-${name}`);
    expect(run?.summary?.length).toBe(65_535);
  });

  it('writes a page in a branch of its own and opens one pull request for it', async () => {
    const branch = `countersign/readme-${name}`;
    const page = await host.page(REPO, 'main', 'README.md');
    await host.createBranch(REPO, branch, mainSha);
    await expect(host.createBranch(REPO, branch, mainSha)).resolves.toBeUndefined();
    const write = {
      repo: REPO,
      branch,
      path: 'README.md',
      text: '# Payments, patched\n',
      message: 'Patch',
      expectedRevision: page?.revision ?? '',
    };
    const written = await host.writeFile(write);
    expect(written.commitSha).toBe(await host.branchHead(REPO, branch));
    expect(await host.writeFile(write)).toEqual(written);
    expect(await host.page(REPO, branch, 'README.md')).toEqual({
      revision: written.revision,
      text: '# Payments, patched\n',
    });

    const request = { repo: REPO, head: branch, base: 'main', title: 'Patch', body: 'Approved.' };
    const opened = await host.openPullRequest(request);
    expect(await host.openPullRequest(request)).toEqual(opened);
  });

  it('refuses to write a page that changed meanwhile, and a branch that stands elsewhere', async () => {
    const branch = `countersign/late-${name}`;
    await host.createBranch(REPO, branch, mainSha);
    const page = await host.page(REPO, branch, 'README.md');
    await github.as('bob').commit(REPO, branch, 'Quicker', { 'README.md': '# By Bob\n' });
    const write = {
      repo: REPO,
      branch,
      path: 'README.md',
      text: '# Ours\n',
      message: 'Patch',
      expectedRevision: page?.revision ?? '',
    };
    await expect(host.writeFile(write)).rejects.toMatchObject({ code: 'document-changed', permanent: true });
    expect(await github.as('bob').read(REPO, 'README.md', branch)).toBe('# By Bob\n');
    await expect(host.createBranch(REPO, branch, mainSha)).rejects.toMatchObject({
      code: 'branch-exists',
      permanent: true,
    });
  });

  it('answers null for a page or branch that is not there, and refuses one that is no text', async () => {
    expect(await host.page(REPO, 'main', 'docs/old name.md')).toMatchObject({
      text: expect.stringContaining('# Moved'),
    });
    expect(await host.page(REPO, 'main', 'docs')).toBeNull();
    expect(await host.page(REPO, 'main', 'nothing.md')).toBeNull();
    expect(await host.page(REPO, 'nowhere', 'README.md')).toBeNull();
    await expect(host.page(REPO, 'main', 'logo.png')).rejects.toMatchObject({ code: 'document-unreadable' });
  });

  it('finds the e-mail addresses of an author', async () => {
    expect(await host.authorEmails(REPO, number, 'alice')).toEqual(['alice@acme.example']);
    expect(await host.authorEmails(REPO, number, 'nobody')).toEqual([]);
    expect(await host.loginEmails('dana')).toEqual(['dana@acme.example']);
    expect(await host.loginEmails('countersign-bot')).toEqual([]);
    expect(await host.loginEmails('nobody')).toEqual([]);
  });

  it('does not take a repository it cannot see for an empty one', async () => {
    await expect(host.defaultBranch('acme/secret')).rejects.toBeInstanceOf(CodeHostError);
    await expect(host.pullRequest('acme/secret', 1)).rejects.toBeInstanceOf(CodeHostError);
    await expect(host.branchHead('acme/secret', 'main')).rejects.toBeInstanceOf(CodeHostError);
    await expect(host.page('acme/secret', 'main', 'README.md')).rejects.toBeInstanceOf(CodeHostError);
    await expect(host.defaultBranch('acme')).rejects.toMatchObject({ code: 'refused' });
  });
});

describe('credentials', () => {
  it('refuses a token GitHub does not know', async () => {
    const host = createGithub({ apiUrl: github.url, credentials: { kind: 'token', token: 'made-up' } });
    await expect(host.ping()).rejects.toMatchObject({ code: 'bad-credentials', permanent: true });
  });

  it('refuses the key of another app', async () => {
    const host = createGithub({
      apiUrl: github.url,
      credentials: { kind: 'app', appId: 1, privateKey: github.app.privateKey },
    });
    await expect(host.ping()).rejects.toMatchObject({ code: 'bad-credentials' });
  });

  it('says that the app is not installed', async () => {
    const host = createGithub({ apiUrl: github.url, credentials: { kind: 'app', ...github.app } });
    await expect(host.defaultBranch('elsewhere/thing')).rejects.toMatchObject({ code: 'not-installed' });
  });
});

function checkReport(headSha: string, externalId: string): CheckReport {
  return {
    repo: REPO,
    headSha,
    externalId,
    status: 'in_progress',
    conclusion: null,
    title: 'Looking',
    summary: 'Looking at it.',
    detailsUrl: null,
    annotations: [],
  };
}

function annotations(count: number): CheckReport['annotations'] {
  return Array.from({ length: count }, (_, index) => ({
    path: 'README.md',
    line: index + 1,
    level: 'warning' as const,
    title: 'A finding',
    message: `Finding ${index + 1}`,
  }));
}
