import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { retryAfterMs } from './failed-answer.ts';
import { CodeHostError, createGithub } from './index.ts';

const NOW = 1_800_000_000_000;
const inSeconds = (seconds: number) => String(NOW / 1_000 + seconds);

type Answer = { status: number; headers?: Record<string, string>; body?: unknown };
let server: Server | null = null;

afterEach(() => new Promise<void>((resolve) => (server === null ? resolve() : server.close(() => resolve()))));

/** A host that answers every request the same, and the methods it was asked with. */
async function hostThat(answer: Answer): Promise<{ host: ReturnType<typeof createGithub>; asked: string[] }> {
  const asked: string[] = [];
  const made = createServer((request, response) => {
    asked.push(request.method ?? '');
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body ?? { message: 'No.' }));
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  server = made;
  const apiUrl = `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
  const host = createGithub({
    apiUrl,
    credentials: { kind: 'token', token: 'secret-token' },
    now: () => NOW,
    timeoutMs: 5_000,
  });
  return { host, asked };
}

async function failure(work: Promise<unknown>): Promise<CodeHostError> {
  const thrown = await work.catch((error: unknown) => error);
  if (thrown instanceof CodeHostError) return thrown;
  throw new Error(`Expected a CodeHostError, got ${String(thrown)}.`);
}

describe('a failed call', () => {
  it.each<[string, Answer, Partial<CodeHostError>]>([
    [
      'primary rate limit',
      { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(90) } },
      { code: 'rate-limited', permanent: false, retryAfterMs: 90_000 },
    ],
    [
      'primary rate limit as 429',
      { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(7) } },
      { code: 'rate-limited', permanent: false, retryAfterMs: 7_000 },
    ],
    [
      'secondary rate limit with retry-after',
      { status: 403, headers: { 'retry-after': '30', 'x-ratelimit-remaining': '4000' } },
      { code: 'rate-limited', permanent: false, retryAfterMs: 30_000 },
    ],
    [
      'secondary rate limit in words only',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
      { code: 'rate-limited', permanent: false, retryAfterMs: 60_000 },
    ],
    [
      'missing permission',
      {
        status: 403,
        headers: { 'x-accepted-github-permissions': 'contents=read' },
        body: { message: 'Resource not accessible by integration' },
      },
      { code: 'permission-missing', permanent: true, retryAfterMs: null },
    ],
    ['wrong credentials', { status: 401 }, { code: 'bad-credentials', permanent: true }],
    ['nothing there', { status: 404 }, { code: 'not-found', permanent: true }],
    ['gone', { status: 410 }, { code: 'gone', permanent: true }],
    ['blocked for legal reasons', { status: 451 }, { code: 'gone', permanent: true }],
    [
      'refused',
      { status: 422, body: { message: 'Validation Failed', errors: [{ message: 'No commits' }] } },
      { code: 'refused', permanent: true },
    ],
    ['a conflict', { status: 409 }, { code: 'conflict', permanent: false }],
    [
      'an outage',
      { status: 503, headers: { 'retry-after': '5' } },
      { code: 'host-unavailable', permanent: false, retryAfterMs: 5_000 },
    ],
    ['an odd answer', { status: 418 }, { code: 'unexpected-answer', permanent: true }],
  ])('is named: %s', async (_, answer, expected) => {
    const { host } = await hostThat(answer);
    const error = await failure(host.defaultBranch('acme/payments'));
    expect(error).toMatchObject(expected);
    expect(error.message).toMatch(/^GitHub could not read the repository in acme\/payments: [^\n]+\.$/);
    expect(JSON.stringify(error.message)).not.toContain('secret-token');
  });

  it('names the permission that is missing', async () => {
    const { host } = await hostThat({ status: 403, headers: { 'x-accepted-github-permissions': 'contents=write' } });
    expect((await failure(host.createBranch('acme/payments', 'patch', 'a'.repeat(40)))).message).toContain(
      '"contents=write"',
    );
  });

  it('says what a token needs that may write neither check runs nor statuses', async () => {
    const { host } = await hostThat({ status: 403, body: { message: 'You must authenticate via a GitHub App.' } });
    const report = {
      repo: 'acme/payments',
      headSha: 'a'.repeat(40),
      externalId: 'x',
      status: 'in_progress' as const,
      conclusion: null,
      title: 'Looking',
      summary: '',
      detailsUrl: null,
      annotations: [],
    };
    expect((await failure(host.reportCheck(report, false))).message).toContain(
      '"Commit statuses: write", or set GITHUB_APP_ID',
    );
  });

  it('passes on what GitHub says of a refusal', async () => {
    const { host } = await hostThat({
      status: 422,
      body: { message: 'Validation Failed', errors: [{ resource: 'PullRequest', field: 'head', code: 'invalid' }] },
    });
    expect((await failure(host.defaultBranch('acme/payments'))).message).toContain(
      'Validation Failed (PullRequest head invalid)',
    );
  });

  it('is asked once more for a read and never for a write', async () => {
    const read = await hostThat({ status: 502 });
    await failure(read.host.defaultBranch('acme/payments'));
    expect(read.asked).toEqual(['GET', 'GET']);
    server?.close();
    const write = await hostThat({ status: 502 });
    await failure(write.host.createBranch('acme/payments', 'patch', 'a'.repeat(40)));
    expect(write.asked).toEqual(['POST']);
  });

  it('is told apart from a host that cannot be reached', async () => {
    const { host } = await hostThat({ status: 200 });
    server?.closeAllConnections();
    await new Promise((resolve) => server?.close(resolve));
    expect(await failure(host.createBranch('acme/payments', 'patch', 'a'.repeat(40)))).toMatchObject({
      code: 'unreachable',
      permanent: false,
    });
  });

  it('says that a private key cannot be used', async () => {
    const host = createGithub({
      apiUrl: 'http://127.0.0.1:9',
      credentials: { kind: 'app', appId: 1, privateKey: 'no key' },
    });
    const error = await failure(host.ping());
    expect([error.code, error.permanent]).toEqual(['unexpected-answer', true]);
    expect(error.message).toContain('GITHUB_PRIVATE_KEY');
    expect(error.message).not.toContain('no key');
  });

  it('is told apart from a host that does not answer in time', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const host = createGithub({ apiUrl, credentials: { kind: 'token', token: 't' }, timeoutMs: 50 });
    const error = await failure(host.createBranch('acme/payments', 'patch', 'a'.repeat(40)));
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    expect(error).toMatchObject({ code: 'timed-out', permanent: false });
  });
});

describe('the wait GitHub asks for', () => {
  it.each<[Record<string, string>, number | null]>([
    [{ 'retry-after': '12' }, 12_000],
    [{ 'retry-after': new Date(NOW + 20_000).toUTCString() }, 20_000],
    [{ 'retry-after': new Date(NOW - 20_000).toUTCString() }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(-5) }, 1_000],
    [{ 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': inSeconds(60) }, null],
    [{}, null],
  ])('is read from %j as %s ms', (headers, expected) => {
    expect(retryAfterMs(headers, NOW)).toBe(expected);
  });
});
