import type { FastifyInstance } from 'fastify';
import { messageOf } from '../../../shared/errors.ts';
import { refuse } from '../answers.ts';
import type { HttpDeps } from '../deps.ts';
import { bearerToken, sameSecret } from '../guards.ts';

const BODY_LIMIT = 1_024;
const WATCHER_ID = /^[\w.-]{1,64}$/;

/** A job outside says that it is alive. A body is allowed, so that any tool can send it, and not looked at. */
export async function watcherRoutes(server: FastifyInstance, deps: HttpDeps): Promise<void> {
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, _body, done) => done(null));

  server.post<{ Params: { id: string } }>(
    '/v1/watchers/:id/heartbeat',
    {
      bodyLimit: BODY_LIMIT,
      config: { guard: 'bearer' },
      onRequest: async (request, reply) => {
        const expected = deps.config.heartbeatToken;
        if (expected === null) {
          return refuse(
            reply,
            503,
            'no-token-configured',
            'Heartbeats are off: no heartbeat token is set; set COUNTERSIGN_HEARTBEAT_TOKEN and start Countersign again.',
          );
        }
        const given = bearerToken(request.headers.authorization);
        if (given !== null && sameSecret(given, expected)) return undefined;
        deps.received('http', 'heartbeat', 'refused');
        reply.header('www-authenticate', 'Bearer');
        return refuse(
          reply,
          401,
          'wrong-token',
          'The heartbeat token is missing or wrong; send it as "Authorization: Bearer TOKEN".',
        );
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      try {
        const result = WATCHER_ID.test(id) ? await deps.heartbeat(id) : 'unknown-watcher';
        if (result === 'recorded') {
          deps.received('http', 'heartbeat', 'stored');
          return reply.code(202).send({ status: 'recorded' });
        }
        deps.received('http', 'heartbeat', 'refused');
        return refuse(
          reply,
          404,
          'unknown-watcher',
          'No watcher has this id; add it to manifests/watchers/ or correct the address.',
        );
      } catch (thrown) {
        deps.received('http', 'heartbeat', 'failed');
        deps.log.error({ requestId: request.id, error: messageOf(thrown) }, 'A heartbeat could not be recorded.');
        return refuse(reply, 503, 'not-recorded', 'The heartbeat could not be recorded; send it again in a minute.');
      }
    },
  );
}
