import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from '../index.ts';
import { call, connect, type Envelope, type RawSocket } from '../test-client.ts';
import { seed } from '../test-seed.ts';

const general = 'C0GENERAL';
let workspace: Workspace;

beforeEach(async () => {
  workspace = await startWorkspace({ seed });
});
afterEach(() => workspace.stop());

const command = (text = '') =>
  workspace.act({ act: 'command', as: 'U0ALICE', channel: general, command: '/example', text });
const mention = () =>
  workspace.act({ act: 'react', as: 'U0ALICE', ...(target ?? { channel: '', ts: '' }), name: 'eyes', remove: false });
let target: { channel: string; ts: string } | null = null;

async function reactable(): Promise<void> {
  const { ts } = await call(workspace, 'chat.postMessage', { channel: general, text: 'a' });
  target = { channel: general, ts: String(ts) };
}

function named(socket: RawSocket, event: string): Envelope[] {
  return socket.envelopes().filter(({ payload }) => (payload.event as { type?: string } | undefined)?.type === event);
}

describe('socket mode', () => {
  it('greets with the app and the number of connections', async () => {
    await connect(workspace);
    const second = await connect(workspace);
    expect(second.received[0]).toMatchObject({
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: 'A0APP' },
    });
  });

  it('lets an address be used once', async () => {
    const { url } = await call(workspace, 'apps.connections.open', {}, seed.app.appToken);
    const { WebSocket } = await import('ws');
    const open = () =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(String(url));
        socket.on('message', () => resolve('hello'));
        socket.on('error', (error) => resolve(error.message));
      });
    expect(await open()).toBe('hello');
    expect(await open()).toContain('401');
  });

  it('gives each envelope to exactly one of several sockets, in turn', async () => {
    const sockets = [await connect(workspace), await connect(workspace)];
    const sent = [command('1'), command('2'), command('3'), command('4')];
    const all = () => sockets.flatMap((socket) => socket.envelopes());
    await vi.waitFor(() => expect(all()).toHaveLength(4));
    for (const socket of sockets) for (const envelope of socket.envelopes()) socket.ack(envelope);
    expect(await Promise.all(sent)).toEqual([{ ok: true }, { ok: true }, { ok: true }, { ok: true }]);
    expect(sockets.map((socket) => socket.envelopes().length)).toEqual([2, 2]);
  });

  it('turns the eleventh socket away', async () => {
    for (let count = 0; count < 10; count += 1) await connect(workspace);
    const eleventh = await connect(workspace);
    expect(eleventh.received[0]).toEqual({ type: 'disconnect', reason: 'too_many_websockets' });
  });

  it('tells the person at once when nothing is connected', async () => {
    expect(await command()).toEqual({
      ok: false,
      error: 'dispatch_failed',
      message: '/example failed because the app did not respond (dispatch_failed). Try again.',
    });
  });

  it('tells the person when the socket breaks before the acknowledgement', async () => {
    const socket = await connect(workspace);
    const sent = command();
    await vi.waitFor(() => expect(socket.envelopes()).toHaveLength(1));
    workspace.faults({ dropSocket: true });
    expect(await sent).toMatchObject({ ok: false, error: 'dispatch_failed' });
    await vi.waitFor(() => expect(workspace.state('U0ALICE').app.connected).toBe(false));
    expect(workspace.state('U0ALICE').faults.dropSocket).toBe(false);
  });

  it('gives a retiring socket nothing more, but still takes its acknowledgement', async () => {
    const old = await connect(workspace);
    const inHand = command('before');
    await vi.waitFor(() => expect(old.envelopes()).toHaveLength(1));
    workspace.refreshSockets();
    await vi.waitFor(() => expect(old.received.at(-1)).toEqual({ type: 'disconnect', reason: 'refresh_requested' }));
    expect(await command('after')).toMatchObject({ ok: false });
    for (const envelope of old.envelopes()) old.ack(envelope);
    expect(await inHand).toEqual({ ok: true });
    expect(old.envelopes()).toHaveLength(1);
  });

  it('leaves the other socket at work when one is asked to reconnect', async () => {
    const first = await connect(workspace, () => true);
    const second = await connect(workspace, () => true);
    workspace.refreshSockets(1);
    expect(await Promise.all([command('1'), command('2')])).toEqual([{ ok: true }, { ok: true }]);
    expect([first.envelopes().length, second.envelopes().length]).toEqual([0, 2]);
  });

  it('carries any payload as given', async () => {
    const socket = await connect(workspace, () => true);
    const payload = { type: 'block_actions', user: { id: 'U0NONE' }, actions: [] };
    expect(await workspace.deliver('interactive', payload)).toEqual({ ok: true, answer: null });
    expect(socket.envelopes()[0]).toMatchObject({ type: 'interactive', payload });
  });

  it('keeps events until there is a connection', async () => {
    await reactable();
    await mention();
    const socket = await connect(workspace);
    await vi.waitFor(() => expect(named(socket, 'reaction_added')).toHaveLength(1));
    expect(named(socket, 'reaction_added')[0]).toMatchObject({ retry_attempt: 0, retry_reason: '' });
  });
});

describe('an app that does not acknowledge', () => {
  beforeEach(async () => {
    await workspace.stop();
    workspace = await startWorkspace({ seed, ackMs: 30, retryDelaysMs: [5, 5, 5] });
  });

  it('counts an acknowledgement only on the socket that was given the envelope', async () => {
    const [first, second] = [await connect(workspace), await connect(workspace)];
    const sent = command();
    await vi.waitFor(() => expect([...first.envelopes(), ...second.envelopes()]).toHaveLength(1));
    const [owner, other] = first.envelopes().length === 1 ? [first, second] : [second, first];
    for (const envelope of owner.envelopes()) other.ack(envelope);
    expect(await sent).toMatchObject({ ok: false, error: 'operation_timeout' });
  });

  it('is sent an event three times more', async () => {
    await reactable();
    const socket = await connect(workspace);
    await mention();
    await vi.waitFor(() => expect(named(socket, 'reaction_added')).toHaveLength(4));
    expect(named(socket, 'reaction_added').map((each) => each.retry_attempt)).toEqual([0, 1, 2, 3]);
    expect(named(socket, 'reaction_added')[3]).toMatchObject({ retry_reason: 'http_timeout' });
  });

  it('is not asked again once it does', async () => {
    await reactable();
    const socket = await connect(workspace, ({ retry_attempt }) => retry_attempt === 1);
    await mention();
    const acknowledged = () => workspace.records().filter(({ kind, ok }) => kind === 'reaction_added' && ok);
    await vi.waitFor(() => expect(acknowledged()).toHaveLength(1));
    expect(named(socket, 'reaction_added')).toHaveLength(2);
  });
});

describe('subscriptions', () => {
  it.each([
    ['not subscribed', { events: ['app_mention' as const] }],
    ['without the scope', { scopes: seed.app.scopes.filter((scope) => scope !== 'reactions:read') }],
  ])('keeps an event back when %s', async (_why, change) => {
    const other = await startWorkspace({ seed: { ...seed, app: { ...seed.app, ...change } } });
    const socket = await connect(other);
    const { ts } = await call(other, 'chat.postMessage', { channel: general, text: 'a' });
    await other.act({ act: 'react', as: 'U0ALICE', channel: general, ts: String(ts), name: 'eyes', remove: false });
    await other.act({ act: 'say', as: 'U0ALICE', channel: general, text: '@example' });
    await vi.waitFor(() => expect(named(socket, 'app_mention')).toHaveLength(1));
    expect(named(socket, 'reaction_added')).toEqual([]);
    await other.stop();
  });
});
