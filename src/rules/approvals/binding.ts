import type { Binding, Decision } from '../../model/decision.ts';
import type { Proposal } from '../../model/patch.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { domainHash, sha256Hex } from '../../shared/sha256.ts';

const BINDING_DOMAIN = 'countersign/binding/v1';

/**
 * SHA-256 (64 hex) over the canonical JSON of everything an answer is bound to. The domain label keeps it from being
 * mistaken for a hash of the same bytes made for another purpose.
 */
export function bindingHash(binding: Binding): string {
  return domainHash(BINDING_DOMAIN, canonicalJson(binding));
}

/** What the decision would be bound to as things stand now. `coversFindings` looks at its fingerprints. */
export function currentDecisionBinding(
  decision: Decision,
  now: { headSha: string; packHash: string; nonce: string },
): Binding {
  return {
    kind: 'pull-request',
    repo: decision.repo,
    number: decision.number,
    headSha: now.headSha,
    fingerprints: decision.binding.fingerprints,
    packHash: now.packHash,
    action: 'decide',
    docPath: null,
    docRevision: null,
    patchHash: null,
    expiresAt: decision.expiresAt,
    nonce: now.nonce,
  };
}

/** What the patch would be bound to as things stand now; a page that is gone has the revision null. */
export function currentPatchBinding(
  proposal: Proposal,
  now: { packHash: string; docRevision: string | null; nonce: string },
): Binding {
  return {
    kind: 'patch',
    repo: proposal.repo,
    number: proposal.number,
    headSha: proposal.causeSha,
    fingerprints: proposal.drifts.map((drift) => drift.fingerprint).sort(),
    packHash: now.packHash,
    action: 'write',
    docPath: proposal.target.path,
    docRevision: now.docRevision,
    patchHash: sha256Hex(proposal.patch),
    expiresAt: proposal.expiresAt,
    nonce: now.nonce,
  };
}

/** Every finding that asks for an answer is in the binding, and the binding names no finding that is not there. */
export function coversFindings(decision: Decision): boolean {
  const bound = new Set(decision.binding.fingerprints);
  const known = new Set(decision.findings.map((finding) => finding.fingerprint));
  const asking = decision.findings.filter((finding) => finding.outcome === 'fail' || finding.outcome === 'unknown');
  return asking.every((finding) => bound.has(finding.fingerprint)) && [...bound].every((print) => known.has(print));
}
