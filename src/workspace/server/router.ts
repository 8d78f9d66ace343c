import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from '../api-error.ts';
import type { Core } from '../core.ts';
import { isTooDeep } from '../depth.ts';
import type { Faults } from '../page-api.ts';
import { useResponseUrl } from '../response-url.ts';
import { isObject } from '../validate/check.ts';
import type { Method } from '../web-api/method.ts';
import type { Rates } from '../web-api/rates.ts';
import { BodyTooLarge, isLocal, readBody, sendJson } from './http-kit.ts';
import { pageRoute } from './page-route.ts';
import { type Asset, pageAsset, pageHeaders, vendorAsset } from './static.ts';
import { webApiRoute } from './web-api-route.ts';

export type Routes = {
  core: Core;
  methods: Record<string, Method>;
  rates: Rates;
  setFaults(change: Partial<Faults>): Faults;
};

async function responseRoute(core: Core, request: IncomingMessage, response: ServerResponse, secret: string) {
  const startedMs = performance.now();
  const text = await readBody(request);
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return sendJson(response, 400, { ok: false, error: 'invalid_payload' });
  }
  if (!isObject(body) || isTooDeep(body)) return sendJson(response, 400, { ok: false, error: 'invalid_payload' });
  let answer: Record<string, unknown> = { ok: true };
  let status = 200;
  try {
    useResponseUrl(core, secret, body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    status = error.status === 200 ? 400 : error.status;
    answer = { ok: false, error: error.code, ...error.extra };
  }
  const ms = Math.round(performance.now() - startedMs);
  const record = { direction: 'from-app', kind: 'response_url', ok: status === 200, summary: '', ms } as const;
  core.wire.add({ ...record, request: body, response: answer });
  sendJson(response, status, answer);
}

function sendAsset(response: ServerResponse, asset: Asset | null): void {
  if (!asset) {
    response.writeHead(404, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' });
    response.end('There is nothing at this address.\n');
    return;
  }
  response.writeHead(200, { ...pageHeaders, 'content-type': asset.contentType, 'cache-control': 'no-cache' });
  response.end(asset.body);
}

async function getAsset(path: string): Promise<Asset | null> {
  if (path === '/' || path.startsWith('/archives/') || path.startsWith('/app/')) return pageAsset('index.html');
  if (path.startsWith('/page/')) return pageAsset(path.slice('/page/'.length));
  if (path.startsWith('/vendor/')) return vendorAsset(path.slice('/vendor/'.length));
  return null;
}

async function route(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { core, methods, rates } = routes;
  if (!isLocal(request)) return sendJson(response, 403, { ok: false, error: 'not_local' });
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (!url) return sendJson(response, 400, { ok: false, error: 'invalid_address' });
  const path = url.pathname;
  if (path.startsWith('/api/')) return webApiRoute(core, methods, rates, request, response, url);
  if (path.startsWith('/_workspace/')) return pageRoute(routes, request, response, url);
  if (path.startsWith('/response/') && request.method === 'POST') {
    return responseRoute(core, request, response, path.slice('/response/'.length));
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendJson(response, 405, { ok: false, error: 'method_not_allowed' });
  }
  sendAsset(response, await getAsset(decodePath(path)));
}

/** A path that is not valid percent-encoding stays as it is and is simply not found. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

export async function handle(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await route(routes, request, response);
  } catch (error) {
    if (response.headersSent || response.destroyed) return;
    const tooLarge = error instanceof BodyTooLarge;
    if (!tooLarge)
      process.emitWarning(`The workspace could not answer ${request.url?.split('?')[0]}: ${String(error)}`);
    const body = { ok: false, error: tooLarge ? 'request_too_large' : 'internal_error' };
    sendJson(response, tooLarge ? 413 : 500, body, { connection: 'close' });
  }
}
