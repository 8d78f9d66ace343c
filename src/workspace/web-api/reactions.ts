import { ApiError } from '../api-error.ts';
import { type Core, messageAt, nextTs } from '../core.ts';
import type { Json, Message } from '../data.ts';
import { show } from '../post.ts';
import { type Args, optionalText, text } from './args.ts';
import { channelFor, isMember, type Method } from './method.ts';

const name = /^[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?$/;

function target(core: Core, args: Args): Message {
  if (!optionalText(args, 'channel') || !optionalText(args, 'timestamp')) throw new ApiError('no_item_specified');
  const channel = channelFor(core, text(args, 'channel'));
  if (!isMember(core, channel)) throw new ApiError('not_in_channel');
  const timestamp = text(args, 'timestamp');
  if (!/^\d+\.\d+$/.test(timestamp)) throw new ApiError('bad_timestamp');
  const message = messageAt(core, channel.id, timestamp);
  if (!message || message.ephemeralFor !== null) throw new ApiError('message_not_found');
  return message;
}

/** Puts somebody's reaction on a message or takes it off. Throws Slack's refusals. */
export function react(core: Core, message: Message, userId: string, reaction: string, remove: boolean): void {
  if (!name.test(reaction)) throw new ApiError('invalid_name');
  const found = message.reactions.find((each) => each.name === reaction);
  const has = found?.userIds.includes(userId) ?? false;
  if (remove && !has) throw new ApiError('no_reaction');
  if (!remove && has) throw new ApiError('already_reacted');
  if (remove && found) {
    found.userIds = found.userIds.filter((id) => id !== userId);
    message.reactions = message.reactions.filter((each) => each.userIds.length > 0);
  }
  if (!remove && found) found.userIds.push(userId);
  if (!remove && !found) message.reactions.push({ name: reaction, userIds: [userId] });
  core.touch();
  show(core, message);
  const event = remove ? 'reaction_removed' : 'reaction_added';
  const item = { type: 'message', channel: message.channel, ts: message.ts };
  const fields = { type: event, user: userId, reaction, item, item_user: message.userId, event_ts: nextTs(core) };
  core.events.emit(event, fields);
}

function run(remove: boolean): Method['run'] {
  return (core, args): Json => {
    react(core, target(core, args), core.app.botUserId, text(args, 'name'), remove);
    return {};
  };
}

export const reactionMethods: Record<string, Method> = {
  'reactions.add': { token: 'bot', tier: 't3', scope: 'reactions:write', run: run(false) },
  'reactions.remove': { token: 'bot', tier: 't2', scope: 'reactions:write', run: run(true) },
};
