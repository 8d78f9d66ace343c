import { applyPatch } from 'diff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGitWorld, type GitWorld } from '../../../test/contracts/git-world.ts';
import { openGitRepo } from '../../adapters/git/open-git-repo.ts';
import { runDriftScan } from './drift-scan.ts';

const CODE = (name: string) => `const port = Number(process.env.${name} ?? 8080);\n`;
const PAGE = '# Run\n\nSet `PAY_PORT` first.\n';

let world: GitWorld;
beforeAll(() => {
  world = createGitWorld();
  world.commit({ 'src/server.ts': CODE('PAY_PORT'), 'README.md': PAGE });
  world.commit({ 'src/server.ts': CODE('PAYMENTS_PORT'), 'README.md': PAGE });
});
afterAll(() => world.remove());

async function run(...args: string[]): Promise<{ code: number; out: string; complaints: string }> {
  let out = '';
  let complaints = '';
  const code = await runDriftScan(['--repo', world.dir, ...args], {
    openRepo: openGitRepo,
    clock: { now: () => 0 },
    out: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
  });
  return { code, out, complaints };
}

describe('drift scan', () => {
  it('prints every field of a drift as JSON', async () => {
    const { code, out } = await run('--base', 'HEAD~1', '--head', 'HEAD', '--format', 'json');
    const { drifts } = JSON.parse(out);
    expect(code).toBe(0);
    expect(drifts).toHaveLength(1);
    expect(drifts[0]).toMatchObject({
      doc: 'README.md',
      section: 'Run',
      line: 3,
      driftType: 'environment_tooling',
      oldToken: 'PAY_PORT',
      newToken: 'PAYMENTS_PORT',
      confidence: expect.any(Number),
      materiality: {
        score: expect.any(Number),
        impact: 0.9,
        confidence: expect.any(Number),
        delta: expect.any(Number),
        risk: 0.8,
      },
      route: 'notify',
      evidence: [
        { file: 'src/server.ts', line: 1, text: CODE('PAY_PORT').trim() },
        { file: 'README.md', line: 3 },
      ],
    });
    expect(applyPatch(PAGE, drifts[0].patch)).toBe('# Run\n\nSet `PAYMENTS_PORT` first.\n');
  });

  it('prints a patch that git applies', async () => {
    const { out } = await run('--base', 'HEAD~1', '--head', 'HEAD', '--format', 'patch');
    expect(out).toMatch(/^--- a\/README\.md\n\+\+\+ b\/README\.md\n@@/);
  });

  it('prints the score with its factors, the changed line and the line of the page as text', async () => {
    const { out } = await run('--base', 'HEAD~1', '--head', 'HEAD');
    expect(out).toContain('README.md:3  PAY_PORT -> PAYMENTS_PORT  [notify]');
    expect(out).toMatch(/materiality 0\.\d+ = 0\.4 x impact 0\.9/);
    expect(out).toContain(`src/server.ts:1  ${CODE('PAY_PORT').trim()}`);
  });

  it('says that it found nothing', async () => {
    expect(await run('--base', 'HEAD', '--head', 'HEAD')).toMatchObject({ code: 0, out: 'No drift found.\n' });
    expect((await run('--base', 'HEAD', '--head', 'HEAD', '--format', 'json')).out).toContain('"drifts": []');
    expect((await run('--base', 'HEAD~1', '--head', 'HEAD', '--docs', '/docs/**/*.md')).out).toBe('No drift found.\n');
  });

  it.each([
    [['--base', 'HEAD~1'], '--base and --head are needed'],
    [['--base', 'no-such', '--head', 'HEAD'], 'There is no commit no-such'],
    [['--base', 'HEAD~1', '--head', 'HEAD', '--format', 'xml'], 'xml is not a format; use text, json, patch.'],
    [['--base', '--output=x', '--head', 'HEAD'], 'Could not scan:'],
    [['--base', 'HEAD', '--head', 'HEAD', '--nonsense'], 'nonsense'],
    [['--base', 'HEAD', '--head', 'HEAD', '--repo', '/no/such/folder'], 'does not exist; name a git repository.'],
  ])('answers 2 and one sentence to %j', async (args, sentence) => {
    const { code, out, complaints } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(complaints).toContain(sentence);
  });
});
