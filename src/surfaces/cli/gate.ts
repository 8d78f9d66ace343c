import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { EvaluationPool } from '../../flow/gate/evaluation-pool.ts';
import { type GateResult, judge } from '../../flow/gate/judge.ts';
import { readPack } from '../../flow/gate/read-pack.ts';
import type { Change } from '../../model/facts.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LocalRepo } from '../../ports/local-repo.ts';
import { CountersignError, messageOf } from '../../shared/errors.ts';
import { oneOf, readOptions, whyUnread } from './arguments.ts';
import { gateJson } from './formats/gate-json.ts';
import { gateMarkdown } from './formats/gate-markdown.ts';
import type { GateReport } from './formats/gate-report.ts';
import { gateSarif } from './formats/gate-sarif.ts';
import { gateText } from './formats/gate-text.ts';

export const GATE_USAGE =
  'countersign gate --repo DIR --base REF --head REF [--pack FILE ...] [--label LABEL ...] [--format text|json|markdown|sarif]';

export const DEFAULT_PACK = new URL('../../../manifests/cli/default.yaml', import.meta.url);
const FORMATS = ['text', 'json', 'markdown', 'sarif'] as const;
type Format = (typeof FORMATS)[number];

export type GateDeps = {
  openRepo(dir: string): Promise<LocalRepo>;
  openPool(): EvaluationPool;
  clock: Clock;
  /** Milliseconds of a clock that only runs forward. */
  monotonicMs(): number;
  out(text: string): void;
  complain(text: string): void;
  /** True only for a terminal whose owner did not ask for `NO_COLOR`. */
  colour: boolean;
};

type Asked = { repo: string; base: string; head: string; packs: string[]; labels: string[]; format: Format };

/**
 * Runs `gate` on a local git repository, bare or not: 0 pass, warn or nothing applied; 1 block; 2 could not evaluate.
 * Compares with the merge base, as a pull request does. Every named pack judges, whatever its scope says.
 */
export async function runGate(args: readonly string[], deps: GateDeps): Promise<0 | 1 | 2> {
  let repo: LocalRepo | null = null;
  let pool: EvaluationPool | null = null;
  try {
    const asked = readArguments(args);
    const packs = await readPacks(asked.packs);
    repo = await deps.openRepo(asked.repo);
    const head = await repo.resolve(asked.head);
    const base = await commonBase(repo, await repo.resolve(asked.base), head, deps);
    const snapshot = repo.snapshot(base, head);
    const change = changeOf(asked, base, head, await snapshot.changedFiles());
    pool = deps.openPool();
    const input = { change, snapshot, packs, now: deps.clock.now(), monotonicMs: deps.monotonicMs };
    const result = await judge(input, pool);
    const report: GateReport = {
      result,
      base: { ref: asked.base, sha: base },
      head: { ref: asked.head, sha: head },
      files: change.files,
    };
    deps.out(inFormat(report, asked.format, deps.colour));
    return exitCode(result);
  } catch (thrown) {
    deps.complain(`Could not judge: ${messageOf(thrown)}`);
    return 2;
  } finally {
    await pool?.close();
    repo?.close();
  }
}

/** Nothing but unanswered questions is no answer; nothing that applied is one. */
export function exitCode({ verdict, hasUnknown }: Pick<GateResult, 'verdict' | 'hasUnknown'>): 0 | 1 | 2 {
  if (verdict === 'block') return 1;
  return verdict === 'not-applicable' && hasUnknown ? 2 : 0;
}

function readArguments(args: readonly string[]): Asked {
  const { values } = readOptions({
    args: [...args],
    strict: true,
    allowPositionals: false,
    options: {
      repo: { type: 'string', default: '.' },
      base: { type: 'string' },
      head: { type: 'string' },
      pack: { type: 'string', multiple: true },
      label: { type: 'string', multiple: true },
      format: { type: 'string', default: 'text' },
    },
  });
  const format = oneOf(FORMATS, values.format, 'format');
  if (values.base === undefined || values.head === undefined)
    throw new TypeError(`--base and --head are needed: ${GATE_USAGE}`);
  const { repo, base, head, pack: packs = [], label: labels = [] } = values;
  return { repo, base, head, packs, labels, format };
}

async function readPacks(files: readonly string[]): Promise<StoredPack[]> {
  const packs: StoredPack[] = [];
  for (const file of files.length === 0 ? [DEFAULT_PACK] : files) {
    const name = file instanceof URL ? 'default.yaml' : file;
    const read = readPack(await textOf(file, name), name);
    if (!read.ok) {
      const problems = read.error.map(({ line, column, message }) => `${name}:${line}:${column} ${message}`);
      throw new CountersignError('pack-refused', `the pack cannot be used.\n  ${problems.join('\n  ')}`, {
        permanent: true,
      });
    }
    if (packs.some(({ id }) => id === read.value.id))
      throw new CountersignError('pack-refused', `two packs have the id ${read.value.id}; name each once.`, {
        permanent: true,
      });
    packs.push(read.value);
  }
  return packs;
}

async function textOf(file: string | URL, name: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    throw new CountersignError('pack-refused', `the pack ${name} cannot be read: ${whyUnread(thrown)}.`, {
      permanent: true,
      cause: thrown,
    });
  }
}

async function commonBase(repo: LocalRepo, base: string, head: string, deps: GateDeps): Promise<string> {
  try {
    return await repo.mergeBase(base, head);
  } catch (thrown) {
    if (!(thrown instanceof CountersignError) || thrown.code !== 'git-no-merge-base') throw thrown;
    deps.complain(`${thrown.message} Comparing the two commits as they are.`);
    return base;
  }
}

function changeOf(
  { repo, base, labels }: Asked,
  baseSha: string,
  headSha: string,
  { files, truncated }: { files: Change['files']; truncated: boolean },
): Change {
  return {
    repo: `local/${basename(resolve(repo))}`,
    number: null,
    title: '',
    body: '',
    author: '',
    authorIsBot: false,
    labels,
    draft: false,
    baseRef: base,
    baseSha,
    headSha,
    files,
    filesTruncated: truncated,
  };
}

function inFormat(report: GateReport, format: Format, colour: boolean): string {
  switch (format) {
    case 'text':
      return gateText(report, colour);
    case 'json':
      return gateJson(report);
    case 'markdown':
      return gateMarkdown(report);
    case 'sarif':
      return gateSarif(report);
  }
}
