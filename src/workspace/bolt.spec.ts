import { App, ExpressReceiver, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from './index.ts';
import { seed } from './test-seed.ts';

const general = 'C0GENERAL';

function modal(title: string, extra: object = {}) {
  return {
    type: 'modal' as const,
    callback_id: 'ask',
    title: { type: 'plain_text' as const, text: title },
    submit: { type: 'plain_text' as const, text: 'Send' },
    notify_on_close: true,
    blocks: [
      {
        type: 'input' as const,
        block_id: 'reason',
        label: { type: 'plain_text' as const, text: 'Reason' },
        element: { type: 'plain_text_input' as const, action_id: 'text' },
      },
    ],
    ...extra,
  };
}

/** One app that does a bit of everything; the same listeners run over either transport. */
function listen(app: App, seen: string[]): void {
  app.command('/example', async ({ ack, command, client, respond, say }) => {
    if (command.text === 'silent') return;
    if (command.text === 'answer') return ack({ text: 'in the acknowledgement' });
    await ack();
    if (command.text === 'respond') await respond({ text: 'only you see this' });
    if (command.text === 'say') {
      await say({
        text: 'Press it',
        blocks: [
          {
            type: 'actions',
            block_id: 'row',
            elements: [
              {
                type: 'button',
                action_id: 'press',
                value: 'request-1',
                style: 'primary',
                text: { type: 'plain_text', text: 'Press' },
              },
              { type: 'external_select', action_id: 'search', min_query_length: 1 },
            ],
          },
        ],
      });
    }
    if (command.text === 'ask') await client.views.open({ trigger_id: command.trigger_id, view: modal('Why?') });
  });
  app.view('ask', async ({ ack, view }) => {
    const reason = view.state.values.reason?.text?.value;
    seen.push(`submitted ${reason}`);
    if (reason === 'no') return ack({ response_action: 'errors', errors: { reason: 'Say more.' } });
    if (reason === 'more') return ack({ response_action: 'update', view: modal('Still why?') });
    if (reason === 'deeper') return ack({ response_action: 'push', view: modal('And why that?') });
    if (reason === 'enough') return ack({ response_action: 'clear' });
    return ack();
  });
  app.view({ callback_id: 'ask', type: 'view_closed' }, async ({ ack, body }) => {
    seen.push(`closed ${'is_cleared' in body && body.is_cleared}`);
    await ack();
  });
  app.action('press', async ({ ack, body, client, action }) => {
    await ack();
    seen.push(`pressed ${'value' in action ? action.value : ''} by ${body.user.id}`);
    if (body.type !== 'block_actions' || !body.message || !body.channel) return;
    const done = [{ type: 'section' as const, text: { type: 'mrkdwn' as const, text: `Done by <@${body.user.id}>` } }];
    await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: 'Done', blocks: done });
  });
  app.options('search', async ({ ack, payload }) => {
    await ack({ options: [{ text: { type: 'plain_text', text: `${payload.value}!` }, value: 'found' }] });
  });
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab !== 'home') return;
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: `Hello ${event.user}` } }];
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks } });
  });
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: 'You called?', thread_ts: event.ts });
  });
  app.event('reaction_added', async ({ event }) => {
    seen.push(`reaction ${event.reaction}`);
  });
  app.shortcut('from-anywhere', async ({ ack, shortcut, client }) => {
    await ack();
    await client.views.open({ trigger_id: shortcut.trigger_id, view: modal('Anywhere') });
  });
  app.shortcut('from-message', async ({ ack, shortcut }) => {
    await ack();
    seen.push(`shortcut on ${'message' in shortcut ? shortcut.message.text : ''}`);
  });
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const transports = ['socket', 'http'] as const;

describe.each(transports)('a Bolt app over %s', (transport) => {
  let workspace: Workspace;
  let app: App;
  const seen: string[] = [];

  beforeAll(async () => {
    const port = await freePort();
    const eventsUrl = transport === 'http' ? { eventsUrl: `http://127.0.0.1:${port}/slack/events` } : {};
    workspace = await startWorkspace({ seed: { ...seed, app: { ...seed.app, ...eventsUrl } }, ackMs: 1000 });
    const { botToken: token, appToken, signingSecret } = seed.app;
    const common = { token, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl: workspace.apiUrl } };
    app =
      transport === 'socket'
        ? new App({ ...common, appToken, socketMode: true })
        : new App({ ...common, receiver: new HTTPReceiver({ signingSecret, logLevel: LogLevel.ERROR }) });
    listen(app, seen);
    await app.start(port);
  });

  afterAll(async () => {
    await app.stop();
    await workspace.stop();
  });

  const command = (text: string) =>
    workspace.act({ act: 'command', as: 'U0ALICE', channel: general, command: '/example', text });
  const submit = (reason: string) => {
    const [modalView] = workspace.state('U0ALICE').modals.slice(-1);
    const values = { reason: { text: { type: 'plain_text_input', value: reason } } };
    return workspace.act({ act: 'view-submit', as: 'U0ALICE', viewId: modalView?.id ?? '', values });
  };
  const modals = () => workspace.state('U0ALICE').modals;

  it('is connected over that transport', () => {
    expect(workspace.state('U0ALICE').app).toMatchObject({ connected: true, transport });
  });

  it('opens a modal, sees errors, an update, a push and a clear', async () => {
    expect(await command('ask')).toEqual({ ok: true });
    await vi.waitFor(() => expect(modals()).toHaveLength(1));
    expect(await submit('')).toMatchObject({ ok: false, error: 'invalid_input' });
    expect(await submit('no')).toMatchObject({ ok: true });
    expect(modals()[0]?.errors).toEqual({ reason: 'Say more.' });
    await submit('more');
    expect(modals()[0]).toMatchObject({ title: 'Still why?', errors: {} });
    await submit('deeper');
    expect(modals().map(({ title }) => title)).toEqual(['Still why?', 'And why that?']);
    await submit('enough');
    expect(modals()).toEqual([]);
  });

  it('closes a modal that is submitted and tells of one that is cancelled', async () => {
    await command('ask');
    await vi.waitFor(() => expect(modals()).toHaveLength(1));
    await submit('fine');
    expect(modals()).toEqual([]);
    await command('ask');
    await vi.waitFor(() => expect(modals()).toHaveLength(1));
    await workspace.act({ act: 'view-close', as: 'U0ALICE', viewId: modals()[0]?.id ?? '', clearAll: false });
    expect(seen).toContain('closed false');
    expect(modals()).toEqual([]);
  });

  it('presses a button, and the message is updated', async () => {
    await command('say');
    const pressable = () => workspace.messages(general).findLast(({ text }) => text === 'Press it');
    await vi.waitFor(() => expect(pressable()).toBeDefined());
    const source = { type: 'message' as const, channel: general, ts: pressable()?.ts ?? '' };
    const element = { as: 'U0BOB', source, blockId: 'row' };

    const found = await workspace.act({ act: 'options', ...element, actionId: 'search', typed: 'abc' });
    expect(found).toMatchObject({ ok: true, options: [{ text: { text: 'abc!' }, value: 'found' }] });

    const press = {
      act: 'block-action' as const,
      ...element,
      actionId: 'press',
      input: { value: 'forged' },
      values: {},
    };
    expect(await workspace.act(press)).toEqual({ ok: true });
    expect(seen).toContain('pressed request-1 by U0BOB');
    const done = () => workspace.messages(general).find(({ ts }) => ts === source.ts);
    await vi.waitFor(() => expect(done()).toMatchObject({ text: 'Done', editedTs: null }));
    expect(await workspace.act(press)).toMatchObject({ ok: false, error: 'action_not_found' });
  });

  it('publishes a Home view when the tab is opened', async () => {
    expect(workspace.openHome('U0DANA')).toBeNull();
    await vi.waitFor(() => expect(workspace.openHome('U0DANA')?.blocks[0]).toMatchObject({ type: 'header' }));
  });

  it('answers to one person only through response_url, and in the acknowledgement', async () => {
    await command('respond');
    const answer = () => workspace.messages(general).find(({ text }) => text === 'only you see this');
    await vi.waitFor(() => expect(answer()).toMatchObject({ ephemeralFor: 'U0ALICE' }));
    await command('answer');
    expect(workspace.messages(general).at(-1)).toMatchObject({
      text: 'in the acknowledgement',
      ephemeralFor: 'U0ALICE',
    });
  });

  it('hears mentions, reactions and shortcuts', async () => {
    await workspace.act({ act: 'say', as: 'U0ALICE', channel: general, text: 'hi @example' });
    const asked = workspace.messages(general).at(-1);
    expect(asked?.text).toBe('hi <@U0BOT>');
    await vi.waitFor(() => expect(workspace.messages(general, asked?.ts).at(-1)?.text).toBe('You called?'));
    const message = { channel: general, ts: asked?.ts ?? '' };
    await workspace.act({ act: 'react', as: 'U0BOB', ...message, name: 'eyes', remove: false });
    await vi.waitFor(() => expect(seen).toContain('reaction eyes'));
    await workspace.act({ act: 'shortcut', as: 'U0BOB', callbackId: 'from-message', message });
    expect(seen).toContain('shortcut on hi <@U0BOT>');
    await workspace.act({ act: 'shortcut', as: 'U0BOB', callbackId: 'from-anywhere' });
    await vi.waitFor(() => expect(workspace.state('U0BOB').modals).toMatchObject([{ title: 'Anywhere' }]));
  });

  it('tells the person when the app does not acknowledge', async () => {
    const answer = await command('silent');
    expect(answer).toMatchObject({ ok: false });
    expect(answer).toHaveProperty(
      'message',
      expect.stringContaining('/example failed because the app did not respond'),
    );
  });

  it('tells the person when deliveries are refused', async () => {
    workspace.faults({ refuseDeliveries: true });
    expect(await command('ask')).toMatchObject({ ok: false, error: 'dispatch_failed' });
    workspace.faults({ refuseDeliveries: false });
  });
});

describe('a Bolt app that is asked to reconnect', () => {
  it('hears afterwards what happened meanwhile', async () => {
    const workspace = await startWorkspace({ seed });
    const { botToken: token, appToken } = seed.app;
    const clientOptions = { slackApiUrl: workspace.apiUrl };
    // The client waits one ping timeout before it connects again; its default is 5 seconds.
    const receiver = new SocketModeReceiver({
      appToken,
      clientPingTimeout: 600,
      logLevel: LogLevel.ERROR,
      installerOptions: { clientOptions },
    });
    const app = new App({ token, receiver, clientOptions, logLevel: LogLevel.ERROR });
    const seen: string[] = [];
    listen(app, seen);
    await app.start();

    workspace.refreshSockets();
    expect(workspace.state('U0ALICE').app.connected).toBe(false);
    const lost = { act: 'command' as const, as: 'U0ALICE', channel: general, command: '/example', text: 'ask' };
    expect(await workspace.act(lost)).toMatchObject({ ok: false, error: 'dispatch_failed' });
    await workspace.act({ act: 'say', as: 'U0ALICE', channel: general, text: '@example are you there?' });
    const asked = workspace.messages(general)[0]?.ts;
    const answers = () => workspace.messages(general, asked).map(({ text }) => text);
    await vi.waitFor(() => expect(answers()).toContain('You called?'), { timeout: 8000 });
    expect(workspace.state('U0ALICE').app.connected).toBe(true);

    await app.stop();
    await workspace.stop();
  }, 15_000);
});

describe('a Bolt app behind Express', () => {
  it('takes signed commands and refuses another secret', async () => {
    const port = await freePort();
    const { signingSecret, botToken: token } = seed.app;
    const eventsUrl = `http://127.0.0.1:${port}/slack/events`;
    const workspaceWith = (secret: string) =>
      startWorkspace({ seed: { ...seed, app: { ...seed.app, eventsUrl, signingSecret: secret } } });
    const [right, wrong] = [await workspaceWith(signingSecret), await workspaceWith('another-signing-secret')];
    const receiver = new ExpressReceiver({ signingSecret, logLevel: LogLevel.ERROR });
    const app = new App({ token, receiver, clientOptions: { slackApiUrl: right.apiUrl }, logLevel: LogLevel.ERROR });
    listen(app, []);
    await app.start(port);
    const command = { act: 'command' as const, as: 'U0ALICE', channel: general, command: '/example', text: 'answer' };
    expect(await right.act(command)).toEqual({ ok: true });
    expect(await wrong.act(command)).toMatchObject({ ok: false, error: 'dispatch_failed' });
    await app.stop();
    await Promise.all([right.stop(), wrong.stop()]);
  });
});
