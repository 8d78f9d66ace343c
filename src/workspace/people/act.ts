import { z } from 'zod';
import { type Core, userById } from '../core.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { blockAction } from './block-action.ts';
import { command } from './command.ts';
import { suggest } from './options.ts';
import { refused } from './outcome.ts';
import { reactAs, read, say } from './say.ts';
import { shortcut } from './shortcut.ts';
import { viewClose, viewSubmit } from './view-submit.ts';

const short = z.string().max(300);
const text = z.string().max(40_000);
const Source = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('message'), channel: short, ts: short }),
  z.strictObject({ type: z.literal('view'), viewId: short }),
]);
const input = z.record(z.string(), z.unknown());
const values = z.record(short, z.record(short, input));
const element = { as: short, source: Source, blockId: short, actionId: short };

/** What the page may send. The page is as little trusted as any client. */
export const PersonActInput = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('say'), as: short, channel: short, text, threadTs: short.optional() }),
  z.strictObject({
    act: z.literal('command'),
    as: short,
    channel: short,
    command: short,
    text,
    threadTs: short.optional(),
  }),
  z.strictObject({ act: z.literal('block-action'), ...element, input, values }),
  z.strictObject({ act: z.literal('view-submit'), as: short, viewId: short, values }),
  z.strictObject({ act: z.literal('view-close'), as: short, viewId: short, clearAll: z.boolean() }),
  z.strictObject({
    act: z.literal('shortcut'),
    as: short,
    callbackId: short,
    message: z.strictObject({ channel: short, ts: short }).optional(),
  }),
  z.strictObject({ act: z.literal('options'), ...element, typed: text }),
  z.strictObject({
    act: z.literal('react'),
    as: short,
    channel: short,
    ts: short,
    name: short,
    remove: z.boolean(),
  }),
  z.strictObject({ act: z.literal('read'), as: short, channel: short }),
]);

/** Does what a person does on the page, and tells what they would see go wrong. */
export async function carryOut(core: Core, act: PersonAct): Promise<ActResult> {
  const user = userById(core, act.as);
  if (!user || user.isBot) return refused('user_not_found', `There is no person ${act.as} in this workspace.`);
  switch (act.act) {
    case 'say':
      return say(core, act);
    case 'command':
      return command(core, act);
    case 'block-action':
      return blockAction(core, act);
    case 'view-submit':
      return viewSubmit(core, act);
    case 'view-close':
      return viewClose(core, act);
    case 'shortcut':
      return shortcut(core, act);
    case 'options':
      return suggest(core, act);
    case 'react':
      return reactAs(core, act);
    case 'read':
      return read(core, act);
  }
}
