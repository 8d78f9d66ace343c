import type { Drift, DriftType } from '../../model/drift.ts';
import { impactMultiplier } from '../../model/impact-condition.ts';
import { domainHash } from '../../shared/sha256.ts';
import { clip } from '../../shared/text.ts';
import type { Asking, Confirmed, Detector, Edit, Remaining, Suspicion } from './detector.ts';
import { DETECTORS } from './detectors/index.ts';
import { materialityOf, routeOf, type Thresholds } from './materiality.ts';
import type { ParsedPage } from './page/parse-page.ts';
import { editPage, unifiedPatch } from './page-patch.ts';

export type Suspect = { detector: Detector; options: unknown; suspicion: Suspicion };
/** What is wrong on one page, with the page as it should be; `newText` is null when no patch can be proposed. */
export type PageDrifts = { page: ParsedPage; drifts: Drift[]; newText: string | null; patch: string };

const MAX_DRIFTS_PER_PAGE = 20;

/** Asks every detector what the code change may have made untrue. `enabled` limits the kinds of drift. */
export function suspectsOf(asking: Asking, enabled: ReadonlySet<DriftType>): Suspect[] {
  return DETECTORS.flatMap((detector) => {
    const options = detector.Options.parse({});
    return detector
      .suspect(asking, options)
      .filter(({ driftType }) => enabled.has(driftType))
      .map((suspicion) => ({ detector, options, suspicion }));
  });
}

/**
 * What the suspects made untrue on one page, wider tokens first so that each place is corrected once.
 * Pure and deterministic: the same arguments give the same drifts, patch and fingerprints.
 */
export function driftsOn(
  page: ParsedPage,
  suspects: readonly Suspect[],
  remaining: Remaining,
  thresholds: Thresholds,
): PageDrifts | null {
  const claimed: Edit[] = [];
  const drifts: Drift[] = [];
  const proposed: Edit[] = [];
  for (const { detector, options, suspicion } of byWidth(suspects)) {
    if (drifts.length >= MAX_DRIFTS_PER_PAGE) break;
    if (!suspicion.spellings.some(({ old }) => page.text.includes(old))) continue;
    const confirmed = detector.confirm(suspicion, page, remaining, options);
    if (confirmed === null) continue;
    const edits = confirmed.edits.filter((edit) => !claimed.some((taken) => overlaps(taken, edit)));
    const first = edits[0];
    if (first === undefined) continue;
    const drift = driftOf(detector.id, { ...confirmed, edits }, first, page, thresholds);
    if (drift.route === 'ignore') continue;
    claimed.push(...edits);
    drifts.push(drift);
    if (drift.route !== 'digest') proposed.push(...edits);
  }
  if (drifts.length === 0) return null;
  const newText = editPage(page.text, proposed);
  return { page, drifts, newText, patch: newText === null ? '' : unifiedPatch(page.path, page.text, newText) };
}

function byWidth(suspects: readonly Suspect[]): Suspect[] {
  const width = ({ suspicion }: Suspect) => Math.max(...suspicion.spellings.map(({ old }) => old.length));
  return suspects
    .map((suspect, order) => ({ suspect, order, width: width(suspect) }))
    .sort((left, right) => right.width - left.width || left.order - right.order)
    .map(({ suspect }) => suspect);
}

function overlaps(left: Edit, right: Edit): boolean {
  return left.line.number === right.line.number && left.start < right.end && right.start < left.end;
}

function driftOf(
  detector: string,
  { suspicion, edits, confidence }: Confirmed,
  first: Edit,
  page: ParsedPage,
  thresholds: Thresholds,
): Drift {
  const { kind, driftType, newToken, evidence, why } = suspicion;
  const oldToken = first.line.text.slice(first.start, first.end);
  const facts = { drift_type: driftType, token_kind: kind, doc: page.path };
  const multiplier = impactMultiplier(thresholds.impactRules, facts);
  const materiality = materialityOf(kind, confidence, edits.length, page.path, multiplier);
  const hasPatch = edits.every(({ fresh, wholeLines }) => fresh !== null || wholeLines !== undefined);
  return {
    detector,
    doc: page.path,
    section: first.line.section,
    line: first.line.number,
    lineText: clip(first.line.text, 400),
    driftType,
    tokenKind: kind,
    oldToken,
    newToken: first.fresh ?? newToken,
    confidence: materiality.confidence,
    materiality,
    route: routeOf(materiality, hasPatch, thresholds),
    evidence: [...evidence, { file: page.path, line: first.line.number, text: clip(first.line.text.trim(), 200) }],
    why,
    fingerprint: domainHash('countersign/drift/v1', JSON.stringify([detector, page.path, oldToken, newToken])),
  };
}
