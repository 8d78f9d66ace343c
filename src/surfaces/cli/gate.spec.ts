import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEvaluationPool } from '../../flow/gate/evaluation-pool.ts';
import { writtenSnapshot } from '../../flow/gate/written-snapshot.ts';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { CountersignError } from '../../shared/errors.ts';
import { exitCode, type GateDeps, runGate } from './gate.ts';

const BASE = 'b'.repeat(40);
const HEAD = 'a'.repeat(40);
const GIVEN = {
  base: { 'README.md': '# A\n\n[setup](docs/setup.md)\n', 'docs/setup.md': '# Setup\n', LICENSE: 'MIT' },
  head: { 'README.md': '# A\n\n[setup](docs/setup.md)\n', 'main.tf': 'resource "a" {{{\n' },
};
const PACK = `id: acme
name: Acme
scope: { type: workspace }
trackA:
  enabled: true
  comparators:
    - type: docs.anchor_check
    - type: obligation.file_present
      config: { files: [/LICENSE] }
    - type: terraform.iam_review
  enforcement: { mode: MODE }
performance: { fallbackMode: warn_only }
`;

let folder = '';
const packFile = async (mode: string, text = PACK) => {
  const file = join(folder, `${mode}.yaml`);
  await writeFile(file, text.replace('MODE', mode));
  return file;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-gate-'));
});
afterAll(() => rm(folder, { recursive: true }));

function repo(): LocalRepo {
  const { snapshot } = writtenSnapshot(GIVEN);
  return {
    resolve: async (ref) => {
      if (ref === 'nowhere') throw new CountersignError('git-unknown-ref', 'There is no commit nowhere in it.');
      return ref === 'main' ? BASE : HEAD;
    },
    mergeBase: async () => BASE,
    snapshot: () => snapshot,
    changedFiles: async () => [],
    changedLines: async () => [],
    search: async () => [],
    close: () => undefined,
  };
}

async function run(args: string[], colour = false): Promise<{ code: number; out: string; complaints: string }> {
  const said = { out: '', complaints: '' };
  const deps: GateDeps = {
    openRepo: async () => repo(),
    openPool: () => openEvaluationPool({ mostWorkers: 1 }),
    clock: { now: () => 0 },
    monotonicMs: () => 0,
    out: (text) => {
      said.out += text;
    },
    complain: (text) => {
      said.complaints += text;
    },
    colour,
  };
  return { code: await runGate(args, deps), ...said };
}

const REFS = ['--base', 'main', '--head', 'topic'];

describe('countersign gate', () => {
  it('says the verdict first, then each level with file and line, what is unknown, and what would pass', async () => {
    const { code, out } = await run([...REFS, '--pack', await packFile('block_high_critical')]);
    expect(code).toBe(1);
    expect(out.split('\n')[0]).toMatch(/^BLOCK {2}main \(bbbbbbbbbb\) -> topic \(aaaaaaaaaa\), 3 changed files$/);
    expect(out.indexOf('HIGH (1)')).toBeLessThan(out.indexOf('MEDIUM (1)'));
    expect(out.indexOf('MEDIUM (1)')).toBeLessThan(out.indexOf('UNKNOWN (1)'));
    expect(out).toContain('    README.md:3  [setup](docs/setup.md)\n');
    expect(out).toContain('    To pass: Add /LICENSE.');
    expect(out).toContain('main.tf:1');
    expect(out).not.toContain('\u001b');
  });

  it('exits with 0 when it only warns, and paints for a terminal', async () => {
    const { code, out } = await run([...REFS, '--pack', await packFile('warn_only')], true);
    expect(code).toBe(0);
    expect(out).toContain('WARN');
    expect(out).toContain('\u001b[');
  });

  it('writes the whole result as JSON', async () => {
    const { out } = await run([...REFS, '--format', 'json', '--pack', await packFile('block_high_critical')]);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ verdict: 'block', highest: 'high', hasUnknown: true, files: 3 });
    expect(report.findings).toHaveLength(3);
  });

  it('writes SARIF 2.1.0 with rule, level, region and fingerprint', async () => {
    const { out } = await run([...REFS, '--format', 'sarif', '--pack', await packFile('block_high_critical')]);
    const log = JSON.parse(out);
    const [sarif] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(sarif.results.map((one: { ruleId: string; level: string }) => [one.ruleId, one.level])).toEqual([
      ['docs.link-target-removed', 'warning'],
      ['obligation.file-missing', 'error'],
      ['terraform.unparsed', 'warning'],
    ]);
    for (const result of sarif.results) {
      expect(sarif.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.partialFingerprints['countersign/v1']).toMatch(/^[0-9a-f]{64}$/);
    }
    expect(sarif.results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'README.md', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3 },
    });
  });

  it('writes Markdown in which what files say can neither link nor draw', async () => {
    const { out } = await run([...REFS, '--format', 'markdown', '--pack', await packFile('block_high_critical')]);
    expect(out).toMatch(/^## Countersign: Block\n/);
    expect(out).toContain('`[setup](docs/setup.md)`');
  });

  it.each([
    ['no head', ['--base', 'main'], /--base and --head are needed/],
    ['an unknown commit', ['--base', 'nowhere', '--head', 'topic'], /There is no commit nowhere/],
    ['an unknown format', [...REFS, '--format', 'xml'], /xml is not a format/],
    [
      'a pack that is not there',
      [...REFS, '--pack', '/nowhere/pack.yaml'],
      /pack.yaml cannot be read: there is no such file/,
    ],
    ['an unknown option', [...REFS, '--fast'], /--fast/],
  ])('exits with 2 and one sentence for %s', async (_name, args, says) => {
    const { code, out, complaints } = await run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(complaints).toMatch(says);
  });

  it('exits with 2 and the place for a pack that names an unknown comparator', async () => {
    const file = await packFile('typo', PACK.replace('docs.anchor_check', 'docs.anchors').replace('MODE', 'warn_only'));
    const { code, complaints } = await run([...REFS, '--pack', file]);
    expect(code).toBe(2);
    expect(complaints).toMatch(/typo\.yaml:7:\d+ .*docs\.anchors/);
  });

  it('judges by every comparator when no pack is named', async () => {
    const { out } = await run([...REFS, '--format', 'json']);
    expect(JSON.parse(out).evaluation.comparators).toEqual(
      expect.arrayContaining(['docs.anchor_check', 'terraform.iam_review']),
    );
  });
});

describe('exitCode', () => {
  it.each([
    ['pass', false, 0],
    ['warn', true, 0],
    ['block', true, 1],
    ['not-applicable', false, 0],
    ['not-applicable', true, 2],
  ] as const)('%s with unknown %s is %i', (verdict, hasUnknown, code) => {
    expect(exitCode({ verdict, hasUnknown })).toBe(code);
  });
});
