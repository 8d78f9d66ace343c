import type { Covered, Grant } from '../../model/approval.ts';
import type { CarriedFinding } from '../../model/decision.ts';
import type { Finding } from '../../model/finding.ts';
import { DAY_MS } from '../../shared/time.ts';

/** The longest life a pack may give an answer; also the limit for answers that state none. */
const LONGEST_ANSWER_MS = 90 * DAY_MS;

/**
 * The findings of this push that an earlier answer of the same pull request still covers: same fingerprint, no worse
 * than what was answered, and the answer not run out. A break-glass is never carried, nor is anything `unknown`
 * (before or now): nobody has seen what is there. With `packs`, only while the pack that judged it is unchanged.
 * A finding that several packs report is carried only when all of theirs are.
 */
export function carryForward(
  findings: readonly Finding[],
  earlier: readonly Grant[],
  now: number,
  packs?: readonly { id: string; versionHash: string }[],
): CarriedFinding[] {
  const answers = earlier.filter((grant) => grant.action !== 'break-glass');
  const carried = new Map<string, CarriedFinding>();
  const refused = new Set<string>();
  for (const finding of findings) {
    if (finding.outcome !== 'fail' && finding.outcome !== 'unknown') continue;
    const versionHash = packs?.find((pack) => pack.id === finding.packId)?.versionHash ?? null;
    const terms: Terms = { now, versionHash, packsKnown: packs !== undefined };
    const grant = oldestFirst(answers).find((candidate) =>
      candidate.covered.some((item) => holds(item, finding, candidate, terms)),
    );
    if (grant === undefined) refused.add(finding.fingerprint);
    else if (!carried.has(finding.fingerprint)) carried.set(finding.fingerprint, carriedBy(grant, finding));
  }
  return [...carried.values()].filter((item) => !refused.has(item.fingerprint));
}

type Terms = { now: number; versionHash: string | null; packsKnown: boolean };

function holds(item: Covered, finding: Finding, grant: Grant, { now, versionHash, packsKnown }: Terms): boolean {
  if (item.fingerprint !== finding.fingerprint) return false;
  if (finding.outcome !== 'fail' || item.outcome === 'unknown') return false;
  if (finding.severity > item.severity) return false;
  if (now >= (item.until ?? grant.grantedAt + LONGEST_ANSWER_MS)) return false;
  return !packsKnown || (versionHash !== null && (item.packHash === undefined || item.packHash === versionHash));
}

/** `severity` stays that of the answer, so that a finding which got better may get as bad again, and no worse. */
function carriedBy(grant: Grant, finding: Finding): CarriedFinding {
  const severity = Math.max(
    ...grant.covered.filter((item) => item.fingerprint === finding.fingerprint).map((item) => item.severity),
  );
  return { fingerprint: finding.fingerprint, grantId: grant.id, by: grant.name, at: grant.grantedAt, severity };
}

function oldestFirst(grants: readonly Grant[]): Grant[] {
  return [...grants].sort((a, b) => a.grantedAt - b.grantedAt || (a.id < b.id ? -1 : 1));
}
