import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { choosePorts, rememberPorts } from './ports.ts';

let dir: string;
let others: Server[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'countersign-ports-'));
  others = [];
});
afterEach(async () => {
  await Promise.all(others.map((server) => new Promise((resolve) => server.close(resolve))));
  await rm(dir, { recursive: true });
});

async function take(port: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  others.push(server);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The machine gave no port.');
  return address.port;
}

async function freed(): Promise<number> {
  const port = await take(0);
  const server = others.pop();
  await new Promise((resolve) => server?.close(resolve));
  return port;
}

it('takes the ports of the last start again, so that old links still lead somewhere', async () => {
  const before = { page: await freed(), github: await freed() };
  await rememberPorts(dir, before);
  expect(await choosePorts(dir)).toEqual(before);
});

it('takes others when somebody else has them', async () => {
  const before = { page: await take(0), github: await take(0) };
  await rememberPorts(dir, before);
  const chosen = await choosePorts(dir);
  expect(chosen.page).not.toBe(before.page);
  expect(chosen.github).not.toBe(before.github);
  expect(chosen.github).not.toBe(chosen.page);
});

it.each(['', 'not json', '{"page":"4100"}', '{"page":0,"github":99999999}'])(
  'starts afresh over a file that holds %j',
  async (text) => {
    await writeFile(join(dir, 'ports.json'), text);
    const { page, github } = await choosePorts(dir);
    expect(page).toBeGreaterThan(0);
    expect(github).toBeGreaterThan(0);
  },
);
