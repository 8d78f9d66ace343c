import Fastify, { type FastifyInstance } from 'fastify';
import { SECOND_MS } from '../../shared/time.ts';
import { dressAnswers, refuse, requestId } from './answers.ts';
import type { HttpDeps } from './deps.ts';
import { demandGuards } from './guards.ts';
import { healthRoutes } from './health.ts';
import { METRICS_CONTENT_TYPE } from './metrics.ts';
import { watcherRoutes } from './v1/watchers.ts';
import { githubWebhook } from './webhooks/github/route.ts';

const DEFAULT_BODY_LIMIT = 64 * 1024;

/** Every way in over HTTP, ready for `listen` or `inject`. What is not named here is answered with 404. */
export async function buildServer(deps: HttpDeps): Promise<FastifyInstance> {
  const server = Fastify({
    bodyLimit: DEFAULT_BODY_LIMIT,
    requestTimeout: 15 * SECOND_MS,
    connectionTimeout: 30 * SECOND_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    requestIdHeader: false,
    genReqId: requestId,
    logger: false,
    routerOptions: { maxParamLength: 100 },
    frameworkErrors: (_error, _request, reply) => {
      refuse(reply, 400, 'wrong-address', 'This address cannot be read; correct it.');
    },
  });
  server.removeAllContentTypeParsers();
  demandGuards(server);
  dressAnswers(server, deps.log);

  healthRoutes(server, deps);
  server.get('/metrics', { config: { guard: 'open' } }, async (_request, reply) =>
    reply.type(METRICS_CONTENT_TYPE).send(await deps.metrics()),
  );
  await server.register(async (scope) => githubWebhook(scope, deps));
  await server.register(async (scope) => watcherRoutes(scope, deps));
  const { mountSlack } = deps;
  if (mountSlack !== undefined) await server.register(async (scope) => mountSlack(scope));
  return server;
}
