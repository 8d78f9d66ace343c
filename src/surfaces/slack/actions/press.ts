import { z } from 'zod';
import type { Press } from '../../../model/event.ts';

/** What a block_actions payload must hold for us; all of it is a claim until the server compared it with its record. */
const BlockAction = z.object({
  user: z.object({ id: z.string() }),
  trigger_id: z.string().optional(),
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({ message_ts: z.string().optional(), channel_id: z.string().optional(), type: z.string() })
    .optional(),
  message: z.object({ ts: z.string() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), value: z.string().optional(), action_ts: z.string().optional() }))
    .min(1),
});

export type Pressed = { slackId: string; triggerId: string | null; actionId: string; dedupe: string; press: Press };

/** `id.nonce` as our own buttons carry it; anything else is taken as it is and will be refused as unknown. */
export function splitValue(value: string): { subjectId: string; nonce: string } {
  const dot = value.indexOf('.');
  return dot === -1
    ? { subjectId: value.slice(0, 200), nonce: '' }
    : { subjectId: value.slice(0, dot).slice(0, 200), nonce: value.slice(dot + 1).slice(0, 200) };
}

/** Reads a press; null when the payload is not one of a message. */
export function readPress(body: unknown): Pressed | null {
  const parsed = BlockAction.safeParse(body);
  if (!parsed.success) return null;
  const { user, trigger_id: triggerId, channel, container, message, actions } = parsed.data;
  const [action] = actions;
  if (action === undefined) return null;
  const messageTs = message?.ts ?? container?.message_ts ?? '';
  return {
    slackId: user.id,
    triggerId: triggerId ?? null,
    actionId: action.action_id,
    dedupe: `slack:press:${triggerId ?? `${user.id}:${action.action_ts ?? ''}:${action.value ?? ''}`}`,
    press: {
      ...splitValue(action.value ?? ''),
      channel: channel?.id ?? container?.channel_id ?? '',
      messageTs,
      reason: '',
    },
  };
}
