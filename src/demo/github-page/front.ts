import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, isLocal, readBody, sendJson } from '../../workspace/server/http-kit.ts';
import type { People } from '../story.ts';
import { createActs } from './acts.ts';
import { assetOf } from './assets.ts';
import { createLive } from './live.ts';
import { passThrough } from './pass-through.ts';
import { readerOf } from './read.ts';
import { viewOf } from './routes.ts';
import { layout, sentenceView, type View } from './views/layout.ts';

export type Front = {
  url: string;
  /** Tells where the emulator listens; until then nothing is answered. */
  connect(upstreamPort: number): void;
  close(): Promise<void>;
};

export type FrontOptions = {
  /** 0 is any free one. Only 127.0.0.1 is listened on. */
  port: number;
  repos: readonly string[];
  /** Whose eyes the pages are seen with. */
  reader: { login: string; token: string };
  people(url: string): People;
};

const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * One loopback address for both: browsers get pages, everybody else the emulator, unchanged.
 * Rejects with `EADDRINUSE` when the port is taken.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const live = createLive();
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  server.on('error', (error) =>
    process.emitWarning(`The emulated GitHub could not take a connection: ${error.message}`),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const act = createActs(options.people(url));
  let upstreamPort: number | null = null;

  function send(request: IncomingMessage, response: ServerResponse, view: View): void {
    response.writeHead(view.status ?? 200, {
      ...PAGE_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      vary: 'accept',
    });
    response.end(request.method === 'HEAD' ? '' : layout(view, options.reader.login).markup);
  }

  async function own(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (request.method === 'POST' && path === 'do') return press(request, response);
    if (request.method !== 'GET')
      return sendJson(response, 405, { message: 'Only pages and their buttons live here.' });
    if (path === 'live') return live.join(response);
    const asset = path.startsWith('assets/') ? await assetOf(path.slice('assets/'.length)) : null;
    if (asset === null) return send(request, response, sentenceView(404, 'There is no such file.'));
    response.writeHead(200, { ...PAGE_HEADERS, 'content-type': asset.contentType });
    response.end(asset.body);
  }

  async function press(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A form of another page on this machine, say on another port, must not press our buttons.
    if (request.headers.origin !== `http://${request.headers.host}`)
      return send(
        request,
        response,
        sentenceView(403, 'Only a page of this GitHub can press its buttons. Open it and press there.'),
      );
    const acted = await act(Object.fromEntries(new URLSearchParams(await readBody(request))));
    if (!acted.ok) return send(request, response, sentenceView(acted.status, acted.sentence, acted.repo));
    response.writeHead(303, { ...PAGE_HEADERS, location: acted.to ?? backTo(request) });
    response.end();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isLocal(request))
      return sendJson(response, 403, { message: 'This GitHub answers on 127.0.0.1 and localhost only.' });
    if (upstreamPort === null) return sendJson(response, 503, { message: 'This GitHub is still starting. Ask again.' });
    const address = URL.parse(request.url ?? '/', 'http://localhost');
    if (address?.pathname.startsWith('/_github/'))
      return own(request, response, address.pathname.slice('/_github/'.length));
    if (address !== null && request.method === 'GET' && wantsPage(request)) {
      const reader = readerOf(`http://127.0.0.1:${upstreamPort}`, options.reader.token);
      const view = await viewOf(reader, options.repos, address, Date.now());
      if (view !== null) return send(request, response, view);
    }
    passThrough(upstreamPort, request, response, (status) => {
      if (!['GET', 'HEAD', 'OPTIONS'].includes(request.method ?? '') && status < 400) live.changed();
    });
  }

  server.on('request', (request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      if (thrown instanceof BodyTooLarge)
        return send(request, response, sentenceView(413, 'That is more than a button ever sends.'));
      const said = thrown instanceof Error ? thrown.message : String(thrown);
      send(request, response, sentenceView(502, `The emulated GitHub could not be read: ${said} Load the page again.`));
    });
  });

  return {
    url,
    connect(port) {
      upstreamPort = port;
    },
    async close() {
      live.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function wantsPage({ headers }: IncomingMessage): boolean {
  return /\btext\/html\b/.test(headers.accept ?? '');
}

/** The page a button was on, of this server only. */
function backTo({ headers }: IncomingMessage): string {
  const from = URL.parse(headers.referer ?? '');
  return from !== null && from.host === headers.host ? `${from.pathname}${from.search}` : '/';
}
