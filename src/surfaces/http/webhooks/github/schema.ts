import { z } from 'zod';

const FullName = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/);
const Sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const Positive = z.number().int().positive();
const Sender = z.object({ login: z.string().min(1).max(100) }).optional();
const Repository = z.object({ full_name: FullName, id: z.number().int().optional() });
const App = z.object({ id: z.number().int() }).nullish();
const NamedPullRequests = z
  .array(z.object({ number: Positive, base: z.object({ repo: z.object({ id: z.number().int() }) }).optional() }))
  .max(100)
  .default([]);

export const PullRequestPayload = z.object({
  action: z.string(),
  pull_request: z.object({
    number: Positive,
    merged: z.boolean().nullish(),
    merge_commit_sha: Sha.nullish(),
    head: z.object({ sha: Sha }),
    base: z.object({ sha: Sha }),
  }),
  /** What an edit changed; only a new base makes another change of it. */
  changes: z.object({ base: z.unknown().optional() }).optional(),
  repository: Repository,
  sender: Sender,
});

export const PushPayload = z.object({
  ref: z.string().max(1_024),
  before: Sha,
  after: Sha,
  deleted: z.boolean().optional(),
  repository: Repository,
  sender: Sender,
});

export const CheckRunPayload = z.object({
  action: z.string(),
  check_run: z.object({
    name: z.string(),
    head_sha: Sha,
    external_id: z.string().nullish(),
    app: App,
    pull_requests: NamedPullRequests,
  }),
  repository: Repository,
  sender: Sender,
});

export const CheckSuitePayload = z.object({
  action: z.string(),
  check_suite: z.object({ head_sha: Sha, app: App, pull_requests: NamedPullRequests }),
  repository: Repository,
  sender: Sender,
});
