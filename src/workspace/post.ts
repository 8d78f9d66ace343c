import { type Core, canSee, channelById, messageAt, messagesIn, nextTs } from './core.ts';
import type { Channel, Json, Message } from './data.ts';
import { messageEventName } from './delivery/events.ts';
import { toPageMessage } from './page-state.ts';
import { apiMessage } from './shapes.ts';

export type Draft = Pick<Message, 'channel' | 'userId' | 'text'> & Partial<Message>;

/** Adds a message, shows it to everybody who may see it and tells the app. */
export function post(core: Core, draft: Draft): Message {
  const message: Message = {
    threadTs: null,
    botId: null,
    botName: null,
    blocks: [],
    attachments: [],
    editedTs: null,
    ephemeralFor: null,
    broadcast: false,
    reactions: [],
    metadata: null,
    ...draft,
    ts: nextTs(core),
  };
  messagesIn(core, message.channel).push(message);
  if (message.ephemeralFor === null) markRead(core, message.userId, message.channel, message.ts);
  core.touch();
  show(core, message);
  if (message.threadTs) {
    const parent = messageAt(core, message.channel, message.threadTs);
    if (parent) show(core, parent);
  }
  if (message.ephemeralFor === null) tellApp(core, message);
  return message;
}

export function markRead(core: Core, userId: string, channel: string, ts: string): void {
  core.data.reads[userId] ??= {};
  core.data.reads[userId][channel] = ts;
  core.touch();
}

function audience(channel: Channel, message: Message): (userId: string) => boolean {
  return (userId) => canSee(channel, userId) && (message.ephemeralFor === null || message.ephemeralFor === userId);
}

/** Sends the present form of a message to the open pages. */
export function show(core: Core, message: Message): void {
  const channel = channelById(core, message.channel);
  if (channel) core.stream.send({ type: 'message', message: toPageMessage(core, message) }, audience(channel, message));
}

/** Removes a message from the channel. Replies stay, as in Slack. */
export function removeMessage(core: Core, message: Message): void {
  const channel = channelById(core, message.channel);
  core.data.messages[message.channel] = messagesIn(core, message.channel).filter((each) => each !== message);
  core.touch();
  if (!channel) return;
  const gone = { type: 'message-deleted', channel: message.channel, ts: message.ts } as const;
  core.stream.send(gone, audience(channel, message));
  if (message.ephemeralFor !== null) return;
  const parent = message.threadTs ? messageAt(core, message.channel, message.threadTs) : undefined;
  if (parent) show(core, parent);
  const event = { subtype: 'message_deleted', hidden: true, deleted_ts: message.ts };
  emitMessage(core, channel, { ...event, previous_message: apiMessage(core, message) });
}

/** Shows an edited message and tells the app. */
export function announceChange(core: Core, message: Message): void {
  core.touch();
  show(core, message);
  const channel = channelById(core, message.channel);
  if (!channel || message.ephemeralFor !== null) return;
  emitMessage(core, channel, { subtype: 'message_changed', hidden: true, message: apiMessage(core, message) });
}

function emitMessage(core: Core, channel: Channel, fields: Json): void {
  if (!channel.memberIds.includes(core.app.botUserId)) return;
  const ts = nextTs(core);
  const types = { channel: 'channel', private: 'group', im: 'im' } as const;
  const event = { type: 'message', channel: channel.id, channel_type: types[channel.kind], ts, event_ts: ts };
  core.events.emit(messageEventName(channel), { ...event, ...fields });
}

function tellApp(core: Core, message: Message): void {
  const channel = channelById(core, message.channel);
  if (!channel) return;
  const body = apiMessage(core, message);
  emitMessage(core, channel, { ...body, event_ts: message.ts });
  const mentioned = message.text.includes(`<@${core.app.botUserId}>`);
  const member = channel.memberIds.includes(core.app.botUserId);
  if (!mentioned || !member || message.botId !== null || channel.kind === 'im') return;
  core.events.emit('app_mention', { ...body, type: 'app_mention', channel: channel.id, event_ts: message.ts });
}
