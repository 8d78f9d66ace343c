import type { FastifyInstance } from 'fastify';
import { messageOf } from '../../shared/errors.ts';
import { SECOND_MS } from '../../shared/time.ts';
import { refuse } from './answers.ts';
import type { HttpDeps } from './deps.ts';

export type ReadinessPart = { ok: boolean; detail: string };
/** Ready only when every part is. */
export type ReadinessReport = { ready: boolean; parts: Record<string, ReadinessPart> };

const PART_LIMIT_MS = 5 * SECOND_MS;

/**
 * Asks every part at once, each within `limitMs`. A check resolves with what it saw, or throws with what is wrong;
 * one that does not answer in time is not ready.
 */
export async function askParts(
  checks: Record<string, () => Promise<string>>,
  limitMs = PART_LIMIT_MS,
): Promise<ReadinessReport> {
  const asked = Object.entries(checks).map(async ([name, check]) => [name, await askPart(check, limitMs)] as const);
  const parts = Object.fromEntries(await Promise.all(asked));
  return { ready: Object.values(parts).every(({ ok }) => ok), parts };
}

async function askPart(check: () => Promise<string>, limitMs: number): Promise<ReadinessPart> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It gave no answer in ${limitMs} ms.`)), limitMs);
  });
  try {
    return { ok: true, detail: await Promise.race([check(), late]) };
  } catch (thrown) {
    return { ok: false, detail: messageOf(thrown) };
  } finally {
    clearTimeout(timer);
  }
}

/** Live: the process answers. Ready: it can do its work; 503 with every part when it cannot. */
export function healthRoutes(server: FastifyInstance, deps: Pick<HttpDeps, 'ready' | 'log'>): void {
  server.get('/health/live', { config: { guard: 'open' } }, async () => ({ live: true }));

  server.get('/health/ready', { config: { guard: 'open' } }, async (_request, reply) => {
    try {
      const report = await deps.ready();
      return reply.code(report.ready ? 200 : 503).send(report);
    } catch (thrown) {
      deps.log.error({ error: messageOf(thrown) }, 'Readiness could not be found out.');
      return refuse(reply, 503, 'not-ready', 'Countersign could not find out whether it is ready; look at its log.');
    }
  });
}
