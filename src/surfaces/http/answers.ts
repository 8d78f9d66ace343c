import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import type { Log } from '../../ports/log.ts';

const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

const SENTENCES: Record<string, { status: number; error: string; message: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    status: 413,
    error: 'too-large',
    message: 'The body is larger than this address takes; send less.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    error: 'wrong-media-type',
    message: 'This address takes application/json only; set that content type.',
  },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: {
    status: 400,
    error: 'wrong-length',
    message: 'The body has another length than its header says; send it again.',
  },
  FST_ERR_BAD_URL: {
    status: 400,
    error: 'wrong-address',
    message: 'This address cannot be read; correct its percent encoding.',
  },
  FST_ERR_MAX_PARAM_LENGTH: {
    status: 414,
    error: 'address-too-long',
    message: 'This address is too long; shorten it.',
  },
};

export function requestId(): string {
  return randomUUID();
}

/** One sentence for whoever asked: what happened, to what, what to do now. */
export function refuse(reply: FastifyReply, status: number, error: string, message: string): FastifyReply {
  return reply.code(status).send({ error, message, requestId: reply.request.id });
}

/** Headers on every answer, a sentence for every address that is not there, and no stack trace for anybody. */
export function dressAnswers(server: FastifyInstance, log: Log): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
  });
  server.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, 'not-found', 'There is nothing at this address; the README lists those that exist.'),
  );
  server.setErrorHandler<FastifyError>((thrown, request, reply) => {
    const known = SENTENCES[thrown.code ?? ''];
    if (known !== undefined) return refuse(reply, known.status, known.error, known.message);
    if (thrown.statusCode !== undefined && thrown.statusCode < 500) {
      return refuse(reply, thrown.statusCode, 'refused', 'This request cannot be read; correct it and send it again.');
    }
    log.error({ requestId: request.id, route: request.routeOptions.url, error: thrown.message }, 'A request failed.');
    return refuse(reply, 500, 'failed', 'Countersign could not answer; look for this request id in its log.');
  });
}
