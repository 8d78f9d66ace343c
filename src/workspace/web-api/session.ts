import { ApiError } from '../api-error.ts';
import type { Core } from '../core.ts';
import { userById } from '../core.ts';
import type { Json } from '../data.ts';
import type { Args } from './args.ts';
import type { Method } from './method.ts';

function test(core: Core): Json {
  const { app, team, botId } = core;
  return {
    url: `${core.url()}/`,
    team: team.name,
    user: userById(core, app.botUserId)?.name ?? app.name,
    team_id: team.id,
    user_id: app.botUserId,
    bot_id: botId,
    is_enterprise_install: false,
  };
}

function echo(_core: Core, args: Args): Json {
  const { token: _token, ...rest } = args;
  if (typeof rest.error === 'string' && rest.error !== '') throw new ApiError(rest.error, { args: rest });
  return { args: rest };
}

export function sessionMethods(ticket: () => string): Record<string, Method> {
  const openConnection = (core: Core): Json => ({
    url: `${core.url().replace(/^http/, 'ws')}/link/?ticket=${ticket()}&app_id=${core.app.id}`,
  });
  return {
    'auth.test': { token: 'any', tier: 'special', run: test },
    'api.test': { token: 'none', tier: 't4', run: echo },
    'apps.connections.open': { token: 'app', tier: 't3', run: openConnection },
  };
}
