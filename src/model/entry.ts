import type { Actor } from './actor.ts';

export const ENTRY_TYPES = [
  'ledger.opened',
  'pull-request.received',
  'pull-request.closed',
  'gate.requested',
  'gate.decided',
  'decision.voided',
  'approval.granted',
  'override.granted',
  'break-glass.invoked',
  'break-glass.reviewed',
  'press.refused',
  'check.reported',
  'drift.scanned',
  'drift.proposed',
  'patch.approved',
  'patch.edited',
  'patch.declined',
  'patch.voided',
  'patch.written',
  'patch.not-written',
  'pack.activated',
  'identity.linked',
  'digest.issued',
  'watcher.flipped',
  'event.failed',
  'delivery.dead',
  'payload.erased',
] as const;
export type EntryType = (typeof ENTRY_TYPES)[number];

/** What the caller gives; the ledger adds sequence, hashes and the previous hash. */
export type EntryDraft = {
  type: EntryType;
  actor: Actor;
  /** What it is about, e.g. `pr:acme/payments#12`, `proposal:01J…`, `watcher:github`. */
  subject: string;
  payload: Record<string, unknown>;
  at: number;
};

/** One line of the ledger. `seq` counts from 0 without gaps; hashes are 64 hex digits. */
export type Entry = {
  seq: number;
  type: EntryType;
  actor: Actor;
  subject: string;
  payloadHash: string;
  prevHash: string;
  hash: string;
  at: number;
};

/**
 * For everything with an outside effect the payload carries these (who, what, when, inputs, outputs, safety).
 * Times are ISO 8601; no field holds a secret.
 */
export type AuditFields = {
  requestedBy: string;
  approvedBy: string | null;
  authPrincipalType: string;
  authPrincipalId: string;
  actionType: string;
  provider: 'github' | 'slack' | 'confluence' | 'notion' | 'backstage';
  operation: string;
  runId: string;
  phaseId: string;
  idempotencyKey: string;
  requestedAt: string;
  approvedAt: string | null;
  executedAt: string | null;
  completedAt: string | null;
  payloadHash: string;
  payloadSummary: string;
  externalTarget: string;
  externalObjectId: string | null;
  resultStatus: 'success' | 'failure' | 'pending';
  errorCode: string | null;
  errorSummary: string | null;
  riskLevel: 'low' | 'medium' | 'high' | 'critical';
  killSwitchSnapshot: Record<string, boolean>;
  spendSnapshot: Record<string, number>;
};
