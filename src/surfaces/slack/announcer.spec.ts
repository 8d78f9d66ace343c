import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CAST, CHANNEL, DEMO_SECRETS, workspaceSeed } from '../../demo/cast.ts';
import type { Chat } from '../../ports/chat.ts';
import { startWorkspace, type Workspace } from '../../workspace/index.ts';
import { connectChat } from './index.ts';
import { pullRequestView } from './samples.ts';

const GENERAL = 'C0GENERAL';
const SECRET = { id: 'C0SECRET', name: 'secret' };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let workspace: Workspace;
let chat: Chat;
let keys = 0;

beforeAll(async () => {
  const seed = workspaceSeed();
  const users = seed.users.map((user) => (user.id === CAST.charlie.slackId ? { ...user, email: null } : user));
  const channels = [...seed.channels, { ...SECRET, members: [CAST.bob.slackId, seed.app.botUserId], private: true }];
  workspace = await startWorkspace({ seed: { ...seed, users, channels } });
  const { botToken } = DEMO_SECRETS;
  const options = { botToken, appToken: null, signingSecret: null, apiUrl: workspace.apiUrl };
  chat = connectChat({ ...options, log: quiet, now: Date.now, refused: () => undefined });
});
afterEach(() => workspace.faults({ loseAnswerNext: 0, errorNext: 0, rateLimitNext: 0 }));
afterAll(() => workspace.stop());

const notice = { type: 'pull-request' as const, view: pullRequestView('Ask for the customer') };
const freshKey = () => {
  keys += 1;
  return `pr:acme/payments#${keys}`;
};
const withKey = (key: string, threadTs?: string) =>
  workspace
    .messages(CHANNEL.id, threadTs)
    .filter(({ metadata }) => JSON.stringify(metadata ?? {}).includes(`"${key}"`));

describe('a living message', () => {
  it('is posted with its key and answers where it stands', async () => {
    const key = freshKey();
    const place = await chat.show(notice, { channel: CHANNEL.id, place: null, key, maybeThere: false });
    expect(withKey(key).map(({ ts }) => ts)).toEqual([place.ts]);
    expect(place.permalink).toMatch(/^https?:\/\//);
  });

  it('is edited in place from then on', async () => {
    const key = freshKey();
    const place = await chat.show(notice, { channel: CHANNEL.id, place: null, key, maybeThere: false });
    const again = await chat.show(
      { ...notice, view: pullRequestView('Another title') },
      { channel: CHANNEL.id, place, key, maybeThere: false },
    );
    expect(again).toEqual(place);
    expect(withKey(key)).toHaveLength(1);
    expect(withKey(key)[0]?.text).toContain('Another title');
  });

  it('is found again by its key after the answer to the posting was lost', async () => {
    const key = freshKey();
    const where = { channel: CHANNEL.id, place: null, key };
    workspace.faults({ loseAnswerNext: 1 });
    await expect(chat.show(notice, { ...where, maybeThere: false })).rejects.toMatchObject({ permanent: false });
    expect(withKey(key)).toHaveLength(1);
    const place = await chat.show(notice, { ...where, maybeThere: true });
    expect(withKey(key).map(({ ts }) => ts)).toEqual([place.ts]);
  });

  it('is posted when the answer was lost before Slack did anything', async () => {
    const key = freshKey();
    workspace.faults({ errorNext: 1 });
    const where = { channel: CHANNEL.id, place: null, key };
    await expect(chat.show(notice, { ...where, maybeThere: false })).rejects.toMatchObject({ permanent: false });
    expect(withKey(key)).toHaveLength(0);
    await chat.show(notice, { ...where, maybeThere: true });
    expect(withKey(key)).toHaveLength(1);
  });
});

describe('a reply in the thread', () => {
  it('is found again by its key after the answer was lost', async () => {
    const root = await chat.show(notice, { channel: CHANNEL.id, place: null, key: freshKey(), maybeThere: false });
    const where = { channel: CHANNEL.id, threadTs: root.ts, key: `note:${root.ts}` };
    const note = { type: 'note' as const, text: 'Judged.', code: null };
    workspace.faults({ loseAnswerNext: 1 });
    await expect(chat.reply(note, { ...where, maybeThere: false })).rejects.toMatchObject({ permanent: false });
    const place = await chat.reply(note, { ...where, maybeThere: true });
    expect(withKey(where.key, root.ts).map(({ ts }) => ts)).toEqual([place.ts]);
  });
});

describe('a failure of Slack', () => {
  it('says how long to wait when Slack says so', async () => {
    workspace.faults({ rateLimitNext: 1 });
    await expect(chat.ping()).rejects.toMatchObject({ code: 'rate-limited', permanent: false });
    workspace.faults({ rateLimitNext: 1 });
    const thrown = await chat.ping().catch((error: unknown) => error as { retryAfterMs: number });
    expect(thrown?.retryAfterMs).toBeGreaterThanOrEqual(1_000);
  });

  it('is worth another try when Slack itself failed', async () => {
    workspace.faults({ errorNext: 1 });
    await expect(chat.ping()).rejects.toMatchObject({ code: 'unreachable', permanent: false });
    await expect(chat.ping()).resolves.toBeUndefined();
  });

  it.each([
    ['a channel the bot is not in', GENERAL, 'not_in_channel', 'invite it'],
    ['a channel that is not there', 'C0NOWHERE', 'channel_not_found', 'invite it'],
  ])('is final for %s, and says what to do', async (_what, channel, code, advice) => {
    const posting = chat.show(notice, { channel, place: null, key: freshKey(), maybeThere: false });
    await expect(posting).rejects.toMatchObject({ code, permanent: true, message: expect.stringContaining(advice) });
  });

  it('is final for a message that somebody deleted', async () => {
    const place = { channel: CHANNEL.id, ts: '1.000001', permalink: null };
    const editing = chat.show(notice, { channel: CHANNEL.id, place, key: freshKey(), maybeThere: false });
    await expect(editing).rejects.toMatchObject({ code: 'message_not_found', permanent: true });
  });
});

describe('a word to one person', () => {
  const seenBy = (slackId: string, text: string) =>
    workspace
      .state(slackId)
      .channels.flatMap(({ id }) => workspace.messages(id))
      .filter((message) => message.text.includes(text));

  it('is seen by that person only', async () => {
    await chat.whisper('Only for Bob.', { channel: CHANNEL.id, slackId: CAST.bob.slackId, threadTs: null });
    expect(seenBy(CAST.bob.slackId, 'Only for Bob.').map(({ ephemeralFor }) => ephemeralFor)).toEqual([
      CAST.bob.slackId,
    ]);
  });

  it('comes as a direct message to somebody who is not in the channel', async () => {
    await chat.whisper('You may not.', { channel: SECRET.id, slackId: CAST.charlie.slackId, threadTs: null });
    const [found] = seenBy(CAST.charlie.slackId, 'You may not.');
    expect(found?.channel).toMatch(/^D/);
  });

  it('turns no text from outside into a mention', async () => {
    await chat.whisper('It belongs to <!channel>.', { channel: CHANNEL.id, slackId: CAST.bob.slackId, threadTs: null });
    expect(seenBy(CAST.bob.slackId, 'It belongs to')[0]?.text).toBe('It belongs to &lt;!channel&gt;.');
  });
});

describe('people and channels', () => {
  it('knows a person with a lower-case e-mail address', async () => {
    expect(await chat.person(CAST.bob.slackId)).toMatchObject({
      email: 'bob@acme.example',
      active: true,
      isBot: false,
    });
  });

  it('knows a person who shows no e-mail address', async () => {
    expect(await chat.person(CAST.charlie.slackId)).toMatchObject({ email: null });
  });

  it('answers null for nobody', async () => {
    expect([await chat.person('U0NOBODY'), await chat.personByEmail('nobody@acme.example')]).toEqual([null, null]);
  });

  it('does not take a failure for nobody', async () => {
    workspace.faults({ errorNext: 1 });
    await expect(chat.person(CAST.bob.slackId)).rejects.toMatchObject({ permanent: false });
  });

  it.each([
    ['#payments', CHANNEL.id],
    ['payments', CHANNEL.id],
    [CHANNEL.id, CHANNEL.id],
    ['#nowhere', null],
  ])('finds the channel %s', async (name, id) => {
    expect(await chat.channelId(name)).toBe(id);
  });
});
