import { ApiError } from '../api-error.ts';
import { type Core, canSee, channelById, userById } from '../core.ts';
import { type Channel, directChannel, type Json } from '../data.ts';
import type { Args } from './args.ts';

/** Slack's rate tiers; `special` is one a second per channel with a burst allowed. */
export type Tier = 't1' | 't2' | 't3' | 't4' | 'special';
export type Method = {
  tier: Tier;
  token: 'bot' | 'app' | 'any' | 'none';
  /** Needed whatever the arguments are. */
  scope?: string;
  run(core: Core, args: Args): Json;
};

export function needScope(core: Core, scope: string): void {
  const { scopes } = core.app;
  if (scopes.includes(scope)) return;
  throw new ApiError('missing_scope', { needed: scope, provided: scopes.join(',') });
}

const kindScopes = { channel: 'channels', private: 'groups', im: 'im' } as const;

/** A channel that the app may know of; asks for the scope that goes with its kind. */
export function channelFor(core: Core, id: string, right?: 'read' | 'history'): Channel {
  const channel = channelById(core, id);
  if (!channel || !canSee(channel, core.app.botUserId)) throw new ApiError('channel_not_found');
  if (right) needScope(core, `${kindScopes[channel.kind]}:${right}`);
  return channel;
}

export function isMember(core: Core, channel: Channel): boolean {
  return channel.memberIds.includes(core.app.botUserId);
}

/** Where a message goes: a channel id, a channel name (chat.postMessage only), or a user id for a direct message. */
export function channelToPostIn(core: Core, target: string): Channel {
  const user = userById(core, target);
  if (user && !user.isBot) {
    const channel = directChannel(core.data, core.app.botUserId, user.id, Math.floor(core.now() / 1000));
    core.touch();
    return channel;
  }
  const named = core.data.channels.find(({ name, kind }) => kind !== 'im' && name === target.replace(/^#/, ''));
  const channel = channelFor(core, channelById(core, target)?.id ?? named?.id ?? '');
  const mayPost = isMember(core, channel) || core.app.scopes.includes('chat:write.public');
  if (!mayPost) throw new ApiError('not_in_channel');
  return channel;
}
