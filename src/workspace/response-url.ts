import { randomBytes } from 'node:crypto';
import { ApiError } from './api-error.ts';
import { type Core, messageAt } from './core.ts';
import type { Json, Message, ResponseUrl } from './data.ts';
import { announceChange, post, removeMessage } from './post.ts';
import { isEmptyBody, messageBody } from './web-api/message-body.ts';

const maxUses = 5;
const lifeMs = 30 * 60_000;

export type Origin = Pick<ResponseUrl, 'channel' | 'userId' | 'sourceTs'>;

/** An address the app may answer to: 5 times within 30 minutes. */
export function createResponseUrl(core: Core, origin: Origin): string {
  const { data } = core;
  data.responseUrls = data.responseUrls.filter((each) => each.expiresAtMs > core.now());
  const secret = randomBytes(18).toString('base64url');
  data.responseUrls.push({ ...origin, secret, uses: 0, expiresAtMs: core.now() + lifeMs });
  core.touch();
  return `${core.url()}/response/${secret}`;
}

/** Carries out what the app posted to a response_url. Throws ApiError with the refusal. */
export function useResponseUrl(core: Core, secret: string, body: Json): void {
  const found = core.data.responseUrls.find((each) => each.secret === secret);
  if (!found) throw new ApiError('invalid_url', {}, { status: 404 });
  if (core.now() > found.expiresAtMs) throw new ApiError('expired_url', {}, { status: 404 });
  if (found.uses >= maxUses) throw new ApiError('used_url', {}, { status: 404 });
  respond(core, found, body);
  found.uses += 1;
  core.touch();
}

/** Also used for what a slash command answers in its acknowledgement. */
export function respond(core: Core, origin: Origin, body: Json): void {
  const source = origin.sourceTs ? messageAt(core, origin.channel, origin.sourceTs) : undefined;
  if (body.delete_original === true) {
    if (!source) throw new ApiError('message_not_found', {}, { status: 404 });
    removeMessage(core, source);
    return;
  }
  const content = messageBody(body);
  if (isEmptyBody(content)) throw new ApiError('no_text', {}, { status: 400 });
  const shown = { text: content.text ?? '', blocks: content.blocks ?? [], attachments: content.attachments ?? [] };
  if (body.replace_original === true) {
    if (!source) throw new ApiError('message_not_found', {}, { status: 404 });
    replace(core, source, shown, content.metadata);
    return;
  }
  const inChannel = body.response_type === 'in_channel';
  post(core, {
    channel: origin.channel,
    userId: core.app.botUserId,
    botId: core.botId,
    ...shown,
    threadTs: threadOf(core, origin.channel, body.thread_ts),
    ephemeralFor: inChannel ? null : origin.userId,
    metadata: inChannel ? (content.metadata ?? null) : null,
  });
}

/** An answer to a thread that is not there goes to the channel. */
function threadOf(core: Core, channel: string, threadTs: unknown): string | null {
  const parent = typeof threadTs === 'string' ? messageAt(core, channel, threadTs) : undefined;
  return parent && parent.threadTs === null ? parent.ts : null;
}

function replace(core: Core, source: Message, shown: Partial<Message>, metadata: Json | undefined): void {
  if (source.botId !== core.botId) throw new ApiError('cant_update_message', {}, { status: 400 });
  Object.assign(source, shown);
  if (metadata) source.metadata = metadata;
  announceChange(core, source);
}
