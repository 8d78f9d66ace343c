import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '../api-error.ts';
import type { Core } from '../core.ts';
import type { Json } from '../data.ts';
import { isTooDeep } from '../depth.ts';
import type { Args } from './args.ts';
import { type Method, needScope } from './method.ts';
import type { Rates } from './rates.ts';

export type Call = { method: string; args: Args; token: string | null };
export type Answer = { status: number; headers: Record<string, string>; body: Json; lost: boolean };

/** Only own names count: `constructor` is not a method. */
function find(methods: Record<string, Method>, name: string): Method | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}

function checkToken(core: Core, method: Method, token: string | null): void {
  if (method.token === 'none') return;
  if (token === null || token === '') throw new ApiError('not_authed');
  const isBot = token === core.app.botToken;
  const isApp = token === core.app.appToken;
  if (!isBot && !isApp) throw new ApiError('invalid_auth');
  const allowed = method.token === 'any' || method.token === (isApp ? 'app' : 'bot');
  if (!allowed) throw new ApiError('not_allowed_token_type');
}

function checkRate(core: Core, rates: Rates, name: string, method: Method, args: Args): void {
  if (!core.strictRates) return;
  const key = name === 'chat.postMessage' ? `${name} ${String(args.channel)}` : name;
  const waitS = rates.waitS(method.tier, key);
  if (waitS > 0) throw new ApiError('ratelimited', {}, { status: 429, headers: { 'retry-after': String(waitS) } });
}

/** A fault takes effect once per count. */
function spend(core: Core, call: Call, fault: 'rateLimitNext' | 'errorNext' | 'loseAnswerNext'): boolean {
  const { onlyMethod } = core.faults;
  if (core.faults[fault] <= 0 || (onlyMethod !== '' && onlyMethod !== call.method)) return false;
  core.faults[fault] -= 1;
  core.stream.send({ type: 'state' });
  return true;
}

function carryOut(core: Core, methods: Record<string, Method>, rates: Rates, call: Call): Json {
  if (spend(core, call, 'rateLimitNext')) {
    throw new ApiError('ratelimited', {}, { status: 429, headers: { 'retry-after': '1' } });
  }
  if (spend(core, call, 'errorNext')) throw new ApiError('internal_error', {}, { status: 500 });
  const method = find(methods, call.method);
  if (!method) throw new ApiError('unknown_method', { req_method: call.method });
  checkToken(core, method, call.token);
  checkRate(core, rates, call.method, method, call.args);
  if (method.scope) needScope(core, method.scope);
  return method.run(core, call.args);
}

function summary(call: Call): string {
  const { channel, user, user_id: userId, view_id: viewId } = call.args;
  return [channel, user, userId, viewId].filter((part) => typeof part === 'string').join(' ');
}

const jsonFields = new Set(['blocks', 'view', 'metadata', 'attachments']);

/** Form fields that hold JSON, parsed, so that the inspector shows their structure. */
function readable(args: Args): Args {
  const shown = Object.entries(args).map(([name, value]) => {
    if (typeof value !== 'string' || !jsonFields.has(name)) return [name, value];
    try {
      const parsed: unknown = JSON.parse(value);
      return [name, isTooDeep(parsed) ? value : parsed];
    } catch {
      return [name, value];
    }
  });
  return Object.fromEntries(shown);
}

/** Answers one Web API call as slack.com would, and records it. */
export async function answerCall(
  core: Core,
  methods: Record<string, Method>,
  rates: Rates,
  call: Call,
): Promise<Answer> {
  const startedMs = performance.now();
  if (core.faults.delayMs > 0) await sleep(core.faults.delayMs);
  const answer: Answer = { status: 200, headers: {}, body: { ok: true }, lost: false };
  try {
    answer.body = { ok: true, ...carryOut(core, methods, rates, call) };
    answer.headers['x-oauth-scopes'] = core.app.scopes.join(',');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    answer.status = error.status;
    answer.headers = error.headers;
    answer.body = { ok: false, error: error.code, ...error.extra };
  }
  if (answer.status === 200) answer.lost = spend(core, call, 'loseAnswerNext');
  core.wire.add({
    direction: 'from-app',
    kind: call.method,
    ok: answer.body.ok === true && !answer.lost,
    summary: answer.lost ? 'carried out, answer lost' : summary(call),
    request: readable(call.args),
    response: answer.body,
    ms: Math.round(performance.now() - startedMs),
  });
  return answer;
}
