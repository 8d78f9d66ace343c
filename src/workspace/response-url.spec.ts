import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from './index.ts';
import { call, connect } from './test-client.ts';
import { seed } from './test-seed.ts';

const general = 'C0GENERAL';
let workspace: Workspace;
let nowMs: number;
let url: string;
let ts: string;
let pressed: Record<string, unknown>;

async function press(source: { channel: string; ts: string }, blockId: string) {
  const socket = await connect(workspace);
  const act = { act: 'block-action' as const, as: 'U0ALICE', source: { type: 'message' as const, ...source } };
  const sent = workspace.act({ ...act, blockId, actionId: 'a', input: {}, values: {} });
  await vi.waitFor(() => expect(socket.envelopes().some(({ type }) => type === 'interactive')).toBe(true));
  for (const envelope of socket.envelopes()) socket.ack(envelope);
  await sent;
  const payload = socket.envelopes().find(({ type }) => type === 'interactive')?.payload ?? {};
  socket.close();
  await socket.closed;
  return payload;
}

const blocks = [
  {
    type: 'actions',
    block_id: 'b',
    elements: [{ type: 'button', action_id: 'a', value: 'v', text: { type: 'plain_text', text: 'Go' } }],
  },
];

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T09:00:00Z');
  workspace = await startWorkspace({ seed, now: () => nowMs });
  const reply = await call(workspace, 'chat.postMessage', { channel: general, text: 'Press', blocks });
  ts = String(reply.ts);
  pressed = await press({ channel: general, ts }, 'b');
  url = String(pressed.response_url);
});
afterEach(() => workspace.stop());

async function respond(body: unknown, to = url): Promise<[number, unknown]> {
  const response = await fetch(to, { method: 'POST', body: JSON.stringify(body) });
  return [response.status, await response.json()];
}

describe('response_url', () => {
  it('comes with where the press was', () => {
    expect(pressed).toMatchObject({
      container: { type: 'message', message_ts: ts, channel_id: general, is_ephemeral: false },
      channel: { id: general, name: 'general' },
      message: { ts },
      user: { id: 'U0ALICE', name: 'alice' },
      actions: [{ type: 'button', action_id: 'a', block_id: 'b', value: 'v' }],
    });
  });

  it('answers five times', async () => {
    for (let count = 0; count < 5; count += 1) expect(await respond({ text: `${count}` })).toEqual([200, { ok: true }]);
    expect(await respond({ text: '6' })).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  it('answers for 30 minutes', async () => {
    nowMs += 30 * 60_000;
    expect(await respond({ text: 'in time' })).toEqual([200, { ok: true }]);
    nowMs += 1;
    expect(await respond({ text: 'late' })).toEqual([404, { ok: false, error: 'expired_url' }]);
  });

  it('does not count a refused answer', async () => {
    for (let count = 0; count < 6; count += 1) expect((await respond({}))[1]).toMatchObject({ error: 'no_text' });
    expect(await respond({ text: 'fine' })).toEqual([200, { ok: true }]);
  });

  it.each([
    ['nothing', {}, 400, 'no_text'],
    ['a list', [], 400, 'invalid_payload'],
    ['broken blocks', { blocks: [{ type: 'nonsense' }] }, 400, 'invalid_blocks'],
  ])('refuses %s', async (_what, body, status, error) => {
    expect(await respond(body)).toEqual([status, expect.objectContaining({ ok: false, error })]);
  });

  it('speaks to one person by default and to all when told so', async () => {
    await respond({ text: 'for you' });
    await respond({ text: 'for all', response_type: 'in_channel' });
    const shown = workspace.messages(general).map(({ text, ephemeralFor }) => [text, ephemeralFor]);
    expect(shown).toEqual([
      ['Press', null],
      ['for you', 'U0ALICE'],
      ['for all', null],
    ]);
  });

  it('replaces and deletes the message that was pressed', async () => {
    await respond({ text: 'Done', blocks: [], replace_original: true });
    expect(workspace.messages(general)).toMatchObject([{ ts, text: 'Done', blocks: [] }]);
    await respond({ delete_original: true });
    expect(workspace.messages(general)).toEqual([]);
  });

  it('is the way to change an ephemeral message', async () => {
    const { message_ts } = await call(workspace, 'chat.postEphemeral', {
      channel: general,
      user: 'U0ALICE',
      text: 'You',
      blocks,
    });
    const payload = await press({ channel: general, ts: String(message_ts) }, 'b');
    expect(payload).toMatchObject({ container: { is_ephemeral: true } });
    expect(payload).not.toHaveProperty('message');
    await respond({ text: 'Changed', replace_original: true }, String(payload.response_url));
    expect(workspace.messages(general).at(-1)).toMatchObject({ text: 'Changed', ephemeralFor: 'U0ALICE' });
  });

  it('is not guessed', async () => {
    expect(await respond({ text: 'a' }, `${workspace.url}/response/guess`)).toEqual([
      404,
      { ok: false, error: 'invalid_url' },
    ]);
  });
});
