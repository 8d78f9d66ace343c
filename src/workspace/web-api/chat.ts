import { ApiError, invalidArguments } from '../api-error.ts';
import { type Core, channelById, messageAt } from '../core.ts';
import type { Json, Message } from '../data.ts';
import { announceChange, post, removeMessage } from '../post.ts';
import { apiMessage } from '../shapes.ts';
import { type Args, flag, optionalText, text } from './args.ts';
import { isEmptyBody, type MessageBody, messageBody } from './message-body.ts';
import { channelFor, channelToPostIn, isMember, type Method, needScope } from './method.ts';

const maxPostText = 40_000;
const maxUpdateText = 4000;
const truncated = 'message_truncated';

/** Empty metadata removes what was there; metadata without an event type is not kept. */
function keptMetadata(metadata: Json | undefined): Json | null {
  return metadata && Object.keys(metadata).length > 0 ? metadata : null;
}

function threadParent(core: Core, channel: string, args: Args): string | null {
  const threadTs = optionalText(args, 'thread_ts');
  if (threadTs === undefined || threadTs === '') {
    if (!flag(args, 'reply_broadcast')) return null;
    throw invalidArguments([{ pointer: '/reply_broadcast', message: 'can only be used with thread_ts' }]);
  }
  if (!/^\d+\.\d{6}$/.test(threadTs)) {
    throw invalidArguments([{ pointer: '/thread_ts', message: 'must be the timestamp of a message' }]);
  }
  const parent = messageAt(core, channel, threadTs);
  if (!parent || parent.threadTs !== null || parent.ephemeralFor !== null)
    throw new ApiError('cannot_reply_to_message');
  return threadTs;
}

function appAuthor(core: Core, args: Args): Pick<Message, 'userId' | 'botId' | 'botName'> {
  const botName = optionalText(args, 'username') ?? null;
  if (botName !== null || args.icon_emoji || args.icon_url) needScope(core, 'chat:write.customize');
  return { userId: core.app.botUserId, botId: core.botId, botName };
}

function shown(body: MessageBody): Pick<Message, 'text' | 'blocks' | 'attachments'> {
  return { text: body.text ?? '', blocks: body.blocks ?? [], attachments: body.attachments ?? [] };
}

function postMessage(core: Core, args: Args): Json {
  const target = text(args, 'channel');
  const body = messageBody(args);
  if (isEmptyBody(body)) throw new ApiError('no_text');
  const channel = channelToPostIn(core, target);
  const threadTs = threadParent(core, channel.id, args);
  const tooLong = (body.text?.length ?? 0) > maxPostText;
  const message = post(core, {
    channel: channel.id,
    ...appAuthor(core, args),
    ...shown(body),
    text: (body.text ?? '').slice(0, maxPostText),
    threadTs,
    broadcast: threadTs !== null && flag(args, 'reply_broadcast'),
    metadata: keptMetadata(body.metadata),
  });
  const warnings = tooLong ? { warning: truncated, response_metadata: { warnings: [truncated] } } : {};
  return { channel: channel.id, ts: message.ts, message: apiMessage(core, message), ...warnings };
}

function postEphemeral(core: Core, args: Args): Json {
  const target = text(args, 'channel');
  const userId = text(args, 'user');
  const body = messageBody(args);
  if (isEmptyBody(body)) throw new ApiError('no_text');
  if ((body.text?.length ?? 0) > maxPostText) throw new ApiError('msg_too_long');
  const channel = channelFor(core, target);
  if (!isMember(core, channel)) throw new ApiError('not_in_channel');
  if (!channel.memberIds.includes(userId)) throw new ApiError('user_not_in_channel');
  const threadTs = threadParent(core, channel.id, args);
  const place = { channel: channel.id, threadTs, ephemeralFor: userId };
  const message = post(core, { ...place, ...appAuthor(core, args), ...shown(body) });
  return { message_ts: message.ts };
}

/** A message of the app itself. Ephemeral messages cannot be found this way. */
function ownMessage(core: Core, args: Args, refusal: string): Message {
  const channel = channelById(core, text(args, 'channel'));
  if (!channel || !isMember(core, channel)) throw new ApiError('channel_not_found');
  const message = messageAt(core, channel.id, text(args, 'ts'));
  if (!message || message.ephemeralFor !== null) throw new ApiError('message_not_found');
  if (message.botId !== core.botId) throw new ApiError(refusal);
  return message;
}

/**
 * Slack's rules: blocks left out while text is given removes the blocks; both left out keeps them; `[]` removes them.
 * A message shows "edited" only when it was updated through its text alone.
 */
function update(core: Core, args: Args): Json {
  const body = messageBody(args);
  if ((body.text?.length ?? 0) > maxUpdateText) throw new ApiError('msg_too_long');
  const message = ownMessage(core, args, 'cant_update_message');
  const textOnly = body.text !== undefined && body.blocks === undefined;
  const next = {
    text: body.text ?? (body.blocks === undefined ? message.text : ''),
    blocks: body.blocks ?? (textOnly ? [] : message.blocks),
    attachments: body.attachments ?? (textOnly ? [] : message.attachments),
  };
  const changesNothing = [body.text, body.blocks, body.attachments, body.metadata].every((part) => part === undefined);
  if (changesNothing || isEmptyBody(next)) throw new ApiError('no_text');
  Object.assign(message, next);
  if (body.metadata !== undefined) message.metadata = keptMetadata(body.metadata);
  if (flag(args, 'reply_broadcast')) message.broadcast = message.threadTs !== null;
  if (textOnly) message.editedTs = `${Math.floor(core.now() / 1000)}.000000`;
  announceChange(core, message);
  return { channel: message.channel, ts: message.ts, text: message.text, message: apiMessage(core, message) };
}

function deleteMessage(core: Core, args: Args): Json {
  const message = ownMessage(core, args, 'cant_delete_message');
  removeMessage(core, message);
  return { channel: message.channel, ts: message.ts };
}

/** The address of a message on the workspace's own page. */
export function permalink(core: Core, message: Message): string {
  const base = `${core.url()}/archives/${message.channel}/p${message.ts.replace('.', '')}`;
  return message.threadTs ? `${base}?thread_ts=${message.threadTs}&cid=${message.channel}` : base;
}

function getPermalink(core: Core, args: Args): Json {
  const channel = channelFor(core, text(args, 'channel'));
  const message = messageAt(core, channel.id, text(args, 'message_ts'));
  if (!message || message.ephemeralFor !== null) throw new ApiError('message_not_found');
  return { channel: channel.id, permalink: permalink(core, message) };
}

const write = { token: 'bot', scope: 'chat:write' } as const;

export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { ...write, tier: 'special', run: postMessage },
  'chat.postEphemeral': { ...write, tier: 't4', run: postEphemeral },
  'chat.update': { ...write, tier: 't3', run: update },
  'chat.delete': { ...write, tier: 't3', run: deleteMessage },
  'chat.getPermalink': { token: 'bot', tier: 'special', run: getPermalink },
};
