import type { ChangedFile, FileRequest, ReadOutcome, Side } from '../model/facts.ts';

export type PullRequest = {
  repo: string;
  number: number;
  title: string;
  body: string;
  author: string;
  authorIsBot: boolean;
  labels: string[];
  draft: boolean;
  state: 'open' | 'closed';
  merged: boolean;
  mergeSha: string | null;
  baseRef: string;
  baseSha: string;
  headRef: string;
  headSha: string;
  url: string;
};

/** Two commits of one repository, read only. Every call may throw CodeHostError; absent is a value, not an error. */
export type Snapshot = {
  changedFiles(): Promise<{ files: ChangedFile[]; truncated: boolean }>;
  tree(side: Side): Promise<{ paths: string[]; truncated: boolean }>;
  /** Text up to `maxBytes`; larger, binary and non-UTF-8 files come back as `unreadable` with the reason. */
  read(request: FileRequest, maxBytes: number): Promise<ReadOutcome>;
  /** Requests sent to the host so far, for the call budget. A local repository counts 0. */
  calls(): number;
};

export type CheckConclusion = 'success' | 'failure' | 'neutral' | 'action_required' | 'cancelled';
export type CheckAnnotation = {
  path: string;
  line: number;
  level: 'notice' | 'warning' | 'failure';
  title: string;
  message: string;
};
export type CheckReport = {
  repo: string;
  headSha: string;
  /** Ours, unique for (pull request, head): how a report made in doubt is found again. */
  externalId: string;
  status: 'in_progress' | 'completed';
  conclusion: CheckConclusion | null;
  title: string;
  /** Markdown, at most 65,535 characters; the adapter cuts what is longer. */
  summary: string;
  detailsUrl: string | null;
  annotations: CheckAnnotation[];
};

export type FileWrite = {
  repo: string;
  branch: string;
  path: string;
  text: string;
  message: string;
  /** Blob SHA the page must still have; the host refuses the write otherwise (`document-changed`). */
  expectedRevision: string;
};

export type CodeHost = {
  pullRequest(repo: string, number: number): Promise<PullRequest | null>;
  openPullRequests(repo: string): Promise<PullRequest[]>;
  /** With the pull request's number the host can list up to 3,000 changed files instead of 300. */
  snapshot(repo: string, baseSha: string, headSha: string, number?: number): Snapshot;
  /** The merge base GitHub compares with, so that commits of the base branch are not read as the author's. */
  mergeBase(repo: string, baseSha: string, headSha: string): Promise<string>;
  defaultBranch(repo: string): Promise<string>;
  branchHead(repo: string, branch: string): Promise<string | null>;
  /** Looks for a run with this external id first when `maybeThere`; answers the run's id. */
  reportCheck(report: CheckReport, maybeThere: boolean): Promise<{ id: string }>;
  /** Blob SHA and text of a page on a branch, or null when there is none. */
  page(repo: string, branch: string, path: string): Promise<{ revision: string; text: string } | null>;
  createBranch(repo: string, branch: string, fromSha: string): Promise<void>;
  /** Commits one file. Refused with code `document-changed` when the revision moved. Answers the commit's SHA and URL. */
  writeFile(write: FileWrite): Promise<{ commitSha: string; url: string; revision: string }>;
  /** Opens a pull request, or answers the one already open from that branch. */
  openPullRequest(request: {
    repo: string;
    head: string;
    base: string;
    title: string;
    body: string;
  }): Promise<{ number: number; url: string }>;
  /** E-mail addresses that may belong to a login: public profile first, then commits of that login in the pull request. */
  authorEmails(repo: string, number: number, login: string): Promise<string[]>;
  /** Public e-mail addresses of a login; empty when it shows none or does not exist. */
  loginEmails(login: string): Promise<string[]>;
  /** Resolves when the host answers with our credentials; throws CodeHostError otherwise. */
  ping(): Promise<void>;
};
