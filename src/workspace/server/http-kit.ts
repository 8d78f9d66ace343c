import type { IncomingMessage, ServerResponse } from 'node:http';

export const maxBodyBytes = 1_048_576;

export class BodyTooLarge extends Error {}

/** Reads a request body of at most 1 MiB. */
export async function readBody(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw new BodyTooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBodyBytes) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

function hostOf(value: string | undefined): string {
  const url = URL.parse(value?.includes('://') ? value : `http://${value ?? ''}`);
  return url?.hostname ?? '';
}

/**
 * A page elsewhere must not reach this server through a name that points at loopback, nor post to it:
 * both the Host and, when sent, the Origin have to be loopback.
 */
export function isLocal(request: IncomingMessage): boolean {
  const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  // A link on another site may lead here; a script, picture or form there may not.
  if (site === 'cross-site' && mode !== 'navigate') return false;
  return loopback.has(hostOf(host)) && (origin === undefined || loopback.has(hostOf(origin)));
}
