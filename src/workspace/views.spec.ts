import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from './index.ts';
import { call, connect, type RawSocket } from './test-client.ts';
import { seed } from './test-seed.ts';

const general = 'C0GENERAL';
const plain = (text: string) => ({ type: 'plain_text', text });
const input = (block_id: string, element: object, extra: object = {}) => ({
  type: 'input',
  block_id,
  label: plain('Label'),
  element: { action_id: 'a', ...element },
  ...extra,
});
const modal = (extra: object = {}) => ({
  type: 'modal',
  title: plain('Title'),
  blocks: [{ type: 'divider' }],
  ...extra,
});
const home = (extra: object = {}) => ({ type: 'home', blocks: [{ type: 'divider' }], ...extra });

let workspace: Workspace;
let socket: RawSocket;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T09:00:00Z');
  workspace = await startWorkspace({ seed, now: () => nowMs });
  socket = await connect(workspace);
});
afterEach(() => workspace.stop());

/** Acknowledges the next envelope of a kind that is not an event, and hands its payload over. */
async function next(payload?: Record<string, unknown>): Promise<Record<string, unknown>> {
  const known = handled;
  const open = () => socket.envelopes().filter(({ type }) => type !== 'events_api');
  await vi.waitFor(() => expect(open().length).toBeGreaterThan(known.count));
  const envelope = open()[known.count];
  known.count += 1;
  if (envelope) socket.ack(envelope, payload);
  return envelope?.payload ?? {};
}
let handled = { count: 0 };
beforeEach(() => {
  handled = { count: 0 };
});

async function trigger(): Promise<string> {
  const sent = workspace.act({ act: 'command', as: 'U0ALICE', channel: general, command: '/example', text: '' });
  const { trigger_id } = await next();
  await sent;
  return String(trigger_id);
}
const ask = (method: string, args: Record<string, unknown>) => call(workspace, method, args);
const open = async (view: object) => ask('views.open', { trigger_id: await trigger(), view });
const idOf = (reply: Record<string, unknown>) => String((reply.view as { id: string }).id);
const modals = () => workspace.state('U0ALICE').modals;
const submit = (viewId: string, values = {}) => workspace.act({ act: 'view-submit', as: 'U0ALICE', viewId, values });

describe('trigger ids', () => {
  it('are good once', async () => {
    const trigger_id = await trigger();
    expect(await ask('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(await ask('views.open', { trigger_id, view: modal() })).toMatchObject({ error: 'exchanged_trigger_id' });
  });

  it('are good for 3 seconds', async () => {
    const [inTime, late] = [await trigger(), await trigger()];
    nowMs += 3000;
    expect(await ask('views.open', { trigger_id: inTime, view: modal() })).toMatchObject({ ok: true });
    nowMs += 1;
    expect(await ask('views.open', { trigger_id: late, view: modal() })).toMatchObject({ error: 'expired_trigger_id' });
  });

  it('must have been given out', async () => {
    const trigger_id = '132456.7890123.abcdef';
    expect(await ask('views.open', { trigger_id, view: modal() })).toMatchObject({ error: 'invalid_trigger_id' });
  });

  it('survive a refused view', async () => {
    const trigger_id = await trigger();
    expect(await ask('views.open', { trigger_id, view: modal({ title: plain('x'.repeat(25)) }) })).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'] },
    });
    expect(await ask('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
  });
});

describe('the modal stack', () => {
  it('holds three views and closes one at a time', async () => {
    await open(modal({ title: plain('One') }));
    for (const title of ['Two', 'Three']) {
      expect(
        await ask('views.push', { trigger_id: await trigger(), view: modal({ title: plain(title) }) }),
      ).toMatchObject({ ok: true });
    }
    const fourth = await ask('views.push', { trigger_id: await trigger(), view: modal() });
    expect(fourth).toMatchObject({ error: 'push_limit_reached' });
    const [one, , three] = modals();
    expect(three).toMatchObject({ title: 'Three', rootId: one?.id });
    await workspace.act({ act: 'view-close', as: 'U0ALICE', viewId: three?.id ?? '', clearAll: false });
    expect(modals().map(({ title }) => title)).toEqual(['One', 'Two']);
    await workspace.act({ act: 'view-close', as: 'U0ALICE', viewId: one?.id ?? '', clearAll: true });
    expect(modals()).toEqual([]);
  });

  it('tells of closed views only when asked to', async () => {
    const id = idOf(await open(modal({ notify_on_close: true, private_metadata: 'kept' })));
    const closing = workspace.act({ act: 'view-close', as: 'U0ALICE', viewId: id, clearAll: false });
    const closed = { type: 'view_closed', is_cleared: false, view: { id, private_metadata: 'kept' } };
    expect(await next()).toMatchObject(closed);
    expect(await closing).toMatchObject({ ok: true });
  });

  it('refuses a stale hash and takes the present one', async () => {
    const reply = await open(modal());
    const view_id = idOf(reply);
    const { hash } = reply.view as { hash: string };
    expect(await ask('views.update', { view_id, hash, view: modal() })).toMatchObject({ ok: true });
    expect(await ask('views.update', { view_id, hash, view: modal() })).toMatchObject({ error: 'hash_conflict' });
    expect(await ask('views.update', { view_id, view: modal() })).toMatchObject({ ok: true });
    expect(await ask('views.update', { view_id: 'V0NONE', view: modal() })).toMatchObject({ error: 'not_found' });
  });

  it('keeps external ids apart', async () => {
    await open(modal({ external_id: 'mine' }));
    expect(await ask('views.update', { external_id: 'mine', view: modal({ external_id: 'mine' }) })).toMatchObject({
      ok: true,
    });
    const taken = await ask('views.publish', { user_id: 'U0BOB', view: home({ external_id: 'mine' }) });
    expect(taken).toMatchObject({ error: 'duplicate_external_id' });
  });

  it('refuses a view of more than 250 kB', async () => {
    const blocks = Array.from({ length: 100 }, () => ({ type: 'section', text: plain('x'.repeat(2900)) }));
    expect(await open(modal({ blocks }))).toMatchObject({ error: 'view_too_large' });
  });

  it("hides other people's views", async () => {
    const viewId = idOf(await open(modal()));
    expect(await workspace.act({ act: 'view-submit', as: 'U0BOB', viewId, values: {} })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('a submission', () => {
  const kinds: [what: string, element: object, given: object | undefined, state: object][] = [
    ['text', { type: 'plain_text_input' }, { value: 'a' }, { value: 'a' }],
    ['an initial value', { type: 'plain_text_input', initial_value: 'b' }, undefined, { value: 'b' }],
    ['untouched text', { type: 'plain_text_input' }, undefined, { value: null }],
    ['emptied text', { type: 'plain_text_input', initial_value: 'b' }, { value: '' }, { value: null }],
    [
      'untouched checkboxes',
      { type: 'checkboxes', options: [{ text: plain('A'), value: 'a' }] },
      undefined,
      { selected_options: [] },
    ],
    [
      'a choice that was offered',
      { type: 'static_select', options: [{ text: plain('A'), value: 'a' }] },
      { selected_option: { value: 'a', text: plain('forged') } },
      { selected_option: { value: 'a', text: { text: 'A' } } },
    ],
    [
      'a choice that was never offered',
      { type: 'static_select', options: [{ text: plain('A'), value: 'a' }] },
      { selected_option: { value: 'z', text: plain('Z') } },
      { selected_option: null },
    ],
    ['people', { type: 'multi_users_select' }, { selected_users: ['U0BOB'] }, { selected_users: ['U0BOB'] }],
    ['a date', { type: 'datepicker', initial_date: '2026-01-02' }, undefined, { selected_date: '2026-01-02' }],
  ];

  it.each(kinds)('carries %s', async (_what, element, given, state) => {
    const view = modal({ submit: plain('Go'), blocks: [input('b', element, { optional: true })] });
    const sent = submit(idOf(await open(view)), given ? { b: { a: given } } : {});
    const payload = await next();
    expect(payload).toMatchObject({
      type: 'view_submission',
      user: { id: 'U0ALICE' },
      view: { state: { values: { b: { a: state } } } },
    });
    expect(await sent).toMatchObject({ ok: true, modals: [] });
  });

  it.each([
    ['nothing', { type: 'plain_text_input' }, null, 'Please complete this required field.'],
    ['too little', { type: 'plain_text_input', min_length: 3 }, 'ab', 'Enter at least 3 characters.'],
    ['too much', { type: 'plain_text_input', max_length: 3 }, 'abcd', 'Enter no more than 3 characters.'],
    ['no number', { type: 'number_input', is_decimal_allowed: true }, 'x', 'Enter a number.'],
    ['a fraction', { type: 'number_input', is_decimal_allowed: false }, '1.5', 'Enter a whole number.'],
    ['a number too high', { type: 'number_input', is_decimal_allowed: false, max_value: '5' }, '6', 'Enter 5 or less.'],
    ['no address', { type: 'email_text_input' }, 'alice', 'Enter a valid email address.'],
    ['no link', { type: 'url_text_input' }, 'acme', 'Enter a valid web address.'],
  ])('is stopped before the app hears of %s', async (_what, element, value, message) => {
    const viewId = idOf(await open(modal({ submit: plain('Go'), blocks: [input('b', element)] })));
    expect(await submit(viewId, { b: { a: { value } } })).toEqual({ ok: false, error: 'invalid_input', message });
    expect(modals()[0]?.errors).toEqual({ b: message });
  });

  it.each([
    ['errors for a block that is no input', { response_action: 'errors', errors: { other: 'no' } }, 'invalid_errors'],
    ['errors without any', { response_action: 'errors', errors: {} }, 'invalid_errors'],
    ['an unknown action', { response_action: 'explode' }, 'invalid_response_action'],
    ['an update to a broken view', { response_action: 'update', view: { type: 'modal' } }, 'invalid_arguments'],
  ])('shows trouble when the app answers with %s', async (_what, answer, error) => {
    const sent = submit(idOf(await open(modal({ submit: plain('Go') }))));
    await next(answer);
    expect(await sent).toMatchObject({ ok: false, error });
    expect(modals()).toHaveLength(1);
  });

  it('keeps the view open when the app does not answer', async () => {
    const viewId = idOf(await open(modal({ submit: plain('Go') })));
    socket.close();
    await socket.closed;
    expect(await submit(viewId)).toMatchObject({ ok: false, error: 'dispatch_failed' });
    expect(modals()).toHaveLength(1);
  });

  it('gives an address to answer to for a select that asks for one', async () => {
    const element = { type: 'conversations_select', response_url_enabled: true };
    const viewId = idOf(await open(modal({ submit: plain('Go'), blocks: [input('b', element)] })));
    const sent = submit(viewId, { b: { a: { selected_conversation: general } } });
    const { response_urls } = await next();
    await sent;
    expect(response_urls).toMatchObject([{ block_id: 'b', action_id: 'a', channel_id: general }]);
    const [{ response_url } = { response_url: '' }] = response_urls as { response_url: string }[];
    await fetch(response_url, {
      method: 'POST',
      body: JSON.stringify({ text: 'chosen', response_type: 'in_channel' }),
    });
    expect(workspace.messages(general)).toMatchObject([{ text: 'chosen', ephemeralFor: null }]);
  });
});

describe('Home', () => {
  it('is published per person, with a hash', async () => {
    const reply = await ask('views.publish', { user_id: 'U0ALICE', view: home() });
    const { hash } = reply.view as { hash: string };
    expect(await ask('views.publish', { user_id: 'U0ALICE', hash, view: home() })).toMatchObject({ ok: true });
    expect(await ask('views.publish', { user_id: 'U0ALICE', hash, view: home() })).toMatchObject({
      error: 'hash_conflict',
    });
    expect(workspace.openHome('U0ALICE')).toMatchObject({ type: 'home' });
    expect(workspace.openHome('U0BOB')).toBeNull();
  });

  it('is refused for nobody, for a modal and when it is off', async () => {
    expect(await ask('views.publish', { user_id: 'U0NONE', view: home() })).toMatchObject({ error: 'user_not_found' });
    expect(await ask('views.publish', { user_id: 'U0BOB', view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
    const off = await startWorkspace({ seed: { ...seed, app: { ...seed.app, homeTabEnabled: false } } });
    expect(await call(off, 'views.publish', { user_id: 'U0BOB', view: home() })).toMatchObject({
      error: 'not_enabled',
    });
    await off.stop();
  });

  it('takes presses and keeps what was chosen', async () => {
    const options = [{ text: plain('A'), value: 'a' }];
    const element = { type: 'static_select', action_id: 'pick', options };
    const reply = await ask('views.publish', {
      user_id: 'U0ALICE',
      view: home({ blocks: [{ type: 'actions', block_id: 'b', elements: [element] }] }),
    });
    const selected = { selected_option: { value: 'a' } };
    const source = { type: 'view' as const, viewId: idOf(reply) };
    const press = { act: 'block-action' as const, as: 'U0ALICE', source, blockId: 'b', actionId: 'pick', values: {} };
    const sent = workspace.act({ ...press, input: selected });
    const payload = await next();
    expect(await sent).toEqual({ ok: true });
    expect(payload).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: idOf(reply) },
      actions: [
        {
          type: 'static_select',
          action_id: 'pick',
          block_id: 'b',
          selected_option: { value: 'a', text: { text: 'A' } },
        },
      ],
      view: { type: 'home', state: { values: { b: { pick: { selected_option: { value: 'a' } } } } } },
    });
    expect(payload).not.toHaveProperty('response_url');
    expect(await workspace.act({ ...press, as: 'U0BOB', input: selected })).toMatchObject({ error: 'not_found' });
    const forged = { selected_option: { value: 'forged' } };
    expect(await workspace.act({ ...press, input: forged })).toMatchObject({ error: 'invalid_option' });
  });
});
