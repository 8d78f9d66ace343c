import { type Core, messagesIn } from './core.ts';
import type { Channel, Json, Message, User, View } from './data.ts';

export function repliesTo(core: Core, parent: Message): Message[] {
  return messagesIn(core, parent.channel).filter(
    (message) => message.threadTs === parent.ts && message.ephemeralFor === null,
  );
}

/** A message as the Web API and the events show it. */
export function apiMessage(core: Core, message: Message, options: { metadata: boolean } = { metadata: true }): Json {
  const body: Json = { type: 'message', user: message.userId, text: message.text, ts: message.ts, team: core.team.id };
  if (message.botId) {
    body.bot_id = message.botId;
    body.app_id = core.app.id;
    body.bot_profile = botProfile(core);
    if (message.botName) body.username = message.botName;
  }
  if (message.blocks.length > 0) body.blocks = message.blocks;
  if (message.attachments.length > 0) body.attachments = message.attachments;
  if (message.editedTs) body.edited = { user: message.userId, ts: message.editedTs };
  if (message.threadTs) body.thread_ts = message.threadTs;
  if (message.broadcast) body.subtype = 'thread_broadcast';
  if (message.metadata && options.metadata) body.metadata = message.metadata;
  if (message.reactions.length > 0) {
    body.reactions = message.reactions.map(({ name, userIds }) => ({ name, users: userIds, count: userIds.length }));
  }
  const replies = message.threadTs ? [] : repliesTo(core, message);
  const last = replies.at(-1);
  if (last) {
    const users = [...new Set(replies.map((reply) => reply.userId))];
    const counts = { reply_count: replies.length, reply_users_count: users.length, reply_users: users };
    Object.assign(body, { thread_ts: message.ts, ...counts, latest_reply: last.ts, is_locked: false });
  }
  return body;
}

function botProfile(core: Core): Json {
  const { app, team, botId } = core;
  return { id: botId, app_id: app.id, user_id: app.botUserId, name: app.name, deleted: false, team_id: team.id };
}

export function apiChannel(core: Core, channel: Channel): Json {
  const { id, name, kind, topic, memberIds, createdAtS: created } = channel;
  const isMember = memberIds.includes(core.app.botUserId);
  const flags = { is_archived: false, is_shared: false, is_ext_shared: false, is_org_shared: false, is_mpim: false };
  if (kind === 'im') {
    const user = memberIds.find((member) => member !== core.app.botUserId) ?? core.app.botUserId;
    return {
      id,
      created,
      is_im: true,
      user,
      is_user_deleted: false,
      is_open: true,
      context_team_id: core.team.id,
      ...flags,
    };
  }
  const isPrivate = kind === 'private';
  return {
    id,
    name,
    name_normalized: name,
    is_channel: !isPrivate,
    is_group: isPrivate,
    is_im: false,
    is_private: isPrivate,
    is_general: name === 'general',
    is_member: isMember,
    created,
    creator: memberIds[0] ?? core.app.botUserId,
    num_members: memberIds.length,
    topic: { value: topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    context_team_id: core.team.id,
    ...flags,
  };
}

/** A person as users.info shows them; the address only with `users:read.email`. */
export function apiUser(core: Core, user: User): Json {
  const mayReadEmail = core.app.scopes.includes('users:read.email');
  const [first = '', ...rest] = user.realName.split(' ');
  const profile: Json = {
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    first_name: first,
    last_name: rest.join(' '),
    title: user.title,
    status_text: '',
    status_emoji: '',
    team: core.team.id,
  };
  if (mayReadEmail && user.email !== null) profile.email = user.email;
  if (user.isBot) Object.assign(profile, { api_app_id: core.app.id, bot_id: core.botId, always_active: true });
  return {
    id: user.id,
    team_id: core.team.id,
    name: user.name,
    deleted: false,
    color: user.color,
    real_name: user.realName,
    tz: 'Etc/UTC',
    tz_label: 'Coordinated Universal Time',
    tz_offset: 0,
    profile,
    is_admin: user.isAdmin,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.isBot,
    is_app_user: false,
    updated: 0,
  };
}

export function apiView(core: Core, view: View): Json {
  return {
    id: view.id,
    team_id: core.team.id,
    type: view.type,
    blocks: view.blocks,
    private_metadata: view.privateMetadata,
    callback_id: view.callbackId,
    state: { values: view.values },
    hash: view.hash,
    title: view.title,
    clear_on_close: view.clearOnClose,
    notify_on_close: view.notifyOnClose,
    close: view.close,
    submit: view.submit,
    submit_disabled: false,
    previous_view_id: view.previousId,
    root_view_id: view.rootId,
    app_id: core.app.id,
    external_id: view.externalId,
    app_installed_team_id: core.team.id,
    bot_id: core.botId,
  };
}
