import { afterEach, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../../../test/contracts/git-world.ts';
import { openGitRepo } from '../../adapters/git/open-git-repo.ts';
import type { ChangedFile, ReadOutcome } from '../../model/facts.ts';
import { Pack } from '../../model/pack.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { DEFAULT_SCAN_LIMITS, hostSources, localSources } from './drift-sources.ts';
import { scanDrift, scanSettingsOf } from './scan-drift.ts';

const META = { title: 'Rename PAY_PORT', author: 'alice' };
const CLOCK = { now: () => 0 };
const CODE = (name: string) => `const port = Number(process.env.${name} ?? 8080);\n`;
const PAGE = '# Run\n\nSet `PAY_PORT` first.\n';

function settings(trackB: Record<string, unknown> = {}) {
  const pack = Pack.parse({
    id: 'acme',
    name: 'acme',
    scope: { type: 'workspace' },
    trackB: { enabled: true, ...trackB },
  });
  return scanSettingsOf(pack.trackB);
}

type Files = Record<string, ReadOutcome | string>;

function outcomeOf(value: ReadOutcome | string | undefined): ReadOutcome {
  if (value === undefined) return { kind: 'absent' };
  return typeof value === 'string' ? { kind: 'text', text: value, bytes: value.length, blobSha: 'b1' } : value;
}

/** A host that can neither compare lines nor search, as GitHub. */
function hostOf(base: Files, head: Files, changed: ChangedFile[], truncated = false): Snapshot {
  return {
    changedFiles: async () => ({ files: changed, truncated }),
    tree: async (side) => ({ paths: Object.keys(side === 'base' ? base : head), truncated: false }),
    read: async ({ side, path }) => outcomeOf((side === 'base' ? base : head)[path]),
    calls: () => 0,
  };
}

function modified(path: string, lines = 1): ChangedFile {
  return { path, previousPath: null, status: 'modified', additions: lines, deletions: lines };
}

describe('scanDrift over a local repository', () => {
  let world: GitWorld | null = null;
  afterEach(() => world?.remove());

  async function scan(base: Record<string, string | Buffer>, head: Record<string, string | Buffer>, trackB = {}) {
    world = createGitWorld();
    const baseSha = world.commit(base);
    const headSha = world.commit(head);
    const repo = await openGitRepo(world.dir);
    try {
      return await scanDrift(localSources(repo, baseSha, headSha, baseSha), settings(trackB), META, CLOCK);
    } finally {
      repo.close();
    }
  }

  it('finds the page, with its revision and the text it should have', async () => {
    const { drifts, pages, skipped } = await scan(
      { 'src/server.ts': CODE('PAY_PORT'), 'README.md': PAGE },
      { 'src/server.ts': CODE('PAYMENTS_PORT'), 'README.md': PAGE },
    );
    expect(drifts).toMatchObject([
      { doc: 'README.md', oldToken: 'PAY_PORT', newToken: 'PAYMENTS_PORT', route: 'notify' },
    ]);
    expect(pages[0]?.page.revision).toMatch(/^[0-9a-f]{40}$/);
    expect(pages[0]?.newText).toBe('# Run\n\nSet `PAYMENTS_PORT` first.\n');
    expect(skipped).toEqual([]);
  });

  it('never takes documentation as evidence', async () => {
    const { drifts } = await scan(
      { 'docs/a.md': CODE('PAY_PORT'), 'README.md': PAGE },
      { 'docs/a.md': CODE('PAYMENTS_PORT'), 'README.md': PAGE },
    );
    expect(drifts).toEqual([]);
  });

  it('reads only pages the pack names', async () => {
    const base = { 'src/server.ts': CODE('PAY_PORT'), 'README.md': PAGE, 'docs/run.md': PAGE, 'notes/run.md': PAGE };
    const head = { ...base, 'src/server.ts': CODE('PAYMENTS_PORT') };
    const { drifts } = await scan(base, head, { docGlobs: ['/docs/**/*.md'] });
    expect(drifts.map(({ doc }) => doc)).toEqual(['docs/run.md']);
  });

  it('proposes at most as many pages per name as the pack allows', async () => {
    const pages = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`docs/p${index}.md`, PAGE]));
    const { drifts, skipped } = await scan(
      { 'src/server.ts': CODE('PAY_PORT'), ...pages },
      { 'src/server.ts': CODE('PAYMENTS_PORT'), ...pages },
      { docTargeting: { maxDocsPerDrift: 2 } },
    );
    expect(drifts).toHaveLength(2);
    expect(skipped).toEqual(['4 pages more with PAY_PORT left out: the pack asks for 2 per drift.']);
  });

  it('keeps to the surest page where the pack wants the primary one first', async () => {
    const pages = { 'docs/story.md': PAGE, 'docs/install.md': PAGE };
    const { drifts } = await scan(
      { 'src/server.ts': CODE('PAY_PORT'), ...pages },
      { 'src/server.ts': CODE('PAYMENTS_PORT'), ...pages },
      { docTargeting: { strategy: 'primary_first' } },
    );
    expect(drifts.map(({ doc }) => doc)).toEqual(['docs/install.md']);
  });

  it.each([
    ["token_kind == 'env-var'", 0.45, 'digest'],
    ["drift_type == 'ownership'", 0.9, 'notify'],
  ])('lets the impact rules of the pack weigh: %s', async (condition, impact, route) => {
    const { drifts } = await scan(
      { 'src/server.ts': CODE('PAY_PORT'), 'README.md': PAGE },
      { 'src/server.ts': CODE('PAYMENTS_PORT'), 'README.md': PAGE },
      { materiality: { slackNotifyThreshold: 0.65, impactRules: [{ condition, multiplier: 0.5 }] } },
    );
    expect(drifts).toMatchObject([{ materiality: { impact }, route }]);
  });

  it('looks past binary files, large files, bytes that are no text and lock files', async () => {
    const large = (name: string) => Buffer.from(CODE(name).repeat(120_000));
    const odd = {
      'logo.png': Buffer.from([0, 1]),
      'latin.txt': Buffer.from([0xe9]),
      'package-lock.json': CODE('PAY_PORT'),
    };
    const oddly = {
      'logo.png': Buffer.from([0, 2]),
      'latin.txt': Buffer.from([0xe8]),
      'package-lock.json': CODE('PAYMENTS_PORT'),
    };
    const { drifts, skipped } = await scan(
      { ...odd, 'data.ts': large('PAY_PORT'), 'README.md': PAGE },
      { ...oddly, 'data.ts': large('PAYMENTS_PORT'), 'README.md': PAGE },
    );
    expect(drifts).toEqual([]);
    expect(skipped).toEqual([]);
  });
});

describe('scanDrift over a code host', () => {
  const base = { 'src/server.ts': CODE('PAY_PORT'), 'README.md': PAGE };
  const head = { 'src/server.ts': CODE('PAYMENTS_PORT'), 'README.md': PAGE };

  it('derives the lines from the texts, is less sure, and says that it did not search', async () => {
    const host = hostOf(base, head, [modified('src/server.ts')]);
    const { drifts, skipped } = await scanDrift(hostSources(host, host), settings(), META, CLOCK);
    expect(drifts).toMatchObject([{ doc: 'README.md', oldToken: 'PAY_PORT', newToken: 'PAYMENTS_PORT' }]);
    expect(drifts[0]?.confidence).toBeLessThan(0.9);
    expect(skipped).toEqual(['The code was not searched as a whole; only changed files were read.']);
  });

  it('says which file it could not read and why', async () => {
    const unreadable: ReadOutcome = { kind: 'unreadable', reason: 'too-large', detail: 'It has 50 MB.' };
    const host = hostOf({ ...base, 'src/server.ts': unreadable }, head, [modified('src/server.ts')]);
    const { drifts, skipped } = await scanDrift(hostSources(host, host), settings(), META, CLOCK);
    expect([drifts, skipped]).toEqual([[], ['src/server.ts could not be compared: It has 50 MB.']]);
  });

  it('scans a change of 3,000 files within its limits and says what it left out', async () => {
    const many = (name: string): Files =>
      Object.fromEntries([
        ['README.md', PAGE],
        ...Array.from({ length: 3_000 }, (_, index) => [`src/f${index}.ts`, CODE(name)]),
      ]);
    const changed = Array.from({ length: 3_000 }, (_, index) => modified(`src/f${index}.ts`));
    const host = hostOf(many('PAY_PORT'), many('PAYMENTS_PORT'), changed);
    const { drifts, skipped } = await scanDrift(hostSources(host, host), settings(), META, CLOCK);
    expect(drifts.map(({ oldToken }) => oldToken)).toEqual(['PAY_PORT']);
    expect(skipped).toContain('2940 changed files beyond the limits of a scan left out.');
  });

  it('says so when the host cut the list', async () => {
    const { skipped } = await scanDrift(
      hostSources(hostOf({}, {}, [], true), hostOf({}, {}, [])),
      settings(),
      META,
      CLOCK,
    );
    expect(skipped).toEqual(['The host listed only 0 changed files; the rest was not looked at.']);
  });

  it('stops when its time is over, and says what it left out', async () => {
    let now = 0;
    const clock = { now: () => (now += 15_000) };
    const host = hostOf(base, head, [modified('src/server.ts'), modified('src/other.ts')]);
    const { drifts, skipped } = await scanDrift(hostSources(host, host), settings(), META, clock);
    expect(drifts).toEqual([]);
    expect(skipped.join(' ')).toContain('Out of time');
  });

  it('says nothing of a change the pack ignores, and why', async () => {
    const host = hostOf(base, head, [modified('src/server.ts')]);
    const ignored = settings({ noiseControls: { ignoreAuthors: ['Alice'] } });
    expect(await scanDrift(hostSources(host, host), ignored, META, CLOCK)).toEqual({
      drifts: [],
      pages: [],
      skipped: ['The pack ignores changes by Alice.'],
    });
    const paths = settings({ noiseControls: { ignorePaths: ['/src/**'] } });
    expect((await scanDrift(hostSources(host, host), paths, META, CLOCK)).drifts).toEqual([]);
  });

  it('asks for a drift type only where the pack enables it', async () => {
    const host = hostOf(base, head, [modified('src/server.ts')]);
    const disabled = settings({ driftTypes: [{ type: 'environment_tooling', enabled: false }] });
    expect((await scanDrift(hostSources(host, host), disabled, META, CLOCK)).drifts).toEqual([]);
  });

  it('throws what the host throws instead of finding nothing', async () => {
    const host = { ...hostOf(base, head, []), changedFiles: () => Promise.reject(new Error('GitHub did not answer.')) };
    await expect(scanDrift(hostSources(host, host), settings(), META, CLOCK)).rejects.toThrow('GitHub did not answer.');
  });

  it('leaves out a file with more changed lines than the limit', async () => {
    const host = hostOf(base, head, [modified('src/server.ts', DEFAULT_SCAN_LIMITS.maxLinesPerFile)]);
    const { skipped } = await scanDrift(hostSources(host, host), settings(), META, CLOCK);
    expect(skipped).toEqual(['1 file with more than 3000 changed lines left out.']);
  });
});
