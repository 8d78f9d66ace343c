import { ApiError } from '../api-error.ts';
import { type Core, userById } from '../core.ts';
import type { Json } from '../data.ts';
import { apiView } from '../shapes.ts';
import { checkView, findModal, openModal, publishHome, pushModal, updateModal } from '../views.ts';
import { type Args, json, optionalText, text } from './args.ts';
import type { Method } from './method.ts';

function presser(core: Core, args: Args): { trigger: string; userId: string } {
  const trigger = optionalText(args, 'trigger_id') ?? text(args, 'interactivity_pointer');
  const peeked = core.triggers.peek(trigger);
  if (!peeked.ok) throw new ApiError(peeked.error);
  return { trigger, userId: peeked.userId };
}

function open(core: Core, args: Args): Json {
  const view = checkView(json(args, 'view'), 'modal');
  const { trigger, userId } = presser(core, args);
  const opened = openModal(core, userId, view);
  core.triggers.exchange(trigger);
  return { view: apiView(core, opened) };
}

function push(core: Core, args: Args): Json {
  const view = checkView(json(args, 'view'), 'modal');
  const { trigger, userId } = presser(core, args);
  const pushed = pushModal(core, userId, view);
  core.triggers.exchange(trigger);
  return { view: apiView(core, pushed) };
}

function update(core: Core, args: Args): Json {
  const view = checkView(json(args, 'view'), 'modal');
  const externalId = optionalText(args, 'external_id');
  const viewId = externalId ? '' : text(args, 'view_id');
  const present = findModal(core, (each) => (externalId ? each.externalId === externalId : each.id === viewId));
  if (!present) throw new ApiError('not_found');
  return { view: apiView(core, updateModal(core, present, view, optionalText(args, 'hash'))) };
}

function publish(core: Core, args: Args): Json {
  const userId = text(args, 'user_id');
  const view = checkView(json(args, 'view'), 'home');
  if (!core.app.homeTabEnabled) throw new ApiError('not_enabled');
  const user = userById(core, userId);
  if (!user || user.isBot) throw new ApiError('user_not_found');
  return { view: apiView(core, publishHome(core, userId, view, optionalText(args, 'hash'))) };
}

export const viewMethods: Record<string, Method> = {
  'views.open': { token: 'bot', tier: 't4', run: open },
  'views.push': { token: 'bot', tier: 't4', run: push },
  'views.update': { token: 'bot', tier: 't4', run: update },
  'views.publish': { token: 'bot', tier: 't4', run: publish },
};
