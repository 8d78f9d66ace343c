import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../index.ts';
import { call } from '../test-client.ts';
import { seed } from '../test-seed.ts';

const general = 'C0GENERAL';
let workspace: Workspace;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T09:00:00Z');
  workspace = await startWorkspace({ seed, now: () => nowMs });
});
afterEach(() => workspace.stop());

const ask = (method: string, args: Record<string, unknown> = {}, token?: string) =>
  call(workspace, method, args, token);
const post = async (args: Record<string, unknown> = {}) => {
  const reply = await ask('chat.postMessage', { channel: general, text: 'Hello', ...args });
  return String(reply.ts);
};
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

describe('who may call', () => {
  it.each([
    ['no token', 'auth.test', '', 'not_authed'],
    ['an unknown token', 'auth.test', 'xoxb-other', 'invalid_auth'],
    ['the app token for a bot method', 'chat.postMessage', seed.app.appToken, 'not_allowed_token_type'],
    ['the bot token for a socket', 'apps.connections.open', seed.app.botToken, 'not_allowed_token_type'],
    ['an unknown method', 'chat.nonsense', seed.app.botToken, 'unknown_method'],
    ['an inherited name', 'constructor', seed.app.botToken, 'unknown_method'],
  ])('refuses %s', async (_who, method, token, error) => {
    expect(await ask(method, {}, token)).toMatchObject({ ok: false, error });
  });

  it('says who the app is', async () => {
    const me = { ok: true, team_id: 'T0ACME', user_id: 'U0BOT', bot_id: 'B0BOT', user: 'example' };
    expect(await ask('auth.test')).toMatchObject(me);
  });

  it('names the scope that is missing', async () => {
    const scopes = ['chat:write', 'users:read'];
    const poor = await startWorkspace({ seed: { ...seed, app: { ...seed.app, scopes } } });
    const missing = { ok: false, error: 'missing_scope', provided: 'chat:write,users:read' };
    expect(await call(poor, 'reactions.add', {})).toEqual({ ...missing, needed: 'reactions:write' });
    expect(await call(poor, 'conversations.history', { channel: general })).toEqual({
      ...missing,
      needed: 'channels:history',
    });
    const { user } = await call(poor, 'users.info', { user: 'U0ALICE' });
    expect((user as { profile: object }).profile).not.toHaveProperty('email');
    await poor.stop();
  });

  it('reads form bodies with JSON inside, as the web client sends them', async () => {
    const body = new URLSearchParams({ channel: general, text: 'Form', blocks: JSON.stringify([section('Form')]) });
    const headers = { authorization: `Bearer ${seed.app.botToken}` };
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
  });

  it.each([
    ['text/plain', 'hello', 'invalid_post_type'],
    ['application/json', '{', 'invalid_json'],
    ['application/json', '[]', 'json_not_object'],
    ['application/json', `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'invalid_json'],
  ])('refuses a %s body of %.10s', async (type, body, error) => {
    const response = await fetch(`${workspace.apiUrl}api.test`, {
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    expect(await response.json()).toEqual({ ok: false, error });
  });
});

describe('chat.postMessage', () => {
  it.each([
    ['nothing to show', { channel: general }, 'no_text'],
    ['an unknown channel', { channel: 'C0NONE', text: 'a' }, 'channel_not_found'],
    ['a private channel of others', { channel: 'C0HIDDEN', text: 'a' }, 'channel_not_found'],
    ['a channel the app is not in', { channel: 'C0EMPTY', text: 'a' }, 'not_in_channel'],
    ['a thread that is not there', { channel: general, text: 'a', thread_ts: '1.000000' }, 'cannot_reply_to_message'],
    ['a thread_ts that is no timestamp', { channel: general, text: 'a', thread_ts: 'x' }, 'invalid_arguments'],
    ['a broadcast outside a thread', { channel: general, text: 'a', reply_broadcast: true }, 'invalid_arguments'],
    ['blocks that are no JSON', { channel: general, blocks: '[' }, 'invalid_blocks_format'],
    ['blocks that are no list', { channel: general, blocks: '{}' }, 'invalid_blocks_format'],
    [
      'too much text in blocks',
      { channel: general, blocks: [1, 2, 3, 4].map(() => section('x'.repeat(3000))) },
      'msg_blocks_too_long',
    ],
    ['markdown beside text', { channel: general, text: 'a', markdown_text: 'a' }, 'markdown_text_conflict'],
    [
      '101 attachments',
      { channel: general, attachments: Array.from({ length: 101 }, () => ({ text: 'a' })) },
      'too_many_attachments',
    ],
    ['bad metadata', { channel: general, text: 'a', metadata: { event_type: 'a' } }, 'invalid_metadata_format'],
    ['another name without the scope', { channel: general, text: 'a', username: 'Robot' }, 'missing_scope'],
  ])('refuses %s', async (_what, args, error) => {
    expect(await ask('chat.postMessage', args)).toMatchObject({ ok: false, error });
    expect(workspace.messages(general)).toEqual([]);
  });

  it('points at what is wrong in blocks', async () => {
    const line = 'must be less than 3001 characters [json-pointer:/blocks/0/text/text]';
    expect(await ask('chat.postMessage', { channel: general, blocks: [section('x'.repeat(3001))] })).toEqual({
      ok: false,
      error: 'invalid_blocks',
      errors: [line],
      response_metadata: { messages: [`[ERROR] ${line}`] },
    });
  });

  it.each([
    ['its id', general],
    ['its name', 'general'],
    ['its name with #', '#general'],
  ])('finds the channel by %s', async (_by, channel) => {
    expect(await ask('chat.postMessage', { channel, text: 'a' })).toMatchObject({ ok: true, channel: general });
  });

  it('writes to a person directly', async () => {
    const { channel } = await ask('chat.postMessage', { channel: 'U0ALICE', text: 'for you' });
    expect(channel).toBe('D0ALICE00');
    expect(workspace.messages('D0ALICE00').map(({ text }) => text)).toEqual(['for you']);
  });

  it('cuts text at 40,000 characters and warns', async () => {
    const reply = await ask('chat.postMessage', { channel: general, text: 'x'.repeat(40_001) });
    expect(reply).toMatchObject({ ok: true, warning: 'message_truncated' });
    expect(workspace.messages(general)[0]?.text).toHaveLength(40_000);
  });

  it('adds ids to blocks and keeps metadata', async () => {
    const metadata = { event_type: 'asked', event_payload: { id: 'r1' } };
    const ts = await post({ blocks: [section('a')], metadata });
    const [message] = workspace.messages(general);
    expect(message).toMatchObject({
      ts,
      metadata,
      blocks: [{ block_id: expect.any(String), text: { verbatim: false } }],
    });
    const bare = await ask('conversations.history', { channel: general });
    expect((bare.messages as object[])[0]).not.toHaveProperty('metadata');
    const full = await ask('conversations.history', { channel: general, include_all_metadata: true });
    expect(full.messages).toMatchObject([{ metadata }]);
  });

  it('never gives two messages one timestamp', async () => {
    const stamps = [await post(), await post(), await post()];
    expect(new Set(stamps).size).toBe(3);
    expect(stamps).toEqual(stamps.toSorted());
  });
});

describe('chat.update', () => {
  it.each([
    ['text alone removes blocks and shows as edited', { text: 'b' }, { text: 'b', blocks: 0, edited: true }],
    [
      'blocks with text do not show as edited',
      { text: 'b', blocks: [section('b')] },
      { text: 'b', blocks: 1, edited: false },
    ],
    ['an empty list removes blocks', { text: 'b', blocks: [] }, { text: 'b', blocks: 0, edited: false }],
    ['metadata alone keeps both', { metadata: {} }, { text: 'a', blocks: 1, edited: false }],
  ])('%s', async (_rule, args, expected) => {
    const ts = await post({ text: 'a', blocks: [section('a')] });
    expect(await ask('chat.update', { channel: general, ts, ...args })).toMatchObject({ ok: true, ts });
    const [message] = workspace.messages(general);
    expect({ text: message?.text, blocks: message?.blocks.length, edited: message?.editedTs !== null }).toEqual(
      expected,
    );
  });

  it('keeps metadata that is not sent and removes it for {}', async () => {
    const metadata = { event_type: 'asked', event_payload: {} };
    const ts = await post({ metadata });
    await ask('chat.update', { channel: general, ts, text: 'b' });
    expect(workspace.messages(general)[0]?.metadata).toEqual(metadata);
    await ask('chat.update', { channel: general, ts, text: 'b', metadata: {} });
    expect(workspace.messages(general)[0]?.metadata).toBeNull();
  });

  it('takes 4,000 characters and refuses 4,001', async () => {
    const ts = await post();
    expect(await ask('chat.update', { channel: general, ts, text: 'x'.repeat(4000) })).toMatchObject({ ok: true });
    expect(await ask('chat.update', { channel: general, ts, text: 'x'.repeat(4001) })).toMatchObject({
      error: 'msg_too_long',
    });
  });

  it("refuses a person's message, an ephemeral one and one that is not there", async () => {
    await workspace.act({ act: 'say', as: 'U0ALICE', channel: general, text: 'mine' });
    const theirs = workspace.messages(general)[0]?.ts;
    const args = { channel: general, text: 'changed' };
    expect(await ask('chat.update', { ...args, ts: theirs })).toMatchObject({ error: 'cant_update_message' });
    expect(await ask('chat.delete', { ...args, ts: theirs })).toMatchObject({ error: 'cant_delete_message' });
    const { message_ts } = await ask('chat.postEphemeral', { channel: general, user: 'U0ALICE', text: 'only you' });
    expect(await ask('chat.update', { ...args, ts: message_ts })).toMatchObject({ error: 'message_not_found' });
    expect(await ask('chat.update', { ...args, ts: '1.000001' })).toMatchObject({ error: 'message_not_found' });
  });
});

describe('other messages', () => {
  it('shows an ephemeral message to one person only, and never in history', async () => {
    await ask('chat.postEphemeral', { channel: general, user: 'U0ALICE', text: 'only you' });
    const read = async (as: string) => {
      const response = await fetch(`${workspace.url}/_workspace/history?as=${as}&channel=${general}`);
      return ((await response.json()) as { messages: object[] }).messages.length;
    };
    expect([await read('U0ALICE'), await read('U0BOB')]).toEqual([1, 0]);
    expect(await ask('conversations.history', { channel: general })).toMatchObject({ messages: [] });
    expect(await ask('chat.postEphemeral', { channel: 'C0SECRET', user: 'U0ALICE', text: 'a' })).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it('deletes its own message', async () => {
    const ts = await post();
    expect(await ask('chat.delete', { channel: general, ts })).toMatchObject({ ok: true, ts });
    expect(workspace.messages(general)).toEqual([]);
  });

  it('keeps threads: parent with counts, replies in order, broadcast in the channel', async () => {
    const parent = await post({ text: 'parent' });
    await post({ text: 'first', thread_ts: parent });
    const second = await post({ text: 'second', thread_ts: parent, reply_broadcast: true });
    const thread = await ask('conversations.replies', { channel: general, ts: parent });
    expect((thread.messages as { text: string }[]).map(({ text }) => text)).toEqual(['parent', 'first', 'second']);
    const history = await ask('conversations.history', { channel: general });
    expect(history.messages).toMatchObject([
      { text: 'second' },
      { text: 'parent', reply_count: 2, latest_reply: second },
    ]);
    expect(await ask('chat.postMessage', { channel: general, text: 'a', thread_ts: second })).toMatchObject({
      error: 'cannot_reply_to_message',
    });
    expect(await ask('conversations.replies', { channel: general, ts: '1.000001' })).toMatchObject({
      error: 'thread_not_found',
    });
  });

  it('links to its own page', async () => {
    const ts = await post();
    const { permalink } = await ask('chat.getPermalink', { channel: general, message_ts: ts });
    expect(permalink).toBe(`${workspace.url}/archives/${general}/p${ts.replace('.', '')}`);
    const reply = await post({ thread_ts: ts });
    const inThread = await ask('chat.getPermalink', { channel: general, message_ts: reply });
    expect(inThread.permalink).toContain(`?thread_ts=${ts}&cid=${general}`);
  });

  it('adds and removes reactions once', async () => {
    const ts = await post();
    const target = { channel: general, timestamp: ts, name: 'eyes' };
    expect(await ask('reactions.add', target)).toEqual({ ok: true });
    expect(await ask('reactions.add', target)).toMatchObject({ error: 'already_reacted' });
    expect(workspace.messages(general)[0]?.reactions).toEqual([{ name: 'eyes', userIds: ['U0BOT'] }]);
    expect(await ask('reactions.remove', target)).toEqual({ ok: true });
    expect(await ask('reactions.remove', target)).toMatchObject({ error: 'no_reaction' });
    expect(await ask('reactions.add', { ...target, name: ':eyes:' })).toMatchObject({ error: 'invalid_name' });
    expect(await ask('reactions.add', { name: 'eyes' })).toMatchObject({ error: 'no_item_specified' });
  });
});

describe('conversations and people', () => {
  it('pages through history, newest first', async () => {
    for (const text of ['1', '2', '3', '4', '5']) await post({ text });
    const seen: string[] = [];
    let cursor = '';
    do {
      const reply = await ask('conversations.history', { channel: general, limit: 2, cursor });
      seen.push(...(reply.messages as { text: string }[]).map(({ text }) => text));
      cursor = (reply.response_metadata as { next_cursor: string } | undefined)?.next_cursor ?? '';
    } while (cursor !== '');
    expect(seen).toEqual(['5', '4', '3', '2', '1']);
    expect(await ask('conversations.history', { channel: general, cursor: 'x' })).toMatchObject({
      error: 'invalid_cursor',
    });
  });

  it('leaves the bounds out unless inclusive', async () => {
    const [oldest, , latest] = [await post({ text: '1' }), await post({ text: '2' }), await post({ text: '3' })];
    const range = { channel: general, oldest, latest };
    expect(await ask('conversations.history', range)).toMatchObject({ messages: [{ text: '2' }] });
    const inclusive = await ask('conversations.history', { ...range, inclusive: true });
    expect(inclusive.messages).toHaveLength(3);
    expect(await ask('conversations.history', { channel: general, oldest: 'x' })).toMatchObject({
      error: 'invalid_ts_oldest',
    });
  });

  it('lists what the app may know of', async () => {
    const ids = async (types: string) =>
      ((await ask('conversations.list', { types })).channels as { id: string }[]).map(({ id }) => id);
    expect(await ids('public_channel')).toEqual([general, 'C0EMPTY']);
    expect(await ids('private_channel')).toEqual(['C0SECRET']);
    expect(await ids('im')).toContain('D0ALICE00');
    expect(await ask('conversations.list', { types: 'other' })).toMatchObject({ error: 'invalid_types' });
  });

  it('joins public channels only', async () => {
    expect(await ask('conversations.join', { channel: 'C0EMPTY' })).toMatchObject({ channel: { is_member: true } });
    expect(await ask('conversations.join', { channel: 'C0SECRET' })).toMatchObject({
      error: 'method_not_supported_for_channel_type',
    });
    expect(await ask('conversations.members', { channel: 'C0EMPTY' })).toMatchObject({ members: ['U0ALICE', 'U0BOT'] });
  });

  it.each([
    ['users.info', { user: 'U0NONE' }, 'user_not_found'],
    ['users.lookupByEmail', { email: 'nobody@acme.test' }, 'users_not_found'],
    ['conversations.info', { channel: 'C0NONE' }, 'channel_not_found'],
    ['conversations.open', {}, 'users_list_not_supplied'],
    ['conversations.open', { users: 'U0NONE' }, 'user_not_found'],
    ['bots.info', { bot: 'B0NONE' }, 'bot_not_found'],
    ['users.info', {}, 'invalid_arguments'],
  ])('%s of %j is %s', async (method, args, error) => {
    expect(await ask(method, args)).toMatchObject({ ok: false, error });
  });

  it('finds people, with their address', async () => {
    const alice = { user: { id: 'U0ALICE', profile: { email: 'alice@acme.test', title: 'Engineer' } } };
    expect(await ask('users.lookupByEmail', { email: 'Alice@acme.test' })).toMatchObject(alice);
    expect(await ask('users.info', { user: 'U0ALICE' })).toMatchObject(alice);
    const { user } = await ask('users.info', { user: 'U0CHARLIE' });
    expect((user as { profile: object }).profile).not.toHaveProperty('email');
    expect((await ask('users.list')).members).toHaveLength(5);
    expect(await ask('conversations.open', { users: 'U0ALICE' })).toMatchObject({
      already_open: true,
      channel: { id: 'D0ALICE00' },
    });
    expect(await ask('team.info')).toMatchObject({ team: { domain: 'acme' } });
    expect(await ask('bots.info', { bot: 'B0BOT' })).toMatchObject({ bot: { user_id: 'U0BOT' } });
  });
});

describe('faults and rates', () => {
  it('refuses the next calls with 429, then with 500, then answers', async () => {
    workspace.faults({ rateLimitNext: 1, errorNext: 1 });
    const status = async () => {
      const response = await fetch(`${workspace.apiUrl}api.test`, { method: 'POST' });
      return [response.status, response.headers.get('retry-after')];
    };
    expect([await status(), await status(), await status()]).toEqual([
      [429, '1'],
      [500, null],
      [200, null],
    ]);
  });

  it('carries out a call and loses the answer', async () => {
    workspace.faults({ loseAnswerNext: 1 });
    await expect(ask('chat.postMessage', { channel: general, text: 'twice?' })).rejects.toThrow();
    expect(workspace.messages(general).map(({ text }) => text)).toEqual(['twice?']);
    expect(workspace.records()[0]).toMatchObject({
      kind: 'chat.postMessage',
      ok: false,
      summary: 'carried out, answer lost',
    });
    expect(await ask('api.test')).toMatchObject({ ok: true });
  });

  it('limits posts to a channel and says how long to wait, when asked to', async () => {
    const strict = await startWorkspace({ seed, strictRates: true, now: () => nowMs });
    const send = () => call(strict, 'chat.postMessage', { channel: general, text: 'a' });
    for (let count = 0; count < 10; count += 1) expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: false, error: 'ratelimited' });
    nowMs += 1000;
    expect(await send()).toMatchObject({ ok: true });
    await strict.stop();
  });
});

describe('safety', () => {
  /** `fetch` does not let a caller choose the Host header. */
  function status(headers: Record<string, string>, path = '/api/api.test'): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(workspace.url + path, { method: 'GET', headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it.each([
    ['another host name', { host: 'evil.test' }, 403],
    ['a name that begins like loopback', { host: '127.0.0.1.evil.test' }, 403],
    ['another origin', { origin: 'https://evil.test' }, 403],
    ['a sandboxed origin', { origin: 'null' }, 403],
    ['a picture on another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }, 403],
    ['localhost', { host: 'localhost:1' }, 200],
  ])('answers %s accordingly', async (_what, headers, expected) => {
    expect(await status(headers as Record<string, string>)).toBe(expected);
  });

  it('refuses a body of more than 1 MiB', async () => {
    const body = JSON.stringify({ text: 'x'.repeat(1_048_576) });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${workspace.apiUrl}api.test`, { method: 'POST', headers, body });
    expect(response.status).toBe(413);
  });

  it('masks tokens in what it shows', async () => {
    await ask('api.test', { token: seed.app.botToken, note: `mine is ${seed.app.botToken}` });
    await ask('apps.connections.open', {}, seed.app.appToken);
    const shown = JSON.stringify(workspace.records());
    expect(shown).not.toContain(seed.app.botToken);
    expect(shown).not.toContain(seed.app.appToken);
    expect(shown).toContain('ticket=•••');
  });
});
