import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkspace } from './index.ts';
import { call, connect } from './test-client.ts';
import { seed } from './test-seed.ts';

const general = 'C0GENERAL';
let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
  stateFile = join(folder, 'below', 'state.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('the state file', () => {
  it('brings back messages, threads, reactions, metadata, Home and who has read what', async () => {
    const before = await startWorkspace({ seed, stateFile });
    const metadata = { event_type: 'asked', event_payload: { id: 'r1' } };
    const { ts } = await call(before, 'chat.postMessage', { channel: general, text: 'kept', metadata });
    await call(before, 'chat.postMessage', { channel: general, text: 'reply', thread_ts: ts });
    await before.act({ act: 'react', as: 'U0BOB', channel: general, ts: String(ts), name: 'eyes', remove: false });
    await before.act({ act: 'read', as: 'U0BOB', channel: general });
    await before.act({ act: 'say', as: 'U0ALICE', channel: 'C0EMPTY', text: 'alone' });
    const view = { type: 'home', blocks: [{ type: 'divider' }] };
    await call(before, 'views.publish', { user_id: 'U0ALICE', view });
    const [messages, thread, home] = [
      before.messages(general),
      before.messages(general, String(ts)),
      before.openHome('U0ALICE'),
    ];
    const channels = before.state('U0BOB').channels;
    await before.stop();

    const after = await startWorkspace({ seed, stateFile });
    expect(after.messages(general)).toEqual(messages);
    expect(after.messages(general, String(ts))).toEqual(thread);
    expect(after.openHome('U0ALICE')).toEqual(home);
    expect(after.state('U0BOB').channels).toEqual(channels);
    expect(await call(after, 'chat.update', { channel: general, ts, text: 'changed' })).toMatchObject({ ok: true });
    const { ts: later } = await call(after, 'chat.postMessage', { channel: general, text: 'later' });
    expect(Number(later)).toBeGreaterThan(Number(ts));
    await after.stop();
  });

  it('brings back events that were not delivered', async () => {
    const before = await startWorkspace({ seed, stateFile });
    await before.act({ act: 'say', as: 'U0ALICE', channel: general, text: '@example' });
    await before.stop();
    const after = await startWorkspace({ seed, stateFile });
    const socket = await connect(after);
    const types = () => socket.envelopes().map(({ payload }) => (payload.event as { type: string }).type);
    await vi.waitFor(() => expect(types()).toContain('app_mention'));
    await after.stop();
  });

  it('adds people and channels that the seed gained', async () => {
    await (await startWorkspace({ seed, stateFile })).stop();
    const erin = { id: 'U0ERIN', name: 'erin', realName: 'Erin Vale', title: '', email: null };
    const after = await startWorkspace({ seed: { ...seed, users: [...seed.users, erin] }, stateFile });
    expect(after.state('U0ERIN').me.realName).toBe('Erin Vale');
    await after.stop();
  });

  it('is whole at any time and holds no token', async () => {
    const workspace = await startWorkspace({ seed, stateFile });
    for (let count = 0; count < 20; count += 1)
      await call(workspace, 'chat.postMessage', { channel: general, text: `${count}` });
    await workspace.stop();
    const text = await readFile(stateFile, 'utf8');
    expect((JSON.parse(text) as { messages: Record<string, unknown[]> }).messages[general]).toHaveLength(20);
    expect(text).not.toContain(seed.app.botToken);
    expect(text).not.toContain(seed.app.signingSecret);
  });

  it.each([
    ['no JSON', '{', 'is not JSON'],
    ['another format', '{"version":9}', 'has another format'],
  ])('is refused when it is %s, rather than started over', async (_what, text, message) => {
    const file = join(folder, 'broken.json');
    await writeFile(file, text);
    await expect(startWorkspace({ seed, stateFile: file })).rejects.toThrow(message);
    expect(await readFile(file, 'utf8')).toBe(text);
  });
});
