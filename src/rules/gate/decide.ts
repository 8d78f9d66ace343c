import type { CarriedFinding, PackJudgement, Verdict } from '../../model/decision.ts';
import type { Finding, Level } from '../../model/finding.ts';
import { LEVELS } from '../../model/finding.ts';
import { isCarried } from './verdict.ts';

const WORSE: readonly Verdict[] = ['not-applicable', 'pass', 'warn', 'block'];

export type Verdicts = { verdict: Verdict; highest: Level | null; hasUnknown: boolean };

/**
 * The worst over the packs. Anything unknown keeps the whole from being a pass: where no pack warns or blocks on it,
 * the answer is `not-applicable`, which is shown as neutral. `highest` is over what still asks for an answer.
 */
export function decide(
  judgements: readonly PackJudgement[],
  findings: readonly Finding[],
  carried: readonly CarriedFinding[] = [],
): Verdicts {
  const worst = judgements.reduce<Verdict>(
    (so, { verdict }) => (rank(verdict) > rank(so) ? verdict : so),
    'not-applicable',
  );
  const hasUnknown = findings.some((finding) => finding.outcome === 'unknown');
  const asking = findings.filter(
    (finding) => finding.outcome === 'unknown' || (finding.outcome === 'fail' && !isCarried(finding, carried)),
  );
  const highest = [...LEVELS].reverse().find((level) => asking.some((finding) => finding.level === level)) ?? null;
  return { verdict: worst === 'pass' && hasUnknown ? 'not-applicable' : worst, highest, hasUnknown };
}

function rank(verdict: Verdict): number {
  return WORSE.indexOf(verdict);
}
