import type { Grant } from '../model/approval.ts';
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import { askingFindings, outcomeOf } from '../model/outcome.ts';
import { countOf } from '../shared/text.ts';
import { formatLength, isoTime } from '../shared/time.ts';

/** Why a decision stands as it does, in plain lines, from what was recorded; nothing is evaluated again. */
export function explainDecision(decision: Decision, grants: readonly Grant[]): string[] {
  const outcome = outcomeOf(decision, grants);
  const carried = new Map(decision.carried.map((item) => [item.fingerprint, item]));
  const asking = new Set(askingFindings(decision).map((finding) => finding.fingerprint));
  return [
    `${decision.repo}#${decision.number} at ${decision.headSha.slice(0, 7)}: ${outcome.headline}.`,
    `Judged ${isoTime(decision.decidedAt)} against ${decision.baseSha.slice(0, 7)} in ${formatLength(decision.evaluation.elapsedMs)}: ${countOf(decision.evaluation.filesRead, 'file')} read, ${countOf(decision.evaluation.hostCalls, 'call')} to the code host, comparators ${decision.evaluation.comparators.join(', ') || 'none'}.`,
    ...decision.choices.map(
      (choice) =>
        `Pack “${choice.name}” version ${choice.version} was ${choice.chosen ? 'used' : 'not used'}: ${choice.why}.`,
    ),
    ...decision.judgements.map(
      (one) => `“${one.packName}” (${one.mode}) says ${one.verdict}: ${one.reasons.join(' ') || 'no reason recorded.'}`,
    ),
    ...decision.findings
      .filter(told)
      .map((finding) => findingLine(finding, asking, carried.get(finding.fingerprint)?.by ?? null)),
    ...[...grants].sort((a, b) => a.grantedAt - b.grantedAt).map(grantLine),
    ...outcome.missing,
    ...(decision.state === 'voided' ? [`It no longer stands: ${decision.voidedBecause ?? 'no reason recorded.'}`] : []),
    `Bound as ${decision.payloadHash}; answers count until ${isoTime(decision.expiresAt)}.`,
  ];
}

function told(finding: Finding): boolean {
  return finding.outcome === 'fail' || finding.outcome === 'unknown';
}

function findingLine(finding: Finding, asking: ReadonlySet<string>, carriedBy: string | null): string {
  const place = finding.evidence[0];
  const where = place === undefined ? '' : ` (${place.file}${place.line === null ? '' : `:${place.line}`})`;
  const label = finding.outcome === 'unknown' ? 'could not be evaluated' : finding.level;
  const already =
    asking.has(finding.fingerprint) || carriedBy === null
      ? ''
      : `; ${carriedBy} already answered it on an earlier push`;
  return `${finding.comparator} [${label}, ${finding.severity}]${where}: ${finding.message}${already}`;
}

function grantLine(grant: Grant): string {
  const tier = grant.tier === null ? '' : `, tier ${grant.tier}`;
  const reason = grant.reason === '' ? '' : `: ${grant.reason}`;
  return `${grant.action} by ${grant.name}${tier} at ${isoTime(grant.grantedAt)}${reason}`;
}
