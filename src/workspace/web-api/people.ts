import { ApiError } from '../api-error.ts';
import { type Core, userById } from '../core.ts';
import type { Json } from '../data.ts';
import { apiUser } from '../shapes.ts';
import { type Args, limit, optionalText, page, text } from './args.ts';
import { type Method, needScope } from './method.ts';

function info(core: Core, args: Args): Json {
  const user = userById(core, text(args, 'user'));
  if (!user) throw new ApiError('user_not_found');
  return { user: apiUser(core, user) };
}

function list(core: Core, args: Args): Json {
  const { items, next } = page(args, core.data.users, limit(args, 1000, 1000));
  const members = items.map((user) => apiUser(core, user));
  return { members, cache_ts: Math.floor(core.now() / 1000), response_metadata: { next_cursor: next } };
}

function lookupByEmail(core: Core, args: Args): Json {
  needScope(core, 'users:read');
  const email = text(args, 'email').toLowerCase();
  const user = core.data.users.find((each) => each.email?.toLowerCase() === email);
  if (!user) throw new ApiError('users_not_found');
  return { user: apiUser(core, user) };
}

function botInfo(core: Core, args: Args): Json {
  const id = optionalText(args, 'bot') ?? core.botId;
  if (id !== core.botId) throw new ApiError('bot_not_found');
  const { app } = core;
  return { bot: { id, deleted: false, name: app.name, updated: 0, app_id: app.id, user_id: app.botUserId, icons: {} } };
}

function teamInfo(core: Core): Json {
  const { id, name, domain } = core.team;
  return { team: { id, name, domain, url: `${core.url()}/`, email_domain: '', icon: { image_default: true } } };
}

export const peopleMethods: Record<string, Method> = {
  'users.info': { token: 'bot', tier: 't4', scope: 'users:read', run: info },
  'users.list': { token: 'bot', tier: 't2', scope: 'users:read', run: list },
  'users.lookupByEmail': { token: 'bot', tier: 't3', scope: 'users:read.email', run: lookupByEmail },
  'bots.info': { token: 'bot', tier: 't3', scope: 'users:read', run: botInfo },
  'team.info': { token: 'bot', tier: 't3', scope: 'team:read', run: teamInfo },
};
