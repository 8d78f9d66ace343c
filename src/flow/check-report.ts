import type { Grant } from '../model/approval.ts';
import type { Decision } from '../model/decision.ts';
import type { Finding } from '../model/finding.ts';
import { checkExternalId, shortSha } from '../model/keys.ts';
import { outcomeOf } from '../model/outcome.ts';
import type { CheckAnnotation, CheckConclusion, CheckReport } from '../ports/code-host.ts';
import { clip, countOf } from '../shared/text.ts';

/** GitHub cuts at 65,535; the host adapter enforces it, this only keeps the tail useful. */
const FINDINGS_IN_SUMMARY = 50;

/** The check run while the comparators work. */
export function checkInProgress(repo: string, number: number, headSha: string): CheckReport {
  return {
    repo,
    headSha,
    externalId: checkExternalId(repo, number, headSha),
    status: 'in_progress',
    conclusion: null,
    title: 'Judging this change',
    summary: 'The comparators are at work.',
    detailsUrl: null,
    annotations: [],
  };
}

/**
 * The check run when judging was given up: it must not spin for ever, and it is no pass. What went wrong is in the log
 * and in `/policy status`; here stands what the people of the pull request can do.
 */
export function checkGivenUp(repo: string, number: number, headSha: string): CheckReport {
  return {
    ...checkInProgress(repo, number, headSha),
    status: 'completed',
    conclusion: 'action_required',
    title: 'Could not be judged',
    summary:
      'Countersign tried several times and could not judge this commit: run the check again, or push; an operator sees the reason with `/policy status`.',
  };
}

/** The check run for a recorded decision and the answers given to it; nothing is evaluated again. */
export function checkDecided(
  decision: Decision,
  grants: readonly Grant[],
  context: { detailsUrl: string | null; chatProblem: string | null },
): CheckReport {
  const outcome = outcomeOf(decision, grants);
  return {
    repo: decision.repo,
    headSha: decision.headSha,
    externalId: checkExternalId(decision.repo, decision.number, decision.headSha),
    status: 'completed',
    conclusion: conclusionOf(decision, grants),
    title: clip(outcome.headline, 200),
    summary: summaryOf(decision, grants, context.chatProblem),
    detailsUrl: context.detailsUrl,
    annotations: decision.findings.flatMap(annotationsOf),
  };
}

/**
 * Success only for what passed or was answered by a person who may. Nothing applied, a warning nobody acknowledged,
 * or something that could not be evaluated is neutral at best.
 */
export function conclusionOf(decision: Decision, grants: readonly Grant[]): CheckConclusion {
  const outcome = outcomeOf(decision, grants);
  switch (outcome.state) {
    case 'pass':
      return 'success';
    case 'warn':
    case 'not-applicable':
      return 'neutral';
    case 'needs-approval':
      return 'action_required';
    case 'block':
      return 'failure';
  }
}

function summaryOf(decision: Decision, grants: readonly Grant[], chatProblem: string | null): string {
  const outcome = outcomeOf(decision, grants);
  const asking = decision.findings.filter((finding) => finding.outcome === 'fail' || finding.outcome === 'unknown');
  const carried = new Map(decision.carried.map((item) => [item.fingerprint, item]));
  const lines = [`**${outcome.headline}**`, ''];
  if (chatProblem !== null) lines.push(`> The Slack message could not be posted: ${chatProblem}`, '');
  for (const grant of grants)
    lines.push(
      `- ${grant.action} by ${escapeCell(grant.name)}${grant.reason === '' ? '' : `: ${escapeCell(grant.reason)}`}`,
    );
  if (grants.length > 0) lines.push('');
  if (asking.length > 0) {
    lines.push('| | Finding | Where | What would make it pass |', '| --- | --- | --- | --- |');
    for (const finding of asking.slice(0, FINDINGS_IN_SUMMARY))
      lines.push(rowOf(finding, carried.get(finding.fingerprint)?.by ?? null));
    if (asking.length > FINDINGS_IN_SUMMARY)
      lines.push('', `And ${countOf(asking.length - FINDINGS_IN_SUMMARY, 'more finding')}, see the thread in Slack.`);
    lines.push('');
  }
  const checked = decision.evaluation.comparators.length;
  lines.push(`${countOf(checked, 'comparator')} looked at ${shortSha(decision.headSha)}.`);
  for (const choice of decision.choices)
    lines.push(
      `- ${choice.chosen ? 'used' : 'not used'}: ${escapeCell(choice.name)} v${choice.version}: ${escapeCell(choice.why)}`,
    );
  return lines.join('\n');
}

function rowOf(finding: Finding, carriedBy: string | null): string {
  const place = finding.evidence[0];
  const where =
    place === undefined ? 'whole change' : `\`${place.file}${place.line === null ? '' : `:${place.line}`}\``;
  const label = finding.outcome === 'unknown' ? 'not evaluated' : finding.level;
  const already = carriedBy === null ? '' : ` (already approved by ${escapeCell(carriedBy)})`;
  return `| ${label} | ${escapeCell(finding.message)}${already} \`${finding.code}\` | ${where} | ${escapeCell(finding.suggestedFix)} |`;
}

/** Text from a repository inside a Markdown table: one line, no pipes, no HTML, no mention that would notify. */
function escapeCell(text: string): string {
  return clip(text, 500).replace(/\s+/g, ' ').replace(/[|]/g, '\\|').replace(/</g, '&lt;').replace(/@/g, '@\u200b');
}

function annotationsOf(finding: Finding): CheckAnnotation[] {
  if (finding.outcome !== 'fail' && finding.outcome !== 'unknown') return [];
  const place = finding.evidence.find((evidence) => evidence.side === 'head' && evidence.line !== null);
  if (place === undefined || place.line === null) return [];
  const serious = finding.level === 'high' || finding.level === 'critical';
  return [
    {
      path: place.file,
      line: place.line,
      level: serious ? 'failure' : 'warning',
      title: clip(`${finding.comparator}: ${finding.code}`, 255),
      message: clip(`${finding.message}\nWhat would make this pass: ${finding.suggestedFix}`, 4_000),
    },
  ];
}
