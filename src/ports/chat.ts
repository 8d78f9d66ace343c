import type { Person } from '../model/actor.ts';
import type { BreakGlassReview, Grant } from '../model/approval.ts';
import type { Decision } from '../model/decision.ts';
import type { Digest, Flip } from '../model/digest.ts';
import type { Proposal } from '../model/patch.ts';
import type { PullRequestRow } from './stores.ts';

export type MessagePlace = { channel: string; ts: string; permalink: string | null };

/** All that a pull request's living message shows; drawn from the record, nothing is evaluated again. */
export type PullRequestView = {
  pullRequest: PullRequestRow;
  decision: Decision | null;
  grants: Grant[];
  /** Answers to the decision before this one, which its voiding took out of the count. */
  voided?: VoidedAnswer[];
  reviews: BreakGlassReview[];
  checkUrl: string | null;
};

export type VoidedAnswer = Pick<Grant, 'action' | 'name'> & { headSha: string; because: string };

/** The pages one merged change made wrong, newest proposal of each page. `writesEnabled` false: an approval is not carried out. */
export type DriftView = {
  repo: string;
  number: number;
  title: string;
  causeSha: string;
  proposals: Proposal[];
  /** By the id of a proposal: why the one before it for the same page is void. */
  proposedAnew?: Readonly<Record<string, string>>;
  writesEnabled: boolean;
};

/** What can be said. The chat adapter owns how it looks. */
export type Notice =
  | { type: 'pull-request'; view: PullRequestView }
  | { type: 'drift'; view: DriftView }
  | { type: 'note'; text: string; code: string | null }
  | { type: 'digest'; digest: Digest }
  | { type: 'flip'; flip: Flip };

export type Chat = {
  /**
   * Posts or edits the living message known by `key` (kept in message metadata). With `place` null and `maybeThere`
   * true it looks for the key in the channel before posting, so that a lost answer does not become a second message.
   */
  show(
    notice: Notice,
    where: { channel: string; place: MessagePlace | null; key: string; maybeThere: boolean },
  ): Promise<MessagePlace>;
  /** Posts once into a thread; the same looking first. */
  reply(
    notice: Notice,
    where: { channel: string; threadTs: string; key: string; maybeThere: boolean },
  ): Promise<MessagePlace>;
  /** Only this person sees it. Not idempotent, and harmless twice. */
  whisper(text: string, where: { channel: string; slackId: string; threadTs: string | null }): Promise<void>;
  person(slackId: string): Promise<Person | null>;
  personByEmail(email: string): Promise<Person | null>;
  /** Channel id for `#name` or an id; null when there is none or the bot cannot see it. */
  channelId(nameOrId: string): Promise<string | null>;
  ping(): Promise<void>;
};
