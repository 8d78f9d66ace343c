import { countOf } from '../shared/text.ts';
import type { Decision, PackJudgement, Verdict } from './decision.ts';
import type { Answer, ApprovalCount, OutcomeState } from './outcome.ts';

type Said = { decision: Decision; asking: number; state: OutcomeState; by: Answer | null; approvals: ApprovalCount[] };

/** One line, without a full stop, for a title. */
export function headlineOf({ decision, asking, state, by, approvals }: Said): string {
  switch (state) {
    case 'not-applicable':
      return decision.hasUnknown ? 'Not everything could be evaluated' : 'Nothing here concerns an active pack';
    case 'warn':
      return `Warning: ${joined([asking === 0 ? '' : `${countOf(asking, 'finding')} to acknowledge`, stillNeeded(approvals)])}`;
    case 'block':
      return `Blocked: ${joined([`${countOf(asking, 'finding')} in the way`, stillNeeded(approvals)])}`;
    case 'needs-approval':
      return `Waiting for ${stillNeeded(approvals)}`;
    case 'pass':
      return passHeadline(decision, by);
  }
}

function passHeadline(decision: Decision, by: Answer | null): string {
  switch (by) {
    case null:
      return 'Passed';
    case 'approved':
      return 'Passed: approved';
    case 'carried':
      return `Passed: ${countOf(decision.carried.length, 'finding')} approved on an earlier push`;
    case 'acknowledged':
      return 'Passed: warnings acknowledged';
    case 'overridden':
      return 'Passed: block overridden';
    case 'broken-glass':
      return 'Passed: glass broken, review open until a second person closes it';
  }
}

function stillNeeded(approvals: ApprovalCount[]): string {
  const lacking = approvals.reduce((sum, one) => sum + Math.max(0, one.required - one.given), 0);
  return lacking === 0 ? '' : countOf(lacking, 'more approval');
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== '').join(', and ');
}

/** What still stands in the way of one pack: `asking` findings, under this verdict. */
export function missingWords(judgement: PackJudgement, verdict: Verdict, asking: number): string[] {
  if (verdict !== 'warn' && verdict !== 'block') return [];
  const what = asking === 0 ? 'The verdict' : countOf(asking, 'finding');
  const ask = asking === 1 || asking === 0 ? 'asks' : 'ask';
  const answer = verdict === 'block' ? 'a fix or an override' : 'a fix or an acknowledgement';
  return [`${what} of “${judgement.packName}” ${ask} for ${answer}.`];
}

export function approvalWords(approvals: ApprovalCount | null, lacking: number): string[] {
  if (approvals === null || lacking === 0) return [];
  const tier = approvals.minTier === 3 ? 'tier 3' : `tier ${approvals.minTier} or higher`;
  return [`“${approvals.packName}” needs ${countOf(lacking, 'more approval')} (${tier}).`];
}
