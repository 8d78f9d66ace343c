import type { CarriedFinding, Decision, PackJudgement, Verdict } from '../../model/decision.ts';
import type { Change } from '../../model/facts.ts';
import type { Finding, Level } from '../../model/finding.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { decide } from '../../rules/gate/decide.ts';
import { filesTruncated } from '../../rules/gate/problems.ts';
import { judgePack } from '../../rules/gate/verdict.ts';
import { weigh } from '../../rules/gate/weigh.ts';
import { evaluate } from './evaluate.ts';
import type { EvaluationPool } from './evaluation-pool.ts';
import { gather } from './gather.ts';
import { nobody, planRuns } from './plan.ts';
import { openReader, type Reader } from './reader.ts';

/** `packs` are those already chosen for this change. `now` is epoch ms, `monotonicMs` a clock that only runs forward. */
export type GateInput = {
  change: Change;
  snapshot: Snapshot;
  packs: readonly StoredPack[];
  now: number;
  monotonicMs: () => number;
};

export type GateResult = {
  findings: Finding[];
  judgements: PackJudgement[];
  verdict: Verdict;
  highest: Level | null;
  hasUnknown: boolean;
  evaluation: Decision['evaluation'];
};

/**
 * Judges a change against its packs: reads what the comparators ask for, runs them in the pool, weighs and decides.
 * Throws nothing that belongs to the change: whatever could not be looked at is an `unknown` finding.
 * `carried` are findings an earlier answer covers; they stay in the result and do not ask again.
 */
export async function judge(
  input: GateInput,
  pool: EvaluationPool,
  carried: readonly CarriedFinding[] = [],
): Promise<GateResult> {
  const startedAt = input.monotonicMs();
  const callsBefore = input.snapshot.calls();
  const reader = openReader(input.snapshot);
  const findings: Finding[] = [];
  const comparators = new Set<string>();
  for (const pack of input.packs) {
    findings.push(...(await findingsUnder(pack, input, reader, pool, comparators)));
  }
  const judgements = input.packs.map((pack) => judgePack(pack, findings, carried));
  return {
    findings,
    judgements,
    ...decide(judgements, findings, carried),
    evaluation: {
      elapsedMs: Math.round(input.monotonicMs() - startedAt),
      hostCalls: input.snapshot.calls() - callsBefore,
      filesRead: reader.filesRead(),
      comparators: [...comparators].sort(),
    },
  };
}

async function findingsUnder(
  pack: StoredPack,
  input: GateInput,
  reader: Reader,
  pool: EvaluationPool,
  comparators: Set<string>,
): Promise<Finding[]> {
  const { change, monotonicMs } = input;
  const { runs, findings } = planRuns(pack, pool.registry);
  for (const run of runs) comparators.add(run.comparator.id);
  const endsAt = monotonicMs() + pack.performance.timeoutMs;
  const remainingMs = () => endsAt - monotonicMs();
  const allowance = {
    maxCalls: pack.performance.budgets.maxCodeHostCalls,
    maxRetries: pack.performance.maxRetries,
    remainingMs,
  };
  const gathered = await gather(pack, runs, input, reader.under(allowance), pool, remainingMs);
  const evaluated = await evaluate(gathered, pool, remainingMs);
  const unseen = change.filesTruncated && runs.length > 0 ? [filesTruncated(change.files.length)] : [];
  return [...findings, ...evaluated, ...weigh(pack, nobody(pack, 'gate'), undefined, unseen)];
}
