import { type Core, userById } from '../core.ts';
import type { Channel, Json, Message } from '../data.ts';
import { createResponseUrl } from '../response-url.ts';
import { apiMessage } from '../shapes.ts';

/** What every interactive payload begins with. */
export function common(core: Core, userId: string): Json {
  const user = userById(core, userId);
  const { team, app } = core;
  return {
    token: `verification-${app.id}`,
    team: { id: team.id, domain: team.domain },
    user: { id: userId, username: user?.name ?? '', name: user?.name ?? '', team_id: team.id },
    api_app_id: app.id,
    enterprise: null,
    is_enterprise_install: false,
  };
}

export function actionTs(core: Core): string {
  const micros = String(Math.round(core.now() * 1000));
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}

/** Slack never names a direct or private conversation in payloads. */
export function channelName(channel: Channel): string {
  const names = { channel: channel.name, private: 'privategroup', im: 'directmessage' } as const;
  return names[channel.kind];
}

/** The part of a payload that tells which message was pressed. Ephemeral messages are not sent along. */
export function fromMessage(core: Core, userId: string, channel: Channel, message: Message): Json {
  const isEphemeral = message.ephemeralFor !== null;
  const thread = message.threadTs ? { thread_ts: message.threadTs } : {};
  const place = { message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread };
  return {
    container: { type: 'message', ...place },
    channel: { id: channel.id, name: channelName(channel) },
    ...(isEphemeral ? {} : { message: apiMessage(core, message) }),
    response_url: createResponseUrl(core, { channel: channel.id, userId, sourceTs: message.ts }),
  };
}
