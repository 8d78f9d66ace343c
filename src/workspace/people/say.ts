import { ApiError } from '../api-error.ts';
import { type Core, canSee, channelById, messageAt, nextTs, userById } from '../core.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { markRead, post } from '../post.ts';
import { react } from '../web-api/reactions.ts';
import { refused } from './outcome.ts';

type Say = Extract<PersonAct, { act: 'say' }>;

/** Addresses, @names and #channels, each only where a word begins. */
const marks = /\bhttps?:\/\/[^\s<>]+|(?<!\w)@([\w.-]*\w)|(?<!\w)#([a-z0-9_-]+)/g;

/** Turns what a person typed into Slack's text: escaped, with links, and names as ids where the person can see them. */
export function composed(core: Core, userId: string, typed: string): string {
  const escaped = typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return escaped.replaceAll(marks, (all, userName?: string, channelName?: string) => {
    if (userName !== undefined) {
      const user = core.data.users.find((each) => each.name === userName);
      return user ? `<@${user.id}>` : all;
    }
    if (channelName === undefined) return `<${all}>`;
    const visible = core.data.channels.filter((each) => each.kind !== 'im' && canSee(each, userId));
    const channel = visible.find((each) => each.name === channelName);
    return channel ? `<#${channel.id}|${channel.name}>` : all;
  });
}

export function say(core: Core, act: Say): ActResult {
  const channel = channelById(core, act.channel);
  if (!channel || !canSee(channel, act.as)) return refused('channel_not_found', 'You cannot see that conversation.');
  if (act.text.trim() === '') return refused('no_text', 'There is nothing to send. Type a message first.');
  const parent = act.threadTs ? messageAt(core, channel.id, act.threadTs) : undefined;
  if (act.threadTs && !parent)
    return refused('thread_not_found', 'That thread is gone. Answer in the channel instead.');
  if (!channel.memberIds.includes(act.as)) {
    channel.memberIds.push(act.as);
    core.stream.send({ type: 'state' });
  }
  const threadTs = parent ? (parent.threadTs ?? parent.ts) : null;
  post(core, { channel: channel.id, userId: act.as, text: composed(core, act.as, act.text), threadTs });
  return { ok: true };
}

export function reactAs(core: Core, act: Extract<PersonAct, { act: 'react' }>): ActResult {
  const channel = channelById(core, act.channel);
  const message = channel && canSee(channel, act.as) ? messageAt(core, act.channel, act.ts) : undefined;
  if (!message || message.ephemeralFor !== null) return refused('message_not_found', 'That message is gone.');
  try {
    react(core, message, act.as, act.name, act.remove);
    return { ok: true };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return refused(error.code, `The reaction was not changed: ${error.code}.`);
  }
}

/** Reading the conversation with the app also tells the app that its messages tab was opened. */
export function read(core: Core, act: Extract<PersonAct, { act: 'read' }>): ActResult {
  const channel = channelById(core, act.channel);
  if (!channel || !canSee(channel, act.as)) return refused('channel_not_found', 'You cannot see that conversation.');
  markRead(core, act.as, channel.id, core.data.messages[channel.id]?.at(-1)?.ts ?? '');
  if (channel.kind === 'im' && channel.memberIds.includes(core.app.botUserId)) {
    appHomeOpened(core, act.as, 'messages');
  }
  return { ok: true };
}

/** Tells the app that somebody looks at its home. Slack sends the published view along, if any. */
export function appHomeOpened(
  core: Core,
  userId: string,
  tab: 'home' | 'messages',
  view?: Record<string, unknown>,
): void {
  if (!userById(core, userId)) return;
  const channel = core.data.channels.find(
    ({ kind, memberIds }) => kind === 'im' && memberIds.includes(userId) && memberIds.includes(core.app.botUserId),
  );
  const event = { type: 'app_home_opened', user: userId, channel: channel?.id ?? '', tab, event_ts: nextTs(core) };
  core.events.emit('app_home_opened', view ? { ...event, view } : event);
}
