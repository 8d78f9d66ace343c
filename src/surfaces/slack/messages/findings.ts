import type { KnownBlock } from '@slack/types';
import type { Decision } from '../../../model/decision.ts';
import type { Finding, Level } from '../../../model/finding.ts';
import { askingFindings, type DecisionOutcome } from '../../../model/outcome.ts';
import { countOf } from '../../../shared/text.ts';
import { code, escapeMrkdwn } from '../mrkdwn.ts';
import { context, section } from './blocks.ts';

/** More than this and the message stops being read; the check run lists them all. */
const FINDINGS_SHOWN = 5;
const LEVEL_ORDER: Record<Level, number> = { critical: 0, high: 1, medium: 2, low: 3 };
const LEVEL_MARK: Record<Level, string> = {
  critical: ':red_circle: *Critical*',
  high: ':large_orange_circle: *High*',
  medium: ':large_yellow_circle: *Medium*',
  low: ':white_circle: *Low*',
};

/** What was found: the worst first, what still asks in full, what was answered or carried over in one line. */
export function findingBlocks(decision: Decision, outcome: DecisionOutcome, isOpen: boolean): KnownBlock[] {
  const missing = isOpen && decision.state === 'open' ? outcome.missing : [];
  const carried = new Map(decision.carried.map((item) => [item.fingerprint, item]));
  const raised = decision.findings.filter((finding) => finding.outcome === 'fail' || finding.outcome === 'unknown');
  const asking = askingFindings(decision).sort(byWeight);
  const asked = new Set(asking.map((finding) => finding.fingerprint));
  if (outcome.state === 'pass' && asking.length > 0) return [context(`Answered: ${listed(asking)}`)];
  const lead = [...(asking.length === 0 ? [] : [`*${summary(asking)}*`]), ...missing.map(escapeMrkdwn)];
  const blocks: KnownBlock[] = lead.length === 0 ? [] : [section(lead.join('\n'))];
  for (const finding of asking.slice(0, FINDINGS_SHOWN)) blocks.push(section(findingText(finding)));
  if (asking.length > FINDINGS_SHOWN)
    blocks.push(context(`${countOf(asking.length - FINDINGS_SHOWN, 'more finding')}: the check run lists every one.`));
  const approved = raised.filter((finding) => carried.has(finding.fingerprint) && !asked.has(finding.fingerprint));
  if (approved.length > 0) blocks.push(context(carriedText(approved, carried)));
  return blocks;
}

/** What was answered, no longer asking: code and place only. */
function listed(findings: readonly Finding[]): string {
  const shown = findings.slice(0, FINDINGS_SHOWN).map((finding) => {
    const place = finding.evidence[0];
    return `${finding.level} ${code(finding.code, 60)}${place === undefined ? '' : ` ${code(`${place.file}${place.line === null ? '' : `:${place.line}`}`, 100)}`}`;
  });
  return `${shown.join(', ')}${findings.length > shown.length ? `, and ${findings.length - shown.length} more` : ''}`;
}

function byWeight(left: Finding, right: Finding): number {
  const unknownFirst = Number(right.outcome === 'unknown') - Number(left.outcome === 'unknown');
  return LEVEL_ORDER[left.level] - LEVEL_ORDER[right.level] || unknownFirst || right.severity - left.severity;
}

function summary(asking: readonly Finding[]): string {
  const failing = asking.filter((finding) => finding.outcome === 'fail');
  const parts = (['critical', 'high', 'medium', 'low'] as const)
    .map((level) => ({ level, count: failing.filter((finding) => finding.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => `${count} ${level}`);
  const unknown = asking.length - failing.length;
  const found = failing.length === 0 ? '' : `${countOf(failing.length, 'finding')}: ${parts.join(', ')}`;
  const unread = unknown === 0 ? '' : `${unknown} could not be evaluated`;
  return [found, unread].filter((part) => part !== '').join(' · ');
}

function findingText(finding: Finding): string {
  const label = finding.outcome === 'unknown' ? ':grey_question: *Not evaluated*' : LEVEL_MARK[finding.level];
  const place = finding.evidence[0];
  const lines = [`${label}  ${escapeMrkdwn(finding.message)}`];
  if (place !== undefined) {
    const where = code(`${place.file}${place.line === null ? '' : `:${place.line}`}`, 160);
    const side = place.side === 'base' ? ' (before)' : '';
    lines.push(`${where}${side}${place.read === '' ? '' : `  ${code(place.read, 140)}`}`);
  }
  if (finding.suggestedFix !== '') lines.push(`_To pass:_ ${escapeMrkdwn(finding.suggestedFix)}`);
  return lines.join('\n');
}

function carriedText(approved: readonly Finding[], carried: ReadonlyMap<string, { by: string; at: number }>): string {
  const names = new Map<string, number>();
  for (const finding of approved) {
    const by = carried.get(finding.fingerprint)?.by ?? 'somebody';
    names.set(by, (names.get(by) ?? 0) + 1);
  }
  const who = [...names].map(([name, count]) => `${count} by ${escapeMrkdwn(name)}`).join(', ');
  return `:ballot_box_with_check: Still approved from an earlier push: ${countOf(approved.length, 'finding')} (${who}): ${approved
    .slice(0, 5)
    .map((finding) => code(finding.code, 60))
    .join(', ')}${approved.length > 5 ? ', …' : ''}`;
}
