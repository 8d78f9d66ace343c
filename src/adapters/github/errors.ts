import { CountersignError, messageOf } from '../../shared/errors.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';
import { type Answer, answerOf, isRateLimit, retryAfterMs } from './failed-answer.ts';

export const CODE_HOST_ERROR_CODES = [
  'bad-credentials',
  'permission-missing',
  'not-installed',
  'not-found',
  'gone',
  'refused',
  'conflict',
  'rate-limited',
  'host-unavailable',
  'unreachable',
  'timed-out',
  'commit-gone',
  'branch-exists',
  'document-changed',
  'document-unreadable',
  'unexpected-answer',
] as const;
export type CodeHostErrorCode = (typeof CODE_HOST_ERROR_CODES)[number];

/** Codes where asking again later can help with nothing else changed. */
const PASSING: readonly CodeHostErrorCode[] = [
  'conflict',
  'rate-limited',
  'host-unavailable',
  'unreachable',
  'timed-out',
];

/** GitHub could not do what was asked. The message is one sentence: what happened, to what, what to do now. */
export class CodeHostError extends CountersignError {
  declare readonly code: CodeHostErrorCode;

  constructor(
    code: CodeHostErrorCode,
    message: string,
    options: { retryAfterMs?: number | null; cause?: unknown } = {},
  ) {
    super(code, message, { ...options, permanent: !PASSING.includes(code) });
  }
}

/** What was being done, for the sentence: `read pull request 7` of `acme/payments`, which needs `Pull requests: read`. */
export type Doing = { verb: string; repo: string | null; permission: string };

/** Names every failure of a call to GitHub. `now` in epoch milliseconds, for the reset time of a rate limit. */
export function toCodeHostError(thrown: unknown, doing: Doing, now: number): CodeHostError {
  if (thrown instanceof CodeHostError) return thrown;
  const where = doing.repo === null ? '' : ` in ${doing.repo}`;
  const could = `GitHub could not ${doing.verb}${where}`;
  const answer = answerOf(thrown);
  if (answer === null) return unanswered(thrown, could);

  const fail = (code: CodeHostErrorCode, rest: string, retryAfterMs: number | null = null) =>
    new CodeHostError(code, `${could}: ${rest}`, { retryAfterMs, cause: thrown });

  if (isRateLimit(answer)) {
    const wait = retryAfterMs(answer.headers, now) ?? MINUTE_MS;
    return fail('rate-limited', `its rate limit is used up; Countersign tries again in ${seconds(wait)}.`, wait);
  }
  switch (answer.status) {
    case 401:
      return fail(
        'bad-credentials',
        'it does not accept our credentials; check GITHUB_TOKEN, or GITHUB_APP_ID and GITHUB_PRIVATE_KEY.',
      );
    case 403:
      return fail(
        'permission-missing',
        `the permission "${neededPermission(answer, doing)}" is missing; grant it to Countersign's app or token${quoted(answer)}.`,
      );
    case 404:
      return fail(
        'not-found',
        `it is not there, or Countersign may not see it; check the name, and that the app is installed there with "${doing.permission}".`,
      );
    case 409:
      return fail(
        'conflict',
        `something else changed it at the same time${quoted(answer)}; Countersign tries again.`,
        retryAfterMs(answer.headers, now),
      );
    case 410:
    case 451:
      return fail('gone', `it is no longer available${quoted(answer)}; nothing more can be done there.`);
    case 422:
    case 400:
      return fail('refused', `it refused the request${quoted(answer)}; correct what the sentence names and repeat it.`);
    default:
      return answer.status >= 500
        ? fail(
            'host-unavailable',
            `it answered ${answer.status}; Countersign tries again.`,
            retryAfterMs(answer.headers, now),
          )
        : fail('unexpected-answer', `it answered ${answer.status}${quoted(answer)}; see https://www.githubstatus.com.`);
  }
}

/** True for this HTTP status of a failed call, whatever it was wrapped in. */
export function hasStatus(thrown: unknown, ...statuses: number[]): boolean {
  const answer = answerOf(thrown instanceof CodeHostError ? thrown.cause : thrown);
  return answer !== null && statuses.includes(answer.status);
}

export function commitGone(repo: string, which: string, cause: unknown): CodeHostError {
  return new CodeHostError(
    'commit-gone',
    `${repo} no longer has commit ${which}, probably after a force push; ask for the check again once the pull request stands still.`,
    { cause },
  );
}

export function short(sha: string): string {
  return sha.slice(0, 7);
}

/** GitHub names what it would have accepted: `checks=write`. */
function neededPermission({ headers }: Answer, doing: Doing): string {
  return headers['x-accepted-github-permissions'] || doing.permission;
}

function quoted({ message }: Answer): string {
  const text = message.replace(/\s+/g, ' ').trim().slice(0, 200);
  return text === '' ? '' : ` (it says: ${text})`;
}

function unanswered(thrown: unknown, could: string): CodeHostError {
  const cause = causeOf(thrown);
  const options = { cause: thrown };
  if ([thrown, cause].some(isTimeout)) {
    return new CodeHostError('timed-out', `${could}: it gave no answer in time; Countersign tries again.`, options);
  }
  const said = messageOf(thrown).replace(/\s+/g, ' ').replace(/\.$/, '');
  if (isHttpError(thrown) || hasCode(cause)) {
    const rest = `it cannot be reached (${said}); check GITHUB_API_URL and the network.`;
    return new CodeHostError('unreachable', `${could}: ${rest}`, options);
  }
  const rest = `something unforeseen happened (${said}); check GITHUB_PRIVATE_KEY and GITHUB_API_URL, then report it.`;
  return new CodeHostError('unexpected-answer', `${could}: ${rest}`, options);
}

function isTimeout(thrown: unknown): boolean {
  return thrown instanceof Error && (thrown.name === 'TimeoutError' || /timeout/i.test(thrown.message));
}

/** What Octokit throws when a request got no answer. */
function isHttpError(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'HttpError';
}

/** A network failure of Node carries a code: ECONNREFUSED, UND_ERR_SOCKET. */
function hasCode(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string';
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function seconds(ms: number): string {
  return `${Math.ceil(ms / SECOND_MS)} s`;
}
