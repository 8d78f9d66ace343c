import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CheckReport } from '../../ports/code-host.ts';
import { createGithub } from './index.ts';

const HEAD = 'a'.repeat(40);
let server: Server;
let sent: { path: string; body: Record<string, unknown> }[];

/** GitHub as a personal token meets it: no check runs, but statuses. */
beforeEach(async () => {
  sent = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      sent.push({ path, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) });
      const isStatus = path.endsWith(`/statuses/${HEAD}`);
      response.writeHead(isStatus ? 201 : 403, { 'content-type': 'application/json' });
      response.end(JSON.stringify(isStatus ? { id: 5 } : { message: 'You must authenticate via a GitHub App.' }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('a token that is no app', () => {
  it.each<[CheckReport['conclusion'], string]>([
    [null, 'pending'],
    ['success', 'success'],
    ['failure', 'failure'],
    ['action_required', 'failure'],
    ['cancelled', 'error'],
    ['neutral', 'pending'],
  ])('reports %s as the commit status %s', async (conclusion, state) => {
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const host = createGithub({ apiUrl, credentials: { kind: 'token', token: 't' } });
    const report: CheckReport = {
      repo: 'acme/payments',
      headSha: HEAD,
      externalId: 'x',
      status: conclusion === null ? 'in_progress' : 'completed',
      conclusion,
      title: 'T'.repeat(200),
      summary: 'Long.',
      detailsUrl: 'https://acme.example/message',
      annotations: [],
    };
    expect(await host.reportCheck(report, false)).toEqual({ id: 'status:5' });
    expect(sent.at(-1)).toMatchObject({
      path: `/repos/acme/payments/statuses/${HEAD}`,
      body: {
        context: 'Countersign',
        state,
        target_url: 'https://acme.example/message',
        description: `${'T'.repeat(139)}…`,
      },
    });
  });
});
