import type { Finding } from '../../model/finding.ts';
import { notApplicable } from '../../rules/gate/problems.ts';
import { weigh } from '../../rules/gate/weigh.ts';
import type { EvaluationPool } from './evaluation-pool.ts';
import type { Gathered } from './gather.ts';
import { problemOf } from './task-problem.ts';

/**
 * Runs every comparator in a worker thread, off the event loop, and weighs what it says. A comparator that is too
 * slow, breaks down or cannot begin in time becomes an `unknown` finding; the others are not touched by that.
 * Findings come in the order of the runs, whatever finished first.
 */
export async function evaluate(
  gathered: readonly Gathered[],
  pool: EvaluationPool,
  remainingMs: () => number,
): Promise<Finding[]> {
  const findings = await Promise.all(gathered.map((one) => evaluateOne(one)));
  return findings.flat();

  async function evaluateOne(one: Gathered): Promise<Finding[]> {
    const { run } = one;
    const said = (raws: Parameters<typeof weigh>[3]) => weigh(run.pack, run.comparator, run.level, raws);
    if ('problem' in one) return said([one.problem]);
    const task = { comparator: run.comparator.id, facts: one.facts, options: run.options };
    const end = await pool.run('compare', task, { timeoutMs: run.timeoutMs, withinMs: remainingMs() });
    if (end.kind !== 'done') return said([problemOf(run, end)]);
    return said(end.value.length === 0 ? [notApplicable(run.comparator.id)] : end.value);
  }
}
