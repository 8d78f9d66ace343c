import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { messageOf } from '../../../../shared/errors.ts';
import { refuse } from '../../answers.ts';
import type { HttpDeps } from '../../deps.ts';
import { READ_EVENTS, type ReadEvent, type Reading, readDelivery } from './to-event.ts';
import { signatureProblem } from './verify.ts';

const BODY_LIMIT = 1024 * 1024;
const DELIVERY_ID = /^[\w-]{1,64}$/;

const SIGNATURE_SENTENCES = {
  'missing-signature':
    'The delivery is not signed; set the same secret in the webhook settings and in GITHUB_WEBHOOK_SECRET.',
  'malformed-signature': 'The signature is not of the form sha256=HEX; send x-hub-signature-256 as GitHub does.',
  'wrong-signature':
    'The signature does not fit the body; set the same secret in the webhook settings and in GITHUB_WEBHOOK_SECRET.',
} as const;

/** Answers 202 only after the event is stored; 503 otherwise, so that GitHub shows a failed delivery. */
export async function githubWebhook(server: FastifyInstance, deps: HttpDeps): Promise<void> {
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );

  server.post(
    '/webhooks/github',
    { bodyLimit: BODY_LIMIT, config: { guard: 'github-signature' } },
    async (request, reply) => {
      const secret = deps.config.githubWebhookSecret;
      if (secret === null) {
        return refuse(
          reply,
          503,
          'no-secret-configured',
          'Webhooks are off: GITHUB_WEBHOOK_SECRET is not set; set it and start Countersign again.',
        );
      }
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const problem = signatureProblem(request.headers['x-hub-signature-256'], body, secret);
      if (problem !== null) {
        deps.received('github', 'unverified', 'refused');
        return refuse(reply, 401, problem, SIGNATURE_SENTENCES[problem]);
      }
      return verified(deps, request, reply, body);
    },
  );
}

async function verified(
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
): Promise<FastifyReply> {
  const event = request.headers['x-github-event'];
  const deliveryId = request.headers['x-github-delivery'];
  const unreadable = (kind: string, error: string, why: string) => {
    deps.received('github', kind, 'refused');
    return refuse(reply, 400, error, `The delivery cannot be read: ${why} Send it as GitHub does.`);
  };

  if (typeof deliveryId !== 'string' || !DELIVERY_ID.test(deliveryId)) {
    return unreadable('other', 'no-delivery-id', 'the header x-github-delivery is missing or wrong.');
  }
  if (event === 'ping') {
    deps.received('github', 'ping', 'ignored');
    return reply.code(200).send({ status: 'pong' });
  }
  if (!isRead(event)) {
    deps.received('github', 'other', 'ignored');
    return reply.code(202).send({ status: 'ignored', why: 'Countersign does not look at this event.' });
  }
  const payload = parseJson(body);
  if (payload === undefined) return unreadable(event, 'invalid-json', 'the body is not JSON.');
  const reading = readDelivery(event, deliveryId, payload, deps.config);
  if (reading.kind === 'unreadable') return unreadable(event, 'unreadable-payload', reading.why);
  if (reading.kind === 'ignored') {
    deps.received('github', event, 'ignored');
    return reply.code(202).send({ status: 'ignored', why: reading.why });
  }
  return store(deps, request, reply, event, reading);
}

async function store(
  deps: HttpDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  event: ReadEvent,
  reading: Extract<Reading, { kind: 'events' | 'suite' }>,
): Promise<FastifyReply> {
  try {
    const drafts =
      reading.kind === 'events'
        ? reading.drafts
        : reading.draftsFor(await deps.pullRequestsAt(reading.repo, reading.headSha));
    if (drafts.length === 0) {
      deps.received('github', event, 'ignored');
      return reply.code(202).send({ status: 'ignored', why: 'No open pull request has this head.' });
    }
    let status: 'stored' | 'seen' = 'seen';
    for (const draft of drafts) {
      if ((await deps.accept(draft)) === 'stored') status = 'stored';
    }
    deps.received('github', event, status);
    return reply.code(202).send({ status });
  } catch (thrown) {
    deps.received('github', event, 'failed');
    deps.log.error({ requestId: request.id, event, error: messageOf(thrown) }, 'A delivery could not be stored.');
    return refuse(
      reply,
      503,
      'not-stored',
      'The delivery could not be stored; redeliver it once /health/ready says so, or wait: open pull requests are taken up by themselves.',
    );
  }
}

function isRead(event: string | string[] | undefined): event is ReadEvent {
  return READ_EVENTS.some((known) => known === event);
}

/** Undefined when it is not JSON, which no JSON text can mean. */
function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}
