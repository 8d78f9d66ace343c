import type { z } from 'zod';
import type { Actor } from '../../../../model/actor.ts';
import type { EventDraft, PullRequestReason } from '../../../../model/event.ts';
import { pullRequestKey } from '../../../../model/keys.ts';
import { CheckRunPayload, CheckSuitePayload, PullRequestPayload, PushPayload } from './schema.ts';

export const READ_EVENTS = ['pull_request', 'push', 'check_run', 'check_suite'] as const;
export type ReadEvent = (typeof READ_EVENTS)[number];

/** What tells our check runs from those of others. */
export type Ours = { checkName: string; githubAppId: number | null };

export type Reading =
  | { kind: 'events'; drafts: EventDraft[] }
  /** A suite that names no pull request: `drafts` become known once somebody says which are open at this head. */
  | { kind: 'suite'; repo: string; headSha: string; draftsFor(numbers: number[]): EventDraft[] }
  | { kind: 'ignored'; why: string }
  | { kind: 'unreadable'; why: string };

const REASONS: Record<string, PullRequestReason> = {
  opened: 'opened',
  synchronize: 'synchronize',
  reopened: 'reopened',
  ready_for_review: 'ready_for_review',
};
const EXTERNAL_ID = /^countersign:([\w.-]+\/[\w.-]+)#(\d{1,9}):([0-9a-f]{40,64})$/;
const NO_COMMIT = /^0+$/;

/** What a verified delivery of GitHub means to us. The payload is only believed for names and numbers. */
export function readDelivery(event: ReadEvent, deliveryId: string, payload: unknown, ours: Ours): Reading {
  switch (event) {
    case 'pull_request':
      return parsed(PullRequestPayload, payload, (body) => readPullRequest(body, deliveryId));
    case 'push':
      return parsed(PushPayload, payload, (body) => readPush(body, deliveryId));
    case 'check_run':
      return parsed(CheckRunPayload, payload, (body) => readCheckRun(body, deliveryId, ours));
    case 'check_suite':
      return parsed(CheckSuitePayload, payload, (body) => readCheckSuite(body, deliveryId, ours));
  }
}

function parsed<S extends z.ZodType>(schema: S, payload: unknown, read: (body: z.output<S>) => Reading): Reading {
  const result = schema.safeParse(payload);
  if (result.success) return read(result.data);
  const where = result.error.issues[0]?.path.join('.') ?? '';
  return { kind: 'unreadable', why: where === '' ? 'It is not an object.' : `The field ${where} is missing or wrong.` };
}

function readPullRequest(body: z.output<typeof PullRequestPayload>, deliveryId: string): Reading {
  const { action, pull_request: pull } = body;
  const repo = body.repository.full_name;
  const about = { repo, number: pull.number, headSha: pull.head.sha };
  const common = envelope(deliveryId, pullRequestKey(repo, pull.number), body.sender);

  if (action === 'closed') {
    const mergeSha = pull.merge_commit_sha ?? null;
    if (pull.merged !== true) return one({ ...common, type: 'pull-request.closed', data: about });
    if (mergeSha === null) return { kind: 'unreadable', why: 'It is merged but names no merge commit.' };
    return one({ ...common, type: 'pull-request.merged', data: { ...about, baseSha: pull.base.sha, mergeSha } });
  }
  const reason = action === 'edited' && body.changes?.base !== undefined ? 'edited' : REASONS[action];
  if (reason === undefined) return { kind: 'ignored', why: `The action ${action} changes nothing that is judged.` };
  return one({ ...common, type: 'pull-request.changed', data: { ...about, reason } });
}

function readPush(body: z.output<typeof PushPayload>, deliveryId: string): Reading {
  if (!body.ref.startsWith('refs/heads/')) return { kind: 'ignored', why: 'Only branches are looked at.' };
  if (body.deleted === true || NO_COMMIT.test(body.after)) return { kind: 'ignored', why: 'The branch was deleted.' };
  const repo = body.repository.full_name;
  const { ref, before, after } = body;
  return one({
    ...envelope(deliveryId, `repo:${repo}`, body.sender),
    type: 'push.received',
    data: { repo, ref, before, after },
  });
}

function readCheckRun(body: z.output<typeof CheckRunPayload>, deliveryId: string, ours: Ours): Reading {
  const run = body.check_run;
  if (body.action !== 'rerequested') return { kind: 'ignored', why: 'Only a repeated check run is looked at.' };
  if (run.name !== ours.checkName || !isOurApp(run.app, ours))
    return { kind: 'ignored', why: 'This check run is not ours.' };
  const repo = body.repository.full_name;
  const [, ofRepo, number] = EXTERNAL_ID.exec(run.external_id ?? '') ?? [];
  const numbers = ofRepo === repo ? [Number(number)] : numbersIn(body.repository, run.pull_requests);
  return again(repo, run.head_sha, numbers, deliveryId, body.sender);
}

function readCheckSuite(body: z.output<typeof CheckSuitePayload>, deliveryId: string, ours: Ours): Reading {
  const suite = body.check_suite;
  if (body.action !== 'rerequested') return { kind: 'ignored', why: 'Only a repeated check suite is looked at.' };
  if (!isOurApp(suite.app, ours)) return { kind: 'ignored', why: 'This check suite is not ours.' };
  return again(
    body.repository.full_name,
    suite.head_sha,
    numbersIn(body.repository, suite.pull_requests),
    deliveryId,
    body.sender,
  );
}

type Named = z.output<typeof CheckRunPayload>['check_run']['pull_requests'];

/** One commit may stand in pull requests of several repositories; a number only means something in its own. */
function numbersIn(repository: { id?: number | undefined }, named: Named): number[] {
  return named
    .filter(({ base }) => base === undefined || repository.id === undefined || base.repo.id === repository.id)
    .map(({ number }) => number);
}

function again(repo: string, headSha: string, numbers: number[], deliveryId: string, sender: Sender): Reading {
  const draftsFor = (known: number[]) =>
    known.map(
      (number, index): EventDraft => ({
        ...envelope(index === 0 ? deliveryId : `${deliveryId}#${number}`, pullRequestKey(repo, number), sender),
        type: 'pull-request.changed',
        data: { repo, number, headSha, reason: 'rerequested' },
      }),
    );
  return numbers.length === 0
    ? { kind: 'suite', repo, headSha, draftsFor }
    : { kind: 'events', drafts: draftsFor(numbers) };
}

type Sender = { login: string } | undefined;

function envelope(deliveryId: string, lane: string, sender: Sender) {
  const actor: Actor = { type: 'github-user', id: sender?.login ?? 'ghost' };
  return { source: 'github' as const, dedupeKey: `github:${deliveryId}`, lane, actor };
}

function one(draft: EventDraft): Reading {
  return { kind: 'events', drafts: [draft] };
}

/** Without an app id of our own, or where the host names none, the name of the run has to do. */
function isOurApp(app: { id: number } | null | undefined, ours: Ours): boolean {
  return ours.githubAppId === null || app === null || app === undefined || app.id === ours.githubAppId;
}
