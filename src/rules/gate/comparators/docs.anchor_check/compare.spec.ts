import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { docsAnchorCheck } from './index.ts';

const judge = given(docsAnchorCheck);
const SETUP = '# Setup\n\n## First steps\n\nGo.\n';

describe('docs.anchor_check', () => {
  it('passes links to files, folders, headings and images that exist', async () => {
    const page =
      '[a](docs/setup.md#first-steps) [b](docs) [c](#top-level) ![d](img/x%20y.png)\n\n[r]\n\n[r]: /docs/setup.md\n\n# Top level\n';
    const findings = await judge({ head: { 'README.md': page, 'docs/setup.md': SETUP, 'img/x y.png': '' } });
    expect(findings).toMatchObject([{ code: 'docs.links-hold', message: '5 relative links lead somewhere.' }]);
  });

  it.each([
    ['a missing file', '[a](docs/nope.md)', 'docs.link-broken'],
    ['a missing image', '![a](nope.png)', 'docs.link-broken'],
    ['a missing anchor', '[a](docs/setup.md#frist-steps)', 'docs.anchor-missing'],
    ['a missing anchor of its own', '[a](#nope)', 'docs.anchor-missing'],
    ['a reference link', '[a][r]\n\n[r]: docs/nope.md', 'docs.link-broken'],
    ['a link in HTML', '<p><a href="docs/nope.md">a</a></p>', 'docs.link-broken'],
    ['a file in another case', '[a](docs/Setup.md)', 'docs.link-broken'],
  ])('fails for %s', async (_name, page, code) => {
    const findings = await judge({ head: { 'README.md': page, 'docs/setup.md': SETUP } });
    expect(findings).toMatchObject([{ code, outcome: 'fail', evidence: [{ file: 'README.md' }] }]);
  });

  it.each([
    ['other hosts', '[a](https://example.com/x.md) [b](//x/y) [c](mailto:a@example.com)'],
    ['code', '`[a](nope.md)`\n\n```\n[a](nope.md)\n```\n\n    [a](nope.md)\n'],
    ['pages of the code host beside the files', '[a](../../issues)'],
    ['comments', '<!-- <a href="nope.md">a</a> -->'],
    ['line anchors', '[a](src/a.ts#L3-L9)'],
    ['repeated headings', '[a](#x-1)\n\n# X\n\n# X\n'],
    ['anchors declared in HTML', '[a](#here)\n\n<a name="here"></a>\n'],
    ['headings in HTML', '[a](#big-title)\n\n<h1 align="center">Big <b>Title</b></h1>\n'],
  ])('leaves %s alone', async (_name, page) => {
    const findings = await judge({ head: { 'README.md': page, 'src/a.ts': '' } });
    expect(findings.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
  });

  it('finds the page that still links to a file this change moves, and names the new path', async () => {
    const page = 'See\n[setup](docs/setup.md#first-steps).';
    const findings = await judge({
      base: { 'README.md': page, 'docs/setup.md': SETUP },
      head: { 'README.md': page, 'docs/install.md': SETUP },
      moved: { 'docs/setup.md': 'docs/install.md' },
    });
    expect(findings).toMatchObject([
      {
        code: 'docs.link-target-moved',
        evidence: [{ file: 'README.md', line: 2, read: '[setup](docs/setup.md#first-steps).' }],
        suggestedFix: 'Link to docs/install.md#first-steps instead.',
      },
    ]);
  });

  it('finds the page that links to a heading this change renames', async () => {
    const page = '[setup](docs/setup.md#first-steps)';
    const findings = await judge({
      base: { 'README.md': page, 'docs/setup.md': SETUP },
      head: { 'README.md': page, 'docs/setup.md': '# Setup\n\n## Initial steps\n' },
    });
    expect(findings).toMatchObject([{ code: 'docs.anchor-missing', evidence: [{ file: 'README.md', line: 1 }] }]);
  });

  const SITE = { 'docs/.vitepress/config.ts': '', 'docs/env.md': '## TASK_OFFLINE\n\n## Other {#chosen}\n' };

  it('follows a documentation site where its addresses differ from those of GitHub', async () => {
    const page = '[a](./env#task-offline) [b](/guide/) [c](env.md#chosen) [d](./permalink)\n';
    const findings = await judge({ head: { ...SITE, 'docs/a.md': page } });
    expect(findings.map(({ outcome }) => outcome)).toEqual(['pass']);
  });

  it('still finds what is broken on a documentation site', async () => {
    const page = '[a](./env#task-online) [b](nope.md) ![c](nope.png)\n';
    const findings = await judge({ head: { ...SITE, 'docs/a.md': page } });
    expect(findings.map(({ code }) => code)).toEqual(['docs.anchor-missing', 'docs.link-broken', 'docs.link-broken']);
  });

  it('finds a link without its ending to a page this change moves', async () => {
    const page = '[a](./env)\n';
    const base = { ...SITE, 'docs/a.md': page };
    const { 'docs/env.md': env, ...rest } = base;
    const head = { ...rest, 'docs/environment.md': env };
    const findings = await judge({ base, head, moved: { 'docs/env.md': 'docs/environment.md' } });
    expect(findings).toMatchObject([{ code: 'docs.link-target-moved', evidence: [{ file: 'docs/a.md', line: 1 }] }]);
  });

  it('lowers a link that was broken before, and can leave it out', async () => {
    const files = { base: { 'README.md': '[a](nope.md)' }, head: { 'README.md': '[a](nope.md) more' } };
    expect(await judge(files)).toMatchObject([{ severity: 20 }]);
    expect(await judge(files, { includeExisting: false })).toMatchObject([{ outcome: 'pass' }]);
  });

  it('has nothing to say about a change without pages and without losses', async () => {
    expect(await judge({ base: { 'a.ts': '1' }, head: { 'a.ts': '2' } })).toEqual([]);
  });

  it('does not call a link broken when the list of files was cut short', async () => {
    const findings = await judge({ head: { 'README.md': '[a](docs/nope.md)' }, truncated: true });
    expect(findings).toMatchObject([{ outcome: 'unknown' }]);
  });

  describe('a page that is a symbolic link', () => {
    const link = { kind: 'unreadable', reason: 'symlink', detail: 'CLAIMS.md is a symbolic link.' } as const;

    it('has nothing to check of its own, and says why', async () => {
      const findings = await judge({ head: { 'CLAIMS.md': link, 'docs/setup.md': SETUP } });
      expect(findings).toMatchObject([{ outcome: 'not-applicable', code: 'docs.page-linked' }]);
    });

    it('leaves no doubt about a change elsewhere', async () => {
      const findings = await judge({ base: { 'a.ts': '1', 'CLAIMS.md': link }, head: { 'CLAIMS.md': link } });
      expect(findings.filter(({ outcome }) => outcome === 'unknown')).toEqual([]);
    });

    it.each([
      ['took the place of a text', { base: { 'CLAIMS.md': SETUP }, head: { 'CLAIMS.md': link } }],
      ['is linked to by an anchor', { head: { 'CLAIMS.md': link, 'README.md': '[a](CLAIMS.md#setup)' } }],
    ])('is unknown when it %s', async (_name, files) => {
      const findings = await judge(files);
      expect(findings).toContainEqual(expect.objectContaining({ outcome: 'unknown', code: 'docs.page-unreadable' }));
    });
  });

  it('says which pages it could not search', async () => {
    const findings = await judge({
      base: { 'a.ts': '1' },
      head: { 'b.md': { kind: 'unreadable', reason: 'budget-exhausted', detail: 'b.md was not read.' } },
    });
    expect(findings.map(({ code, outcome }) => [code, outcome])).toContainEqual(['docs.page-unreadable', 'unknown']);
  });
});
