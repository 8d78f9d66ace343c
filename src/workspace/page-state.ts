import { type Core, canSee, messagesIn, modalsOf, userById } from './core.ts';
import type { Channel, Message, User, View } from './data.ts';
import type { PageMessage, PageUser, PageView, WorkspaceState } from './page-api.ts';
import { repliesTo } from './shapes.ts';

export function toPageMessage(core: Core, message: Message): PageMessage {
  const { channel, ts, threadTs, userId, botName, text, blocks, editedTs, ephemeralFor, reactions, metadata } = message;
  const replies = threadTs ? [] : repliesTo(core, message);
  return {
    channel,
    ts,
    threadTs,
    userId,
    text,
    blocks,
    editedTs,
    ephemeralFor,
    reactions,
    metadata,
    botName: message.botId ? (botName ?? core.app.name) : null,
    replyCount: replies.length,
    lastReplyTs: replies.at(-1)?.ts ?? null,
    replyUserIds: [...new Set(replies.map((reply) => reply.userId))],
  };
}

function textOf(object: Record<string, unknown> | null): string | null {
  return typeof object?.text === 'string' ? object.text : null;
}

export function toPageView(view: View): PageView {
  const { id, type, callbackId, blocks, hash, errors, rootId } = view;
  const words = { title: textOf(view.title) ?? '', submit: textOf(view.submit), close: textOf(view.close) };
  return { id, type, callbackId, ...words, blocks, hash, errors, rootId };
}

export function toPageUser({ id, name, realName, title, email, color, isBot }: User): PageUser {
  return { id, name, realName, title, email, color, isBot };
}

/** What one person may read in a channel: the top level with broadcast replies, or one thread with its parent. */
export function visibleMessages(core: Core, as: string | null, channel: string, threadTs?: string): PageMessage[] {
  return messagesIn(core, channel)
    .filter(({ ephemeralFor }) => ephemeralFor === null || as === null || ephemeralFor === as)
    .filter((message) => {
      if (threadTs !== undefined) return message.ts === threadTs || message.threadTs === threadTs;
      return message.threadTs === null || message.broadcast;
    })
    .map((message) => toPageMessage(core, message));
}

function unread(core: Core, as: string, channel: Channel): number {
  const since = core.data.reads[as]?.[channel.id] ?? '';
  return messagesIn(core, channel.id).filter(
    ({ ts, threadTs, userId, ephemeralFor }) =>
      ts > since && threadTs === null && userId !== as && (ephemeralFor === null || ephemeralFor === as),
  ).length;
}

/** Everything one person may see. Throws when there is no such person. */
export function stateFor(core: Core, as: string): WorkspaceState {
  const me = userById(core, as);
  if (!me || me.isBot) throw new Error(`There is no person ${as} in this workspace. Choose one of the seeded people.`);
  const { app, data, team, faults } = core;
  const transport = core.deliveries.transport();
  return {
    team,
    me: toPageUser(me),
    users: data.users.map(toPageUser),
    channels: data.channels
      .filter((channel) => canSee(channel, as))
      .map((channel) => {
        const { id, name, kind, topic, memberIds } = channel;
        return { id, name, kind, topic, memberIds, unread: unread(core, as, channel) };
      }),
    commands: app.commands.map((command) => ({ ...command, appName: app.name })),
    shortcuts: app.shortcuts,
    modals: modalsOf(core, as).map(toPageView),
    app: { id: app.id, name: app.name, botUserId: app.botUserId, connected: transport !== 'none', transport },
    faults: { ...faults },
  };
}
