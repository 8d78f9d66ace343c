import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from '../index.ts';
import { call, connect } from '../test-client.ts';
import { seed } from '../test-seed.ts';
import { sign } from './signed-http.ts';

type Hit = { headers: IncomingHttpHeaders; body: string };
const general = 'C0GENERAL';
let app: Server;
let workspace: Workspace;
let hits: Hit[];
let answer: { status: number; headers?: Record<string, string>; body?: string };

beforeEach(async () => {
  hits = [];
  answer = { status: 200 };
  app = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    hits.push({ headers: request.headers, body });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const eventsUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}/slack/events`;
  const events = ['reaction_added' as const];
  const options = { ackMs: 3000, retryDelaysMs: [5, 5, 5] };
  workspace = await startWorkspace({ seed: { ...seed, app: { ...seed.app, eventsUrl, events } }, ...options });
});
afterEach(async () => {
  await workspace.stop();
  app.closeAllConnections();
  app.close();
});

const command = () =>
  workspace.act({ act: 'command', as: 'U0ALICE', channel: general, command: '/example', text: 'a b' });
async function react(): Promise<void> {
  const { ts } = await call(workspace, 'chat.postMessage', { channel: general, text: 'a' });
  await workspace.act({ act: 'react', as: 'U0ALICE', channel: general, ts: String(ts), name: 'eyes', remove: false });
}

describe('signed delivery', () => {
  it('knows the example of the published signature scheme', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    expect(sign('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body)).toBe(
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  it('sends a command as a signed form', async () => {
    expect(await command()).toEqual({ ok: true });
    const [hit] = hits;
    const timestampS = Number(hit?.headers['x-slack-request-timestamp']);
    expect(hit?.headers['x-slack-signature']).toBe(sign(seed.app.signingSecret, timestampS, hit?.body ?? ''));
    expect(hit?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    const fields = { command: '/example', text: 'a b', user_id: 'U0ALICE', is_enterprise_install: 'false' };
    expect(Object.fromEntries(new URLSearchParams(hit?.body))).toMatchObject(fields);
  });

  it.each([
    ['text', { body: 'plain words' }, 'plain words'],
    ['JSON', { headers: { 'content-type': 'application/json' }, body: '{"text":"from json"}' }, 'from json'],
  ])('shows an answer given as %s to the person', async (_as, given, text) => {
    answer = { status: 200, ...given };
    await command();
    expect(workspace.messages(general)).toMatchObject([{ text, ephemeralFor: 'U0ALICE' }]);
  });

  it.each([[404], [500], [302]])('tells the person of a %i', async (status) => {
    answer = { status };
    expect(await command()).toMatchObject({ ok: false, error: 'dispatch_failed' });
  });

  it('delivers an event again with its number and reason', async () => {
    answer = { status: 500 };
    await react();
    await vi.waitFor(() => expect(hits).toHaveLength(4));
    expect(hits.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3']);
    expect(hits[1]?.headers['x-slack-retry-reason']).toBe('http_error');
    const ids = hits.map(({ body }) => (JSON.parse(body) as { event_id: string }).event_id);
    expect(new Set(ids).size).toBe(1);
  });

  it('stops when the app says so', async () => {
    answer = { status: 500, headers: { 'x-slack-no-retry': '1' } };
    await react();
    await vi.waitFor(() => expect(hits).toHaveLength(1));
    answer = { status: 200 };
    await command();
    expect(hits).toHaveLength(2);
  });

  it('prefers a socket while there is one', async () => {
    const socket = await connect(workspace);
    const sent = command();
    await vi.waitFor(() => expect(socket.envelopes()).toHaveLength(1));
    for (const envelope of socket.envelopes()) socket.ack(envelope);
    expect(await sent).toEqual({ ok: true });
    expect(hits).toEqual([]);
  });
});
