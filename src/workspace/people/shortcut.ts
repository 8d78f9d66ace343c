import type { Core } from '../core.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { createResponseUrl } from '../response-url.ts';
import { apiMessage } from '../shapes.ts';
import { notDelivered, refused } from './outcome.ts';
import { actionTs, channelName, common } from './payload.ts';
import { findSource } from './source.ts';

export async function shortcut(core: Core, act: Extract<PersonAct, { act: 'shortcut' }>): Promise<ActResult> {
  const type = act.message ? 'message' : 'global';
  const known = core.app.shortcuts.find((each) => each.callbackId === act.callbackId && each.type === type);
  if (!known) return refused('unknown_shortcut', 'That shortcut is not there any more.');
  const trigger = { trigger_id: core.triggers.issue(act.as), callback_id: act.callbackId, action_ts: actionTs(core) };
  const start = { ...common(core, act.as), ...trigger };
  if (!act.message) return send(core, known.name, { type: 'shortcut', ...start });
  const source = findSource(core, act.as, { type: 'message', ...act.message });
  if (source?.type !== 'message') return refused('message_not_found', 'That message is gone.');
  const { channel, message } = source;
  return send(core, known.name, {
    type: 'message_action',
    ...start,
    message_ts: message.ts,
    channel: { id: channel.id, name: channelName(channel) },
    message: apiMessage(core, message),
    response_url: createResponseUrl(core, { channel: channel.id, userId: act.as, sourceTs: message.ts }),
  });
}

async function send(core: Core, name: string, payload: Record<string, unknown>): Promise<ActResult> {
  const envelope = { type: 'interactive', kind: String(payload.type), summary: name, payload } as const;
  const delivered = await core.deliveries.send(envelope);
  return delivered.ok ? { ok: true } : notDelivered(name, delivered);
}
