import type { Actor } from './actor.ts';

/** Everything that can start the road. A click, a submission, a due timer and a missed heartbeat are events too. */
export const EVENT_TYPES = [
  'pull-request.changed',
  'pull-request.closed',
  'pull-request.merged',
  'gate.requested',
  'push.received',
  'approval.granted',
  'override.granted',
  'break-glass.invoked',
  'break-glass.reviewed',
  'patch.approved',
  'patch.edited',
  'patch.declined',
  'press.refused',
  'identity.linked',
  'timer.due',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const PULL_REQUEST_REASONS = [
  'opened',
  'synchronize',
  'reopened',
  'ready_for_review',
  'edited',
  'rerequested',
  'taken-up',
  'manual',
  'pack-changed',
] as const;
export type PullRequestReason = (typeof PULL_REQUEST_REASONS)[number];

/** Where a press came from, as the payload claims; the server checks each field against its own record. */
export type Press = {
  subjectId: string;
  nonce: string;
  channel: string;
  messageTs: string;
  reason: string;
};

export type EventData = {
  'pull-request.changed': { repo: string; number: number; headSha: string; reason: PullRequestReason };
  'pull-request.closed': { repo: string; number: number; headSha: string };
  'pull-request.merged': { repo: string; number: number; headSha: string; baseSha: string; mergeSha: string };
  'gate.requested': { repo: string; number: number; channel: string };
  'push.received': { repo: string; ref: string; before: string; after: string };
  'approval.granted': Press;
  'override.granted': Press;
  'break-glass.invoked': Press;
  'break-glass.reviewed': Press;
  'patch.approved': Press;
  /** What the added lines of each hunk (counted from 0) shall be instead. */
  'patch.edited': Press & { edits: { hunk: number; text: string }[] };
  'patch.declined': Press;
  /** A press that was refused before it could become what it claimed to be; recorded and answered, nothing more. */
  'press.refused': Press & { attempted: string; code: string; message: string };
  'identity.linked': { githubLogin: string; channel: string };
  'timer.due': { job: string; dueAt: number };
};

/**
 * One thing that happened, stored before it is worked on.
 * `dedupeKey` is the outside's own identity for the delivery: the same key twice is one event.
 * `lane` keeps order: events of one lane are worked one after the other.
 */
export type EventOf<T extends EventType> = {
  id: string;
  type: T;
  source: 'github' | 'slack' | 'cron' | 'cli' | 'http';
  dedupeKey: string;
  lane: string;
  actor: Actor;
  data: EventData[T];
  receivedAt: number;
};

export type Event = { [T in EventType]: EventOf<T> }[EventType];
export type EventDraft = { [T in EventType]: Omit<EventOf<T>, 'id' | 'receivedAt'> }[EventType];
