import type { CarriedFinding, PackJudgement, Verdict } from '../../model/decision.ts';
import type { Finding, Level } from '../../model/finding.ts';
import { LEVELS } from '../../model/finding.ts';
import type { EnforcementMode, StoredPack } from '../../model/pack.ts';
import { countOf } from '../../shared/text.ts';

const BLOCKING_LEVELS: Record<EnforcementMode, readonly Level[]> = {
  warn_only: [],
  block_high_critical: ['high', 'critical'],
  block_all_critical: ['critical'],
};

/** What `unknown` does under a pack: an explicit `fallbackMode` wins, else it blocks wherever the mode can block. */
export type UnknownRule = 'warn' | 'block' | 'neutral';

export function unknownRule(pack: Pick<StoredPack, 'trackA' | 'performance'>): UnknownRule {
  switch (pack.performance.fallbackMode) {
    case 'fail':
      return 'block';
    case 'warn_only':
      return 'warn';
    case 'skip':
      return 'neutral';
    case undefined:
      return pack.trackA.enforcement.mode === 'warn_only' ? 'warn' : 'block';
  }
}

/**
 * Whether an earlier answer already covers a finding: the same fingerprint, not worse than what was answered.
 * `unknown` is never covered: nobody has seen what this head holds there.
 */
export function isCarried(finding: Finding, carried: readonly CarriedFinding[]): boolean {
  if (finding.outcome !== 'fail') return false;
  return carried.some((one) => one.fingerprint === finding.fingerprint && finding.severity <= one.severity);
}

/** What one chosen pack makes of its findings. Findings of other packs are ignored. */
export function judgePack(
  pack: StoredPack,
  findings: readonly Finding[],
  carried: readonly CarriedFinding[] = [],
): PackJudgement {
  const own = findings.filter((finding) => finding.packId === pack.id);
  const { verdict, reasons } = verdictOf(pack, own, carried);
  return {
    packId: pack.id,
    packName: pack.name,
    version: pack.version,
    versionHash: pack.versionHash,
    mode: pack.trackA.enforcement.mode,
    verdict,
    approvals: { ...pack.approvals.required },
    reasons,
  };
}

function verdictOf(
  pack: StoredPack,
  own: readonly Finding[],
  carried: readonly CarriedFinding[],
): { verdict: Verdict; reasons: string[] } {
  if (!pack.trackA.enabled) return { verdict: 'not-applicable', reasons: ['The gate is switched off in this pack.'] };
  const told = own.filter((finding) => finding.outcome !== 'not-applicable');
  if (told.length === 0) return { verdict: 'not-applicable', reasons: [whyNothing(pack)] };

  const failing = told.filter((finding) => finding.outcome === 'fail');
  const asking = failing.filter((finding) => !isCarried(finding, carried));
  const unknown = told.filter((finding) => finding.outcome === 'unknown');
  const mode = pack.trackA.enforcement.mode;
  const blocking = asking.filter((finding) => BLOCKING_LEVELS[mode].includes(finding.level));
  const rule = unknownRule(pack);
  const reasons: string[] = [];
  if (blocking.length > 0) reasons.push(`${levelsLine(blocking)} ${blocking.length === 1 ? 'blocks' : 'block'}.`);
  const warning = asking.length - blocking.length;
  if (warning > 0) reasons.push(`${countOf(warning, 'finding')} ${warning === 1 ? 'warns' : 'warn'}.`);
  if (unknown.length > 0) reasons.push(unknownLine(unknown.length, rule));
  const covered = failing.length - asking.length;
  if (covered > 0) reasons.push(`${countOf(covered, 'finding')} already answered on an earlier push.`);

  if (blocking.length > 0 || (unknown.length > 0 && rule === 'block')) return { verdict: 'block', reasons };
  if (warning > 0 || (unknown.length > 0 && rule === 'warn')) return { verdict: 'warn', reasons };
  if (unknown.length > 0) return { verdict: 'not-applicable', reasons };
  return { verdict: 'pass', reasons: reasons.length > 0 ? reasons : ['Every comparator that applied passed.'] };
}

function whyNothing(pack: StoredPack): string {
  const enabled = pack.trackA.comparators.filter((comparator) => comparator.enabled);
  return enabled.length === 0
    ? 'No comparator is switched on in this pack.'
    : 'Nothing in this change concerns this pack.';
}

function levelsLine(findings: readonly Finding[]): string {
  return [...LEVELS]
    .reverse()
    .map((level) => ({ level, count: findings.filter((finding) => finding.level === level).length }))
    .filter(({ count }) => count > 0)
    .map(({ level, count }) => countOf(count, `${level} finding`))
    .join(' and ');
}

function unknownLine(count: number, rule: UnknownRule): string {
  const said = `${countOf(count, 'question')} could not be answered`;
  switch (rule) {
    case 'block':
      return `${said}, and this pack blocks on that.`;
    case 'warn':
      return `${said}, and this pack warns on that.`;
    case 'neutral':
      return `${said}; this pack lets that through without calling it a pass.`;
  }
}
