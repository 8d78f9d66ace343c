import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventDraft } from '../../model/event.ts';
import type { HttpDeps } from './deps.ts';
import { OPEN_ROUTES } from './guards.ts';
import { askParts } from './health.ts';
import { createMetrics } from './metrics.ts';
import { buildServer } from './server.ts';

const SECRET = 'webhook-secret';
const TOKEN = 'heartbeat-token';
const OPENED = JSON.stringify({
  action: 'opened',
  pull_request: { number: 7, head: { sha: 'a'.repeat(40) }, base: { sha: 'b'.repeat(40) } },
  repository: { full_name: 'acme/payments' },
  sender: { login: 'alice' },
});
const sign = (body: string | Buffer) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

type Server = Awaited<ReturnType<typeof buildServer>>;
let server: Server;
afterEach(() => server.close());

async function start(changes: Partial<HttpDeps> = {}, config: Partial<HttpDeps['config']> = {}) {
  const metrics = createMetrics({ processMetrics: false });
  const stored = new Map<string, EventDraft>();
  const logged: string[] = [];
  const write = (_fields: Record<string, unknown>, message: string) => logged.push(message);
  server = await buildServer({
    accept: async (draft) => {
      if (stored.has(draft.dedupeKey)) return 'seen';
      stored.set(draft.dedupeKey, draft);
      return 'stored';
    },
    pullRequestsAt: async () => [],
    heartbeat: async (id) => (id === 'nightly-backup' ? 'recorded' : 'unknown-watcher'),
    ready: async () => ({ ready: true, parts: { database: { ok: true, detail: 'Reads and writes.' } } }),
    metrics: () => metrics.text(),
    received: metrics.received,
    log: { info: write, warn: write, error: write },
    config: {
      githubWebhookSecret: SECRET,
      heartbeatToken: TOKEN,
      checkName: 'Countersign',
      githubAppId: null,
      ...config,
    },
    ...changes,
  });
  return { stored, logged, metrics };
}

function deliver(body: string | Buffer, headers: Record<string, string> = {}) {
  return server.inject({
    method: 'POST',
    url: '/webhooks/github',
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'pull_request',
      'x-github-delivery': 'd-1',
      'x-hub-signature-256': sign(body),
      ...headers,
    },
    payload: body,
  });
}

describe('a webhook of GitHub', () => {
  it('is stored before it is answered with 202, and once only', async () => {
    const { stored, metrics } = await start();
    const first = await deliver(OPENED);
    expect([first.statusCode, first.json()]).toEqual([202, { status: 'stored' }]);
    const second = await deliver(OPENED);
    expect([second.statusCode, second.json()]).toEqual([202, { status: 'seen' }]);
    expect([...stored.keys()]).toEqual(['github:d-1']);
    expect(await metrics.text()).toContain(
      'countersign_events_received_total{source="github",kind="pull_request",result="seen"} 1',
    );
  });

  it('answers a ping', async () => {
    await start();
    expect((await deliver('{"zen":"Design for failure."}', { 'x-github-event': 'ping' })).statusCode).toBe(200);
  });

  it('ignores an event it does not know, and counts it', async () => {
    const { stored, metrics } = await start();
    const response = await deliver('{"action":"created"}', { 'x-github-event': 'star' });
    expect([response.statusCode, response.json().status, stored.size]).toEqual([202, 'ignored', 0]);
    expect(await metrics.text()).toContain('{source="github",kind="other",result="ignored"} 1');
  });

  it.each<[string, number, string, string | Buffer, Record<string, string>]>([
    ['no signature', 401, 'missing-signature', OPENED, { 'x-hub-signature-256': '' }],
    ['a malformed signature', 401, 'malformed-signature', OPENED, { 'x-hub-signature-256': 'sha256=12' }],
    ['a wrong signature', 401, 'wrong-signature', OPENED, { 'x-hub-signature-256': sign(`${OPENED} `) }],
    ['a wrong signature under broken JSON', 401, 'wrong-signature', '{', { 'x-hub-signature-256': sign('{}') }],
    ['broken JSON', 400, 'invalid-json', '{"action":', {}],
    ['an empty body', 400, 'invalid-json', '', {}],
    ['a body that is not UTF-8', 400, 'invalid-json', Buffer.from([0x22, 0xff, 0x22]), {}],
    ['another shape', 400, 'unreadable-payload', '{"action":"opened"}', {}],
    ['a hundred thousand open brackets', 400, 'invalid-json', '['.repeat(100_000), {}],
    ['no delivery id', 400, 'no-delivery-id', OPENED, { 'x-github-delivery': '' }],
    ['a delivery id that is none', 400, 'no-delivery-id', OPENED, { 'x-github-delivery': "1' or '1" }],
    ['a body above 1 MiB', 413, 'too-large', `"${'x'.repeat(1024 * 1024)}"`, {}],
    ['a form', 415, 'wrong-media-type', OPENED, { 'content-type': 'application/x-www-form-urlencoded' }],
    ['plain text', 415, 'wrong-media-type', OPENED, { 'content-type': 'text/plain' }],
  ])('is refused with %s: %i %s', async (_, status, error, body, headers) => {
    const { stored } = await start();
    const response = await deliver(body, headers);
    expect([response.statusCode, response.json().error, stored.size]).toEqual([status, error, 0]);
    expect(response.json().message).toMatch(/^[A-Z].*\.$/);
  });

  it('takes a body of just under 1 MiB', async () => {
    await start();
    const padded = OPENED.replace('{', `{"padding":"${'x'.repeat(1024 * 1024 - 1_000)}",`);
    expect((await deliver(padded)).statusCode).toBe(202);
  });

  it('counts a refused signature', async () => {
    const { metrics } = await start();
    await deliver(OPENED, { 'x-hub-signature-256': '' });
    expect(await metrics.text()).toContain('{source="github",kind="unverified",result="refused"} 1');
  });

  it('is answered with 503 when it cannot be stored, without saying what broke', async () => {
    const { logged } = await start({ accept: () => Promise.reject(new Error('SQLITE_FULL at /var/data')) });
    const response = await deliver(OPENED);
    expect([response.statusCode, response.json().error, logged.length]).toEqual([503, 'not-stored', 1]);
    expect(response.body).not.toContain('SQLITE');
  });

  it('is answered with 503 when no secret is set', async () => {
    await start({}, { githubWebhookSecret: null });
    const response = await deliver(OPENED);
    expect([response.statusCode, response.json().error]).toEqual([503, 'no-secret-configured']);
  });

  it('finds the pull requests of a suite that names none', async () => {
    const suite = JSON.stringify({
      action: 'rerequested',
      repository: { full_name: 'acme/payments' },
      check_suite: { head_sha: 'a'.repeat(40), pull_requests: [] },
    });
    const { stored } = await start({ pullRequestsAt: async () => [7] });
    expect((await deliver(suite, { 'x-github-event': 'check_suite' })).json()).toEqual({ status: 'stored' });
    expect([...stored.values()][0]?.data).toMatchObject({ number: 7, reason: 'rerequested' });
  });
});

describe('a heartbeat', () => {
  const beat = (id: string, headers: Record<string, string> = {}) =>
    server.inject({ method: 'POST', url: `/v1/watchers/${id}/heartbeat`, headers });

  it('is recorded, with a body or without', async () => {
    await start();
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await beat('nightly-backup', headers)).statusCode).toBe(202);
    const withBody = await server.inject({
      method: 'POST',
      url: '/v1/watchers/nightly-backup/heartbeat',
      headers: { ...headers, 'content-type': 'text/plain' },
      payload: 'done',
    });
    expect(withBody.statusCode).toBe(202);
  });

  it.each<[string, number, string, string, Record<string, string>]>([
    ['no token', 401, 'wrong-token', 'nightly-backup', {}],
    ['a wrong token', 401, 'wrong-token', 'nightly-backup', { authorization: 'Bearer guess' }],
    ['a token that begins right', 401, 'wrong-token', 'nightly-backup', { authorization: `Bearer ${TOKEN}x` }],
    ['another scheme', 401, 'wrong-token', 'nightly-backup', { authorization: `Basic ${TOKEN}` }],
    ['an unknown watcher', 404, 'unknown-watcher', 'nobody', { authorization: `Bearer ${TOKEN}` }],
    ['an id that is none', 404, 'unknown-watcher', '%2e%2e%2fetc', { authorization: `Bearer ${TOKEN}` }],
  ])('is refused with %s', async (_, status, error, id, headers) => {
    await start();
    const response = await beat(id, headers);
    expect([response.statusCode, response.json().error]).toEqual([status, error]);
  });

  it('is refused when its body is large', async () => {
    await start();
    const response = await server.inject({
      method: 'POST',
      url: '/v1/watchers/nightly-backup/heartbeat',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'text/plain' },
      payload: 'x'.repeat(2_000),
    });
    expect(response.statusCode).toBe(413);
  });

  it('is refused with a sentence when no token is set', async () => {
    await start({}, { heartbeatToken: null });
    const response = await beat('nightly-backup', { authorization: 'Bearer null' });
    expect([response.statusCode, response.json().error]).toEqual([503, 'no-token-configured']);
  });
});

describe('health', () => {
  it('is live while the process answers', async () => {
    await start({ ready: () => Promise.reject(new Error('down')) });
    expect((await server.inject('/health/live')).statusCode).toBe(200);
    expect((await server.inject('/health/ready')).statusCode).toBe(503);
  });

  it('is ready only when every part is, and shows each', async () => {
    await start({
      ready: () =>
        askParts(
          {
            database: async () => 'Reads and writes.',
            slack: () => Promise.reject(new Error('Slack refused the token.')),
            github: () => new Promise(() => undefined),
          },
          20,
        ),
    });
    const response = await server.inject('/health/ready');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toEqual({
      ready: false,
      parts: {
        database: { ok: true, detail: 'Reads and writes.' },
        slack: { ok: false, detail: 'Slack refused the token.' },
        github: { ok: false, detail: 'It gave no answer in 20 ms.' },
      },
    });
  });
});

describe('metrics', () => {
  it('shows what was counted and what is true now', async () => {
    const { metrics } = await start();
    metrics.judged('block', 250);
    metrics.delivered('check.report', 'dead');
    metrics.sample({
      inbox: { pending: 0, dead: 0, oldestPendingMs: null },
      outbox: { pending: 3, dead: 1, oldestPendingMs: 90_000 },
      ledgerEntries: 12,
    });
    const { body, headers } = await server.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain; version=0.0.4');
    expect(body).toContain('countersign_verdicts_total{verdict="block"} 1');
    expect(body).toContain('countersign_deliveries_total{kind="check.report",result="dead"} 1');
    expect(body).toContain('countersign_queue_oldest_seconds{queue="outbox"} 90');
    expect(body).toContain('countersign_ledger_entries 12');
  });
});

describe('the server', () => {
  it('has a guard on every route, and only the listed ones are open', async () => {
    await start({ mountSlack: (scope) => void scope.post('/slack/events', async () => ({})) });
    const routes = server.guardedRoutes.map(({ method, url, guard }) => `${guard} ${method} ${url}`);
    expect(routes.sort()).toEqual([
      'bearer POST /v1/watchers/:id/heartbeat',
      'github-signature POST /webhooks/github',
      'open GET /health/live',
      'open GET /health/ready',
      'open GET /metrics',
      'slack-signature POST /slack/events',
    ]);
    const open = server.guardedRoutes
      .filter(({ guard }) => guard === 'open')
      .map(({ method, url }) => `${method} ${url}`);
    expect(open.sort()).toEqual([...OPEN_ROUTES].sort());
  });

  it('answers without credentials on the open routes only', async () => {
    await start();
    for (const { method, url, guard } of server.guardedRoutes) {
      const response = await server.inject({
        method: method as 'GET' | 'POST',
        url: url.replace(':id', 'nightly-backup'),
      });
      expect([url, response.statusCode < 400]).toEqual([url, guard === 'open']);
    }
  });

  it('refuses to start with a route that names no guard or is open without being listed', async () => {
    await start();
    const mounting = (mountSlack: NonNullable<HttpDeps['mountSlack']>) => start({ mountSlack });
    await expect(mounting((scope) => void scope.get('/v1/secrets', async () => ({})))).rejects.toThrow(
      'names no guard',
    );
    await expect(
      mounting((scope) => void scope.get('/v1/secrets', { config: { guard: 'open' } }, async () => ({}))),
    ).rejects.toThrow('not listed in OPEN_ROUTES');
  });

  it.each([
    'GET /',
    'GET /webhooks/github',
    'HEAD /health/live',
    'DELETE /v1/watchers/x/heartbeat',
    'GET /health/live/../../etc/passwd',
    'GET /%00',
    'OPTIONS /metrics',
  ])('answers %s with a sentence and nothing more', async (line) => {
    await start();
    const [method = '', url = ''] = line.split(' ');
    const response = await server.inject({ method: method as 'GET', url });
    expect(response.statusCode).toBe(404);
    expect(response.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cache-control': 'no-store',
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(response.headers.server).toBeUndefined();
  });

  it('answers an address it cannot decode', async () => {
    await start();
    expect((await server.inject('/%zz')).statusCode).toBe(400);
  });

  it('gives each request an id of its own, whatever the caller sends, and no stack trace', async () => {
    const { logged } = await start({ metrics: () => Promise.reject(new Error('secret detail')) });
    const response = await server.inject({
      url: '/metrics',
      headers: { 'x-request-id': 'mine', 'request-id': 'mine' },
    });
    expect([response.statusCode, response.json().error, logged.length]).toEqual([500, 'failed', 1]);
    expect(response.body).not.toContain('secret detail');
    expect(response.json().requestId).toBe(response.headers['x-request-id']);
    expect(response.json().requestId).not.toBe('mine');
  });
});
