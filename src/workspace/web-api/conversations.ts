import { ApiError } from '../api-error.ts';
import { type Core, messageAt, messagesIn, nextTs, userById } from '../core.ts';
import { type Channel, directChannel, type Json, type Message } from '../data.ts';
import { apiChannel, apiMessage } from '../shapes.ts';
import { type Args, flag, limit, optionalText, page, text } from './args.ts';
import { channelFor, isMember, type Method, needScope } from './method.ts';

const typeOf = { channel: 'public_channel', private: 'private_channel', im: 'im' } as const;
const scopeOf: Record<string, string> = {
  public_channel: 'channels:read',
  private_channel: 'groups:read',
  im: 'im:read',
  mpim: 'mpim:read',
};

function list(core: Core, args: Args): Json {
  const types = (optionalText(args, 'types') ?? 'public_channel').split(',').map((type) => type.trim());
  for (const type of types) {
    const scope = scopeOf[type];
    if (!scope) throw new ApiError('invalid_types');
    needScope(core, scope);
  }
  const known = core.data.channels.filter(
    (channel) => types.includes(typeOf[channel.kind]) && (channel.kind === 'channel' || isMember(core, channel)),
  );
  const { items, next } = page(args, known, limit(args, 100, 1000));
  const channels = items.map((channel) => apiChannel(core, channel));
  return { channels, response_metadata: { next_cursor: next } };
}

function info(core: Core, args: Args): Json {
  return { channel: apiChannel(core, channelFor(core, text(args, 'channel'), 'read')) };
}

function readable(core: Core, args: Args): Channel {
  const channel = channelFor(core, text(args, 'channel'), 'history');
  if (!isMember(core, channel)) throw new ApiError('not_in_channel');
  return channel;
}

function within(args: Args): (message: Message) => boolean {
  const bound = (name: 'oldest' | 'latest') => {
    const value = optionalText(args, name);
    if (value === undefined || value === '') return undefined;
    if (!/^\d+(\.\d+)?$/.test(value)) throw new ApiError(`invalid_ts_${name}`);
    const [seconds = '', micros = ''] = value.split('.');
    return `${seconds.padStart(10, '0')}.${micros.padEnd(6, '0').slice(0, 6)}`;
  };
  const oldest = bound('oldest');
  const latest = bound('latest');
  const inclusive = flag(args, 'inclusive');
  return ({ ts }) => {
    if (!inclusive && (ts === oldest || ts === latest)) return false;
    return (oldest === undefined || ts >= oldest) && (latest === undefined || ts <= latest);
  };
}

function answer(core: Core, args: Args, messages: Message[], size: number): Json {
  const { items, next } = page(args, messages, size);
  const metadata = flag(args, 'include_all_metadata');
  return {
    messages: items.map((message) => apiMessage(core, message, { metadata })),
    has_more: next !== '',
    ...(next === '' ? {} : { response_metadata: { next_cursor: next } }),
  };
}

function history(core: Core, args: Args): Json {
  const channel = readable(core, args);
  const inside = within(args);
  const top = messagesIn(core, channel.id)
    .filter((message) => message.ephemeralFor === null && (message.threadTs === null || message.broadcast))
    .filter(inside)
    .reverse();
  return { ...answer(core, args, top, limit(args, 100, 999)), pin_count: 0 };
}

function replies(core: Core, args: Args): Json {
  const channel = readable(core, args);
  const found = messageAt(core, channel.id, text(args, 'ts'));
  if (!found || found.ephemeralFor !== null) throw new ApiError('thread_not_found');
  const rootTs = found.threadTs ?? found.ts;
  const inside = within(args);
  const thread = messagesIn(core, channel.id).filter(
    (message) =>
      message.ephemeralFor === null && (message.ts === rootTs || (message.threadTs === rootTs && inside(message))),
  );
  return answer(core, args, thread, limit(args, 1000, 1000));
}

function members(core: Core, args: Args): Json {
  const channel = channelFor(core, text(args, 'channel'), 'read');
  const { items, next } = page(args, channel.memberIds, limit(args, 100, 1000));
  return { members: items, response_metadata: { next_cursor: next } };
}

function open(core: Core, args: Args): Json {
  const known = optionalText(args, 'channel');
  if (known) {
    const channel = channelFor(core, known);
    if (channel.kind !== 'im') throw new ApiError('method_not_supported_for_channel_type');
    return { no_op: true, already_open: true, channel: { id: channel.id } };
  }
  const ids = (optionalText(args, 'users') ?? '').split(',').filter((id) => id !== '');
  if (ids.length === 0) throw new ApiError('users_list_not_supplied');
  if (ids.length > 8) throw new ApiError('too_many_users');
  const [id = ''] = ids;
  if (ids.length > 1) throw new ApiError('method_not_supported_for_channel_type');
  needScope(core, 'im:write');
  if (!userById(core, id)) throw new ApiError('user_not_found');
  const before = core.data.channels.length;
  const channel = directChannel(core.data, core.app.botUserId, id, Math.floor(core.now() / 1000));
  core.touch();
  const existed = core.data.channels.length === before;
  const shown = flag(args, 'return_im') ? apiChannel(core, channel) : { id: channel.id };
  return { ...(existed ? { no_op: true, already_open: true } : {}), channel: shown };
}

function join(core: Core, args: Args): Json {
  const channel = channelFor(core, text(args, 'channel'));
  if (channel.kind !== 'channel') throw new ApiError('method_not_supported_for_channel_type');
  if (isMember(core, channel)) {
    const warning = 'already_in_channel';
    return { channel: apiChannel(core, channel), warning, response_metadata: { warnings: [warning] } };
  }
  channel.memberIds.push(core.app.botUserId);
  core.touch();
  core.stream.send({ type: 'state' });
  const joined = { type: 'member_joined_channel', user: core.app.botUserId, channel: channel.id, channel_type: 'C' };
  core.events.emit('member_joined_channel', { ...joined, team: core.team.id, event_ts: nextTs(core) });
  return { channel: apiChannel(core, channel) };
}

export const conversationMethods: Record<string, Method> = {
  'conversations.list': { token: 'bot', tier: 't2', run: list },
  'conversations.info': { token: 'bot', tier: 't3', run: info },
  'conversations.history': { token: 'bot', tier: 't3', run: history },
  'conversations.replies': { token: 'bot', tier: 't3', run: replies },
  'conversations.members': { token: 'bot', tier: 't4', run: members },
  'conversations.open': { token: 'bot', tier: 't3', run: open },
  'conversations.join': { token: 'bot', tier: 't3', scope: 'channels:join', run: join },
};
