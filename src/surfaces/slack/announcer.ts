import type { WebClient } from '@slack/web-api';
import type { Person } from '../../model/actor.ts';
import type { Chat, MessagePlace } from '../../ports/chat.ts';
import { MINUTE_MS } from '../../shared/time.ts';
import { METADATA_EVENT } from './ids.ts';
import type { SlackMessage } from './messages/blocks.ts';
import { messageOfNotice } from './messages/notice.ts';
import { SlackError, slackErrorOf } from './slack-error.ts';

/** How far back a message posted in doubt is looked for; a lost answer is retried within minutes, not days. */
const LOOK_BACK = 200;
const CHANNEL_NAMES_KEPT_MS = 5 * MINUTE_MS;

type Found = { ts?: string; metadata?: { event_type?: string; event_payload?: Record<string, unknown> } };

/** The chat port over Slack's Web API. Each call is one try: waiting and repeating belong to the outbox. */
export function slackChat(client: WebClient, now: () => number): Chat {
  let names: { at: number; ids: Map<string, string> } = { at: 0, ids: new Map() };

  async function show(...[notice, where]: Parameters<Chat['show']>): Promise<MessagePlace> {
    const message = messageOfNotice(notice);
    if (where.place !== null) return edit(message, where.place, where.key);
    const found = where.maybeThere ? await findIn(await history(where.channel), where.key) : null;
    if (found !== null) return edit(message, await placeOf(where.channel, found), where.key);
    return post(message, where.channel, null, where.key);
  }

  async function reply(...[notice, where]: Parameters<Chat['reply']>): Promise<MessagePlace> {
    const found = where.maybeThere ? await findIn(await replies(where.channel, where.threadTs), where.key) : null;
    if (found !== null) return placeOf(where.channel, found);
    return post(messageOfNotice(notice), where.channel, where.threadTs, where.key);
  }

  async function post(
    message: SlackMessage,
    channel: string,
    threadTs: string | null,
    key: string,
  ): Promise<MessagePlace> {
    const answer = await tried('post a message', () =>
      client.chat.postMessage({
        channel,
        text: message.text,
        blocks: message.blocks,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: METADATA_EVENT, event_payload: { key } },
        ...(threadTs === null ? {} : { thread_ts: threadTs }),
      }),
    );
    if (answer.ts === undefined || answer.channel === undefined)
      throw new SlackError('no-ts', 'Slack answered without a message timestamp.');
    return threadTs === null
      ? placeOf(answer.channel, answer.ts)
      : { channel: answer.channel, ts: answer.ts, permalink: null };
  }

  async function edit(message: SlackMessage, place: MessagePlace, key: string): Promise<MessagePlace> {
    await tried('edit a message', () =>
      client.chat.update({
        channel: place.channel,
        ts: place.ts,
        text: message.text,
        blocks: message.blocks,
        metadata: { event_type: METADATA_EVENT, event_payload: { key } },
      }),
    );
    return place;
  }

  async function placeOf(channel: string, ts: string): Promise<MessagePlace> {
    const { permalink } = await tried('link a message', () => client.chat.getPermalink({ channel, message_ts: ts }));
    return { channel, ts, permalink: permalink ?? null };
  }

  async function history(channel: string): Promise<Found[]> {
    const { messages } = await tried('read a channel', () =>
      client.conversations.history({ channel, limit: LOOK_BACK, include_all_metadata: true }),
    );
    return (messages ?? []) as Found[];
  }

  async function replies(channel: string, threadTs: string): Promise<Found[]> {
    const { messages } = await tried('read a thread', () =>
      client.conversations.replies({ channel, ts: threadTs, limit: LOOK_BACK, include_all_metadata: true }),
    );
    return (messages ?? []) as Found[];
  }

  async function whisper(
    words: string,
    where: { channel: string; slackId: string; threadTs: string | null },
  ): Promise<void> {
    // Refusals quote names and errors from outside; what is escaped already stays as it is.
    const text = words.replace(/</g, '&lt;').replace(/>/g, '&gt;');
    try {
      await client.chat.postEphemeral({
        channel: where.channel,
        user: where.slackId,
        text,
        ...(where.threadTs === null ? {} : { thread_ts: where.threadTs }),
      });
    } catch (thrown) {
      const error = slackErrorOf(thrown, 'answer a person');
      const elsewhere = ['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived'];
      if (!elsewhere.includes(error.code)) throw error;
      const { channel } = await tried('open a direct message', () =>
        client.conversations.open({ users: where.slackId }),
      );
      if (channel?.id === undefined) throw error;
      const direct = channel.id;
      await tried('write a direct message', () => client.chat.postMessage({ channel: direct, text }));
    }
  }

  async function person(slackId: string): Promise<Person | null> {
    try {
      const { user } = await client.users.info({ user: slackId });
      return user === undefined ? null : personOf(user);
    } catch (thrown) {
      const error = slackErrorOf(thrown, 'look a person up');
      if (error.code === 'user_not_found' || error.code === 'user_not_visible') return null;
      throw error;
    }
  }

  async function personByEmail(email: string): Promise<Person | null> {
    try {
      const { user } = await client.users.lookupByEmail({ email });
      return user === undefined ? null : personOf(user);
    } catch (thrown) {
      const error = slackErrorOf(thrown, 'look a person up by e-mail');
      if (error.code === 'users_not_found') return null;
      throw error;
    }
  }

  async function channelId(nameOrId: string): Promise<string | null> {
    if (/^[CGD][A-Z0-9]{6,}$/.test(nameOrId)) return nameOrId;
    const name = nameOrId.replace(/^#/, '');
    const known = names.ids.get(name);
    if (known !== undefined && now() - names.at < CHANNEL_NAMES_KEPT_MS) return known;
    const ids = new Map<string, string>();
    for (let cursor: string | undefined, page = 0; page < 50; page += 1) {
      const answer = await tried('list channels', () =>
        client.conversations.list({
          exclude_archived: true,
          limit: 200,
          types: 'public_channel,private_channel',
          ...(cursor === undefined ? {} : { cursor }),
        }),
      );
      for (const channel of answer.channels ?? [])
        if (channel.name !== undefined && channel.id !== undefined) ids.set(channel.name, channel.id);
      cursor = answer.response_metadata?.next_cursor;
      if (cursor === undefined || cursor === '') break;
    }
    names = { at: now(), ids };
    return ids.get(name) ?? null;
  }

  return {
    show,
    reply,
    whisper,
    person,
    personByEmail,
    channelId,
    ping: async () => void (await tried('answer', () => client.auth.test())),
  };
}

async function tried<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (thrown) {
    throw slackErrorOf(thrown, doing);
  }
}

function findIn(messages: readonly Found[], key: string): string | null {
  const found = messages.find(
    (message) => message.metadata?.event_type === METADATA_EVENT && message.metadata.event_payload?.key === key,
  );
  return found?.ts ?? null;
}

type SlackUser = {
  id?: string;
  name?: string;
  real_name?: string;
  tz?: string;
  deleted?: boolean;
  is_bot?: boolean;
  is_restricted?: boolean;
  is_ultra_restricted?: boolean;
  profile?: { email?: string; display_name?: string; real_name?: string };
};

function personOf(user: SlackUser): Person {
  const { profile } = user;
  return {
    slackId: user.id ?? '',
    email: profile?.email?.toLowerCase() ?? null,
    name: profile?.real_name || user.real_name || profile?.display_name || user.name || 'somebody',
    timeZone: user.tz ?? null,
    active: user.deleted !== true,
    isBot: user.is_bot === true,
    isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
  };
}
