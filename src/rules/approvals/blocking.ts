import type { Decision, PackJudgement } from '../../model/decision.ts';
import { type Finding, LEVELS, type Level } from '../../model/finding.ts';
import { askingFindings } from '../../model/outcome.ts';
import type { EnforcementMode, StoredPack } from '../../model/pack.ts';

const BLOCKING: Record<EnforcementMode, readonly Level[]> = {
  warn_only: [],
  block_high_critical: ['high', 'critical'],
  block_all_critical: ['critical'],
};

/**
 * The highest level among what makes a pack block: failing findings at a level its mode blocks, and unknown ones, at
 * their own level, where the pack blocks on unknown. Null when the block has no finding; that takes the highest right.
 */
export function highestBlocking(decision: Decision, judgement: PackJudgement, pack: StoredPack): Level | null {
  const blocking = askingFindings(decision, judgement.packId).filter((finding) => blocks(finding, judgement, pack));
  return [...LEVELS].reverse().find((level) => blocking.some((finding) => finding.level === level)) ?? null;
}

function blocks(finding: Finding, judgement: PackJudgement, pack: StoredPack): boolean {
  if (finding.outcome !== 'unknown') return BLOCKING[judgement.mode].includes(finding.level);
  const { fallbackMode } = pack.performance;
  return fallbackMode === 'fail' || (fallbackMode === undefined && judgement.mode !== 'warn_only');
}
