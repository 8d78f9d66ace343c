import type { Change, Facts, FileRequest, ResolvedArtifact, Side } from '../../model/facts.ts';
import { factKey } from '../../model/facts.ts';
import type { RawFinding } from '../../model/finding.ts';
import type { StoredPack } from '../../model/pack.ts';
import { ASK_ROUNDS } from '../../rules/gate/ask.ts';
import { treeUnreadable } from '../../rules/gate/problems.ts';
import { resolveArtifacts } from './artifacts.ts';
import type { EvaluationPool } from './evaluation-pool.ts';
import type { Run } from './plan.ts';
import type { PackReader, TreeOutcome } from './reader.ts';
import { problemOf } from './task-problem.ts';

/** One comparator asking for more files than this is refused the rest; they stay unreadable. */
const MOST_REQUESTS = 5_000;

/** What a run may know, or why it cannot be run. */
export type Gathered = { run: Run; facts: Facts } | { run: Run; problem: RawFinding };

type Trees = { base: TreeOutcome; head: TreeOutcome };

/**
 * Fetches what the runs of one pack need and nothing else: the list of files when one declares it, the pack's
 * artifacts, and the files each asks for in up to three rounds. What could not be read stays in the facts as such.
 */
export async function gather(
  pack: StoredPack,
  runs: readonly Run[],
  { change, now }: { change: Change; now: number },
  reader: PackReader,
  pool: EvaluationPool,
  remainingMs: () => number,
): Promise<Gathered[]> {
  const needsTree = runs.some(({ comparator }) => comparator.needs.length > 0);
  const trees = needsTree ? await readTrees(reader) : null;
  const artifacts = await artifactsOf(pack, runs, change, trees, reader);
  return await Promise.all(runs.map((run) => gatherOne(run)));

  async function gatherOne(run: Run): Promise<Gathered> {
    const { comparator, options } = run;
    const unlisted = trees === null || comparator.needs.length === 0 ? null : unlistedOf(trees);
    if (unlisted !== null) return { run, problem: treeUnreadable(comparator.id, comparator.defaultSeverity, unlisted) };
    const facts: Facts = {
      now,
      change,
      tree: comparator.needs.includes('tree') ? treeFact(trees) : { base: null, head: null, truncated: false },
      artifacts: comparator.needs.includes('artifacts') ? artifacts : [],
      texts: {},
    };
    for (let round = 1; round <= ASK_ROUNDS; round += 1) {
      const limits = { timeoutMs: run.timeoutMs, withinMs: remainingMs() };
      const end = await pool.run('ask', { comparator: comparator.id, facts, options }, limits);
      if (end.kind !== 'done') return { run, problem: problemOf(run, end) };
      const { requests, final } = end.value;
      const outcomes = await reader.readAll(requests.slice(0, MOST_REQUESTS));
      for (const [key, outcome] of outcomes) facts.texts[key] = outcome;
      if (requests.length === 0 || final) break;
    }
    return { run, facts };
  }
}

async function readTrees(reader: PackReader): Promise<Trees> {
  return { base: await reader.tree('base'), head: await reader.tree('head') };
}

function unlistedOf(trees: Trees): string | null {
  if (trees.head.kind === 'unreadable') return trees.head.detail;
  return trees.base.kind === 'unreadable' ? trees.base.detail : null;
}

function treeFact(trees: Trees | null): Facts['tree'] {
  if (trees === null || trees.base.kind === 'unreadable' || trees.head.kind === 'unreadable')
    return { base: null, head: null, truncated: false };
  return {
    base: trees.base.paths,
    head: trees.head.paths,
    truncated: trees.base.truncated || trees.head.truncated,
  };
}

async function artifactsOf(
  pack: StoredPack,
  runs: readonly Run[],
  change: Change,
  trees: Trees | null,
  reader: PackReader,
): Promise<ResolvedArtifact[]> {
  if (!runs.some(({ comparator }) => comparator.needs.includes('artifacts'))) return [];
  const listed = treeFact(trees);
  if (listed.base === null || listed.head === null) return [];
  const known = { base: new Set(listed.base), head: new Set(listed.head) };
  const exists = async (side: Side, path: string) =>
    known[side].has(path) || (listed.truncated && (await probe(reader, { side, path })));
  return await resolveArtifacts(pack.trackA.artifacts, change, { base: listed.base, head: listed.head }, exists);
}

/** For a list of files that was cut short. What cannot be read is taken as there, so that its comparator says so. */
async function probe(reader: PackReader, request: FileRequest): Promise<boolean> {
  const outcomes = await reader.readAll([request]);
  return outcomes.get(factKey(request))?.kind !== 'absent';
}
