import type { Materiality, Route, TokenKind } from '../../model/drift.ts';
import type { Pack } from '../../model/pack.ts';

export type Thresholds = Pack['trackB']['materiality'];

const IMPACT: Record<TokenKind, number> = {
  'env-var': 0.9,
  flag: 0.9,
  command: 0.9,
  'config-key': 0.85,
  path: 0.7,
  version: 0.7,
  value: 0.6,
  name: 0.55,
};
const RISKY_PAGE = /install|deploy|config|setup|quick-?start|getting-started|operat|runbook|security|readme/i;
/** Below this a drift is a guess: it may be listed, never proposed. */
const SURE_ENOUGH = 0.6;
/** Below this it is not worth anybody's line. */
const WORTH_LISTING = 0.45;

/**
 * How much a drift matters: 0.4 impact + 0.3 confidence + 0.2 delta + 0.1 risk, each 0-1.
 * Impact is what the token is to a reader, delta how many places are wrong (logarithmic, 1 at seven),
 * risk whether people run what the page says. `multiplier` is what the pack's impact rules make of the impact.
 */
export function materialityOf(
  kind: TokenKind,
  confidence: number,
  places: number,
  page: string,
  multiplier = 1,
): Materiality {
  const impact = round(Math.min(1, IMPACT[kind] * multiplier));
  const delta = Math.min(1, Math.log2(1 + places) / 3);
  const risk = RISKY_PAGE.test(page) ? 0.8 : 0.4;
  const score = 0.4 * impact + 0.3 * confidence + 0.2 * delta + 0.1 * risk;
  return { score: round(score), impact, confidence: round(confidence), delta: round(delta), risk };
}

/** The pack's thresholds on the score; an unsure drift or one without a patch goes no further than the digest. */
export function routeOf(materiality: Materiality, hasPatch: boolean, thresholds: Thresholds): Route {
  const { score, confidence } = materiality;
  if (confidence < WORTH_LISTING || score < thresholds.ignoreThreshold) return 'ignore';
  const isProposal = hasPatch && confidence >= SURE_ENOUGH;
  if (isProposal && score >= thresholds.autoApproveThreshold) return 'auto_approve';
  if (isProposal && score >= thresholds.slackNotifyThreshold) return 'notify';
  return score >= thresholds.digestOnlyThreshold ? 'digest' : 'ignore';
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
