import { ApiError } from '../api-error.ts';
import { type Core, canSee, channelById, userById } from '../core.ts';
import type { Json } from '../data.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { createResponseUrl, respond } from '../response-url.ts';
import { notDelivered, refused } from './outcome.ts';
import { channelName } from './payload.ts';

export async function command(core: Core, act: Extract<PersonAct, { act: 'command' }>): Promise<ActResult> {
  const channel = channelById(core, act.channel);
  if (!channel || !canSee(channel, act.as)) return refused('channel_not_found', 'You cannot see that conversation.');
  const known = core.app.commands.some((each) => each.command === act.command);
  if (!known)
    return refused('unknown_command', `${act.command} is not a valid command. Type / to see the ones there are.`);
  if (act.threadTs) return refused('not_supported', `${act.command} does not work in threads. Use it in the channel.`);
  const origin = { channel: channel.id, userId: act.as, sourceTs: null };
  const payload = {
    token: `verification-${core.app.id}`,
    team_id: core.team.id,
    team_domain: core.team.domain,
    channel_id: channel.id,
    channel_name: channelName(channel),
    user_id: act.as,
    user_name: userById(core, act.as)?.name ?? '',
    command: act.command,
    text: act.text,
    api_app_id: core.app.id,
    is_enterprise_install: 'false',
    response_url: createResponseUrl(core, origin),
    trigger_id: core.triggers.issue(act.as),
  };
  const summary = `${act.command} ${act.text}`.trim();
  const delivered = await core.deliveries.send({ type: 'slash_commands', kind: 'slash_command', summary, payload });
  if (!delivered.ok) return notDelivered(act.command, delivered);
  return showAnswer(core, origin, act.command, delivered.answer);
}

type Origin = { channel: string; userId: string; sourceTs: null };

/** An acknowledgement may carry a message: a text, or JSON like a response_url takes. */
function showAnswer(core: Core, origin: Origin, name: string, answer: unknown): ActResult {
  const body: Json = typeof answer === 'string' ? { text: answer } : ((answer ?? {}) as Json);
  const isEmpty = ['text', 'blocks', 'attachments', 'markdown_text'].every((key) => !body[key]);
  if (isEmpty) return { ok: true };
  try {
    respond(core, origin, { ...body, replace_original: false, delete_original: false });
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refused(error.code, `${name} failed because the app's answer was not valid (${error.code}).`);
  }
}
