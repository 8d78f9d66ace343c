import { ROUTES, type Route } from '../../model/drift.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Proposal } from '../../model/patch.ts';
import type { PullRequest } from '../../ports/code-host.ts';
import { bindingHash } from '../../rules/approvals/binding.ts';
import type { PageDrifts } from '../../rules/drift/find-drifts.ts';
import { createId, createNonce } from '../../shared/ids.ts';
import { sha256Hex } from '../../shared/sha256.ts';
import { DAY_MS, HOUR_MS } from '../../shared/time.ts';
import { packHashOf } from '../pack-hash.ts';

export type ProposalSource = {
  pack: StoredPack;
  page: PageDrifts;
  pullRequest: PullRequest;
  branch: string;
  mergeSha: string;
  now: number;
};

/**
 * One proposal per page, bound to the revision it was made for. Null when nothing on the page is worth telling.
 * Even the highest route asks a person: writing to a document is never done on a score alone.
 */
export function proposalFor({ pack, page, pullRequest, branch, mergeSha, now }: ProposalSource): Proposal | null {
  const drifts = page.drifts.filter((drift) => drift.route !== 'ignore');
  if (drifts.length === 0) return null;
  const route = ROUTES.find((candidate) => drifts.some((drift) => drift.route === candidate)) ?? 'digest';
  const told = (route === 'notify' || route === 'auto_approve') && page.newText !== null;
  const proposal: Omit<Proposal, 'binding' | 'payloadHash' | 'nonce' | 'patchHash'> = {
    id: createId(now),
    repo: pullRequest.repo,
    number: pullRequest.number,
    causeSha: mergeSha,
    title: pullRequest.title,
    target: { system: 'github_readme', repo: pullRequest.repo, path: page.page.path, branch },
    docRevision: page.page.revision,
    newText: page.newText ?? page.page.text,
    patch: page.patch,
    drifts,
    route: route as Route,
    writeMethod: pack.trackB.writeback.method,
    packId: pack.id,
    packHash: packHashOf([pack]),
    channel: pack.routing.slackChannel ?? null,
    expiresAt: now + pack.approvals.expiresAfterHours * HOUR_MS,
    state: told ? 'proposed' : 'held',
    stateNote: null,
    approvedBy: null,
    approvedByName: null,
    editedBy: null,
    editedByName: null,
    writtenUrl: null,
    proposedAt: now,
    updatedAt: now,
  };
  return bindProposal(proposal);
}

/** Binds a proposal to its present patch, page and pack, with a nonce of its own: older buttons stop working. */
export function bindProposal(proposal: Omit<Proposal, 'binding' | 'payloadHash' | 'nonce' | 'patchHash'>): Proposal {
  const nonce = createNonce();
  const patchHash = sha256Hex(proposal.patch);
  const binding: Proposal['binding'] = {
    kind: 'patch',
    repo: proposal.repo,
    number: proposal.number,
    headSha: proposal.causeSha,
    fingerprints: proposal.drifts.map((drift) => drift.fingerprint).sort(),
    packHash: proposal.packHash,
    action: 'write',
    docPath: proposal.target.path,
    docRevision: proposal.docRevision,
    patchHash,
    expiresAt: proposal.expiresAt,
    nonce,
  };
  return { ...proposal, nonce, patchHash, binding, payloadHash: bindingHash(binding) };
}

/** A page of this revision that was already proposed, or answered, is not proposed again. */
export function isAnswered(proposal: Proposal, revision: string): boolean {
  return proposal.docRevision === revision && proposal.state !== 'voided';
}

/** What goes beyond the pack's hourly, daily or weekly budget is held for the digest instead of told. */
export function withinBudget(
  fresh: readonly Proposal[],
  recent: readonly Proposal[],
  packs: readonly StoredPack[],
  now: number,
): Proposal[] {
  const kept: Proposal[] = [];
  for (const proposal of fresh) {
    const budgets = packs.find((pack) => pack.id === proposal.packId)?.performance.budgets;
    const told = [...recent, ...kept].filter((other) => other.packId === proposal.packId && other.state !== 'held');
    const since = (lengthMs: number) => told.filter((other) => other.proposedAt > now - lengthMs).length;
    const over =
      budgets !== undefined &&
      (since(HOUR_MS) >= budgets.maxSlackNotificationsPerHour ||
        since(DAY_MS) >= budgets.maxDriftsPerDay ||
        since(7 * DAY_MS) >= budgets.maxDriftsPerWeek);
    kept.push(
      over && proposal.state === 'proposed'
        ? { ...proposal, state: 'held', stateNote: 'Held back by the budget of the pack.' }
        : proposal,
    );
  }
  return kept;
}
