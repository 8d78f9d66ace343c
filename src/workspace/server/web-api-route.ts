import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Core } from '../core.ts';
import { isTooDeep } from '../depth.ts';
import type { Args } from '../web-api/args.ts';
import { answerCall } from '../web-api/call.ts';
import type { Method } from '../web-api/method.ts';
import type { Rates } from '../web-api/rates.ts';
import { readBody, sendJson } from './http-kit.ts';

type Parsed = { args: Args } | { error: string };

function parse(contentType: string, body: string, query: URLSearchParams): Parsed {
  const fromQuery = Object.fromEntries(query);
  if (body === '') return { args: fromQuery };
  if (contentType.startsWith('application/json')) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(body);
    } catch {
      return { error: 'invalid_json' };
    }
    if (isTooDeep(parsed)) return { error: 'invalid_json' };
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
    return isObject ? { args: { ...fromQuery, ...(parsed as Args) } } : { error: 'json_not_object' };
  }
  if (contentType.startsWith('application/x-www-form-urlencoded')) {
    return { args: { ...fromQuery, ...Object.fromEntries(new URLSearchParams(body)) } };
  }
  return { error: 'invalid_post_type' };
}

/** The token: the Authorization header, else the form field. */
function tokenOf(request: IncomingMessage, args: Args): string | null {
  const header = request.headers.authorization;
  if (header?.startsWith('Bearer ')) return header.slice(7).trim();
  return typeof args.token === 'string' ? args.token : null;
}

export async function webApiRoute(
  core: Core,
  methods: Record<string, Method>,
  rates: Rates,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const body = await readBody(request);
  const parsed = parse(request.headers['content-type'] ?? '', body, url.searchParams);
  if ('error' in parsed) return sendJson(response, 200, { ok: false, error: parsed.error });
  const { args } = parsed;
  const call = { method: url.pathname.slice('/api/'.length), args, token: tokenOf(request, args) };
  const answer = await answerCall(core, methods, rates, call);
  if (answer.lost) {
    request.socket.destroy();
    return;
  }
  sendJson(response, answer.status, answer.body, answer.headers);
}
