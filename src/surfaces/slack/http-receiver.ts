import { HTTPReceiver } from '@slack/bolt';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../../ports/log.ts';
import { MINUTE_MS, SECOND_MS } from '../../shared/time.ts';

export const SLACK_PATH = '/slack/events';
const BODY_LIMIT = 1_048_576;
/** Slack's own tolerance for a clock that runs behind; ours for one that runs ahead, which Bolt does not check. */
const TOLERANCE_MS = 5 * MINUTE_MS;

export type SlackOverHttp = { receiver: HTTPReceiver; mount(server: FastifyInstance): void };

/**
 * Signed requests from Slack, verified by Bolt on the raw body and mounted on our one HTTP server.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function slackOverHttp(options: {
  signingSecret: string;
  log: Log;
  now: () => number;
  refused: () => void;
}): SlackOverHttp {
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    endpoints: SLACK_PATH,
    bodyLimit: BODY_LIMIT,
    dispatchErrorHandler: ({ error, response }) => {
      const code = 'code' in error ? error.code : 'unknown';
      options.log.warn({ code }, 'a request to the Slack endpoint was refused');
      response.writeHead(code === 'slack_bolt_http_receiver_deferred_request_error' ? 404 : 401).end();
    },
  });
  function mount(server: FastifyInstance): void {
    server.register(async (scope) => {
      scope.removeAllContentTypeParsers();
      // Bolt reads the stream itself: the signature is over the bytes as they came.
      scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
      scope.post(SLACK_PATH, (request, reply) => {
        if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
          options.refused();
          return reply.code(413).header('connection', 'close').send({ error: 'The body is larger than Slack sends.' });
        }
        const sentAt = Number(request.headers['x-slack-request-timestamp']) * SECOND_MS;
        if (sentAt > options.now() + TOLERANCE_MS) {
          options.refused();
          return reply.code(401).send({ error: 'The timestamp of this request lies in the future.' });
        }
        // Bolt answers a wrong signature by itself, so what it refused is seen in the answer only.
        reply.raw.once('finish', () => {
          if (reply.raw.statusCode >= 400 && reply.raw.statusCode < 500) options.refused();
          // A body that nobody reads to its end would hold the connection, and with it a clean stop.
          if (!request.raw.complete) request.raw.socket.destroySoon();
        });
        reply.hijack();
        receiver.requestListener(request.raw, reply.raw);
      });
    });
  }
  return { receiver, mount };
}
