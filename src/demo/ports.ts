import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

/** Where the demo's two pages listen. */
const Ports = z.object({ page: z.number().int().min(1).max(65_535), github: z.number().int().min(1).max(65_535) });
export type Ports = z.infer<typeof Ports>;

export const USUAL_PORTS: Ports = { page: 4100, github: 4101 };
const FILE = 'ports.json';

/**
 * For each page the port of the last start, else the usual one, else any free one: links in old messages keep leading
 * somewhere for as long as nothing else took the port.
 */
export async function choosePorts(dir: string): Promise<Ports> {
  const before = await rememberedPorts(dir);
  const page = await firstFree([before?.page, USUAL_PORTS.page], []);
  return { page, github: await firstFree([before?.github, USUAL_PORTS.github], [page]) };
}

export async function rememberPorts(dir: string, ports: Ports): Promise<void> {
  await writeFile(join(dir, FILE), `${JSON.stringify(ports)}\n`);
}

/** Null when there are none to go by: a first start, or a file somebody wrote into. */
async function rememberedPorts(dir: string): Promise<Ports | null> {
  try {
    const read = Ports.safeParse(JSON.parse(await readFile(join(dir, FILE), 'utf8')));
    return read.success ? read.data : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

async function firstFree(wanted: readonly (number | undefined)[], taken: readonly number[]): Promise<number> {
  for (const port of wanted) {
    if (port === undefined || taken.includes(port)) continue;
    if ((await tryPort(port)) !== null) return port;
  }
  return freePort();
}

/** A port on loopback that nobody had a moment ago. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === null) throw new Error('The machine gave no free port on 127.0.0.1.');
  return port;
}

/** The port once it was listened on and let go of again; null when somebody else has it. */
async function tryPort(port: number): Promise<number | null> {
  const server = createServer();
  const listening = await new Promise<boolean>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!listening) return null;
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address === null || typeof address === 'string' ? null : address.port;
}
