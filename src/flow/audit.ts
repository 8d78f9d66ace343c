import type { Actor } from '../model/actor.ts';
import type { Decision } from '../model/decision.ts';
import type { AuditFields } from '../model/entry.ts';
import type { Finding, Level } from '../model/finding.ts';
import type { Proposal } from '../model/patch.ts';
import { isoTime } from '../shared/time.ts';
import type { RoadSettings } from './road.ts';

/** The switches as they stood, so that a later reader knows what could have left the house. */
export function killSwitchSnapshot(settings: RoadSettings): Record<string, boolean> {
  return {
    COUNTERSIGN_EXTERNAL_ACTIONS_ENABLED: settings.switches.externalActions,
    COUNTERSIGN_ENABLE_GITHUB_WRITES: settings.switches.githubWrites,
    COUNTERSIGN_SIDE_EFFECTS_DRY_RUN: settings.switches.dryRun,
  };
}

/**
 * What `gate.decided` records. Findings keep what identifies and explains them; the text that was read stays out,
 * because repository content may hold what must not live for ever.
 */
export function decisionPayload(decision: Decision, author: string, settings: RoadSettings): Record<string, unknown> {
  return {
    decisionId: decision.id,
    headSha: decision.headSha,
    baseSha: decision.baseSha,
    author,
    verdict: decision.verdict,
    highest: decision.highest,
    hasUnknown: decision.hasUnknown,
    findings: decision.findings.map(compactFinding),
    carried: decision.carried,
    judgements: decision.judgements,
    binding: decision.binding,
    evaluation: decision.evaluation,
    audit: auditFields({
      requestedBy: author,
      principal: { type: 'github-user', id: author },
      actionType: 'gate.report',
      provider: 'github',
      operation: 'check_run',
      runId: decision.id,
      phaseId: 'decide',
      idempotencyKey: `${decision.repo}#${decision.number}:${decision.headSha}`,
      requestedAt: decision.decidedAt,
      payloadHash: decision.payloadHash,
      payloadSummary: `Verdict ${decision.verdict} for ${decision.repo}#${decision.number}`,
      externalTarget: decision.repo,
      riskLevel: decision.highest ?? 'low',
      settings,
    }),
  };
}

function compactFinding(finding: Finding): Record<string, unknown> {
  return {
    fingerprint: finding.fingerprint,
    comparator: `${finding.comparator}@${finding.comparatorVersion}`,
    code: finding.code,
    outcome: finding.outcome,
    severity: finding.severity,
    level: finding.level,
    packId: finding.packId,
    message: finding.message,
    places: finding.evidence.map((evidence) => `${evidence.file}${evidence.line === null ? '' : `:${evidence.line}`}`),
  };
}

type AuditInput = {
  requestedBy: string;
  approvedBy?: string | null;
  principal: Actor;
  actionType: string;
  provider: AuditFields['provider'];
  operation: string;
  runId: string;
  phaseId: string;
  idempotencyKey: string;
  requestedAt: number;
  approvedAt?: number | null;
  executedAt?: number | null;
  completedAt?: number | null;
  payloadHash: string;
  payloadSummary: string;
  externalTarget: string;
  externalObjectId?: string | null;
  resultStatus?: AuditFields['resultStatus'];
  errorCode?: string | null;
  errorSummary?: string | null;
  riskLevel: Level;
  settings: RoadSettings;
};

/** The minimum audit record of one proposal or execution with an outside effect; times become ISO 8601. */
export function auditFields(input: AuditInput): AuditFields {
  return {
    requestedBy: input.requestedBy,
    approvedBy: input.approvedBy ?? null,
    authPrincipalType: input.principal.type,
    authPrincipalId: input.principal.id,
    actionType: input.actionType,
    provider: input.provider,
    operation: input.operation,
    runId: input.runId,
    phaseId: input.phaseId,
    idempotencyKey: input.idempotencyKey,
    requestedAt: isoTime(input.requestedAt),
    approvedAt: timeOrNull(input.approvedAt),
    executedAt: timeOrNull(input.executedAt),
    completedAt: timeOrNull(input.completedAt),
    payloadHash: input.payloadHash,
    payloadSummary: input.payloadSummary,
    externalTarget: input.externalTarget,
    externalObjectId: input.externalObjectId ?? null,
    resultStatus: input.resultStatus ?? 'pending',
    errorCode: input.errorCode ?? null,
    errorSummary: input.errorSummary ?? null,
    riskLevel: input.riskLevel,
    killSwitchSnapshot: killSwitchSnapshot(input.settings),
    // Countersign spends nothing; the field is kept so that every audit record has one shape.
    spendSnapshot: {},
  };
}

function timeOrNull(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : isoTime(at);
}

/** Audit record of a patch on its way to a page. */
export function writeAudit(
  proposal: Proposal,
  settings: RoadSettings,
  result: Pick<
    AuditInput,
    'executedAt' | 'completedAt' | 'externalObjectId' | 'resultStatus' | 'errorCode' | 'errorSummary'
  > & {
    principal: Actor;
    approvedAt: number | null;
  },
): AuditFields {
  return auditFields({
    requestedBy: `${proposal.repo}#${proposal.number}`,
    approvedBy: proposal.approvedBy,
    principal: result.principal,
    actionType: 'document.write',
    provider: 'github',
    operation: proposal.writeMethod,
    runId: proposal.id,
    phaseId: 'act',
    idempotencyKey: `${proposal.id}:${proposal.payloadHash}`,
    requestedAt: proposal.proposedAt,
    approvedAt: result.approvedAt,
    executedAt: result.executedAt ?? null,
    completedAt: result.completedAt ?? null,
    payloadHash: proposal.payloadHash,
    payloadSummary: `${proposal.drifts.length} corrections in ${proposal.target.path}`,
    externalTarget: `${proposal.target.repo}:${proposal.target.path}@${proposal.target.branch}`,
    externalObjectId: result.externalObjectId ?? null,
    resultStatus: result.resultStatus ?? 'pending',
    errorCode: result.errorCode ?? null,
    errorSummary: result.errorSummary ?? null,
    riskLevel: 'medium',
    settings,
  });
}
