import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';

/** They belong to one connection and are made anew for the next (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'upgrade']);

/**
 * Hands a request to the emulator and its answer back, both as they are: method, address, headers, bytes, status.
 * `done` hears the status once all of the answer has been handed over.
 */
export function passThrough(
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
  done: (status: number) => void,
): void {
  const upstream = ask({
    host: '127.0.0.1',
    port,
    method: request.method,
    path: request.url,
    headers: endToEnd(request.rawHeaders),
    setHost: false,
    // A kept connection may close under a request that must not be sent twice.
    agent: false,
  });
  upstream.on('response', (answer) => {
    const status = answer.statusCode ?? 502;
    response.writeHead(status, answer.statusMessage, endToEnd(answer.rawHeaders));
    answer.pipe(response);
    answer.on('end', () => done(status));
    answer.on('error', () => response.destroy());
  });
  upstream.on('error', (cause) => {
    if (response.headersSent) return void response.destroy();
    const message = `The emulated GitHub behind this page did not answer (${cause.message}). Start the demo again.`;
    response.writeHead(502, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify({ message }));
  });
  response.on('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
  request.pipe(upstream);
}

/** Names and values in turn, as Node gives and takes them, so that case, order and repeats survive. */
function endToEnd(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (!HOP_BY_HOP.has(name.toLowerCase())) kept.push(name, raw[index + 1] ?? '');
  }
  return kept;
}
