import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorkspace, type Workspace } from '../index.ts';
import { call } from '../test-client.ts';
import { seed } from '../test-seed.ts';
import { pageAsset, withVendorAddresses } from './static.ts';

const general = 'C0GENERAL';
let workspace: Workspace;
beforeEach(async () => {
  workspace = await startWorkspace({ seed });
});
afterEach(() => workspace.stop());

const get = (path: string) => fetch(workspace.url + path);
const json = async (path: string) => (await get(path)).json() as Promise<Record<string, unknown>>;
const send = (path: string, body: unknown, type = 'application/json') =>
  fetch(workspace.url + path, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });

describe('the page', () => {
  it.each(['/', '/archives/C0GENERAL/p1', '/app/A0APP'])('is at %s, and may load from here only', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'; img-src 'self' data:");
  });

  it.each(['preact', 'preact-hooks', 'htm', 'htm-preact'])('can load /vendor/%s without bare imports', async (name) => {
    const response = await get(`/vendor/${name}`);
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await response.text()).not.toMatch(/\bfrom\s*["'](preact|htm)/);
  });

  it.each([
    '/page/../index.ts',
    '/page/%2e%2e/index.ts',
    '/page/..%2findex.ts',
    '/page//etc/passwd',
    '/page/none.ts',
    '/page/',
    '/page/%00.ts',
    '/page/%',
    '/vendor/ws',
    '/vendor/constructor',
    '/package.json',
  ])('serves nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('serves TypeScript as JavaScript', async () => {
    const asset = await pageAsset('preact.ts');
    expect(asset?.contentType).toBe('text/javascript; charset=utf-8');
  });

  it('points bare imports at the vendor folder and leaves others alone', () => {
    const code = `import { h } from 'preact'; import{x}from"preact/hooks"; import './a.ts'; import y from 'other';`;
    expect(withVendorAddresses(code)).toBe(
      `import { h } from '/vendor/preact'; import{x}from"/vendor/preact-hooks"; import './a.ts'; import y from 'other';`,
    );
  });
});

describe('the page API', () => {
  it('tells one person what they may see', async () => {
    const state = await json('/_workspace/state?as=U0CHARLIE');
    expect((state.channels as { id: string }[]).map(({ id }) => id)).toEqual([general, 'C0EMPTY', 'D0CHARLIE']);
    expect(state).toMatchObject({ me: { id: 'U0CHARLIE' }, app: { connected: false, transport: 'none' }, modals: [] });
    expect((await get('/_workspace/history?as=U0CHARLIE&channel=C0SECRET')).status).toBe(404);
    expect((await get('/_workspace/state?as=U0NONE')).status).toBe(404);
    expect((await get('/_workspace/state?as=U0BOT')).status).toBe(404);
  });

  it('counts what is unread until it is read', async () => {
    await call(workspace, 'chat.postMessage', { channel: general, text: 'a' });
    const unread = () => workspace.state('U0ALICE').channels.find(({ id }) => id === general)?.unread;
    expect(unread()).toBe(1);
    await send('/_workspace/do', { act: 'read', as: 'U0ALICE', channel: general });
    expect(unread()).toBe(0);
  });

  it.each([
    ['U0BOB', '<b> & @bob, in #leads.', '&lt;b&gt; &amp; <@U0BOB>, in <#C0SECRET|leads>.'],
    ['U0CHARLIE', 'in #leads or #general', 'in #leads or <#C0GENERAL|general>'],
    ['U0ALICE', '@nobody alice@bob @bob.', '@nobody alice@bob <@U0BOB>.'],
    ['U0ALICE', 'see https://a.test/#general?a=1&b=2 now', 'see <https://a.test/#general?a=1&amp;b=2> now'],
  ])('posts what %s types: %s', async (as, text, shown) => {
    await send('/_workspace/do', { act: 'say', as, channel: general, text });
    expect(workspace.messages(general)[0]?.text).toBe(shown);
  });

  it.each([
    ['an unknown act', { act: 'explode', as: 'U0ALICE' }],
    ['a missing field', { act: 'say', as: 'U0ALICE', channel: general }],
    ['an extra field', { act: 'read', as: 'U0ALICE', channel: general, more: 1 }],
    ['no object', 'say'],
  ])('refuses %s', async (_what, body) => {
    const response = await send('/_workspace/do', body);
    expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ error: 'invalid_act' })]);
  });

  it('refuses what a form on another page could send', async () => {
    const response = await send(
      '/_workspace/do',
      { act: 'say', as: 'U0ALICE', channel: general, text: 'a' },
      'text/plain',
    );
    expect(response.status).toBe(400);
    expect(workspace.messages(general)).toEqual([]);
  });

  it.each([
    ['as nobody', { act: 'say', as: 'U0NONE', channel: general, text: 'a' }, 'user_not_found'],
    ['as the app', { act: 'say', as: 'U0BOT', channel: general, text: 'a' }, 'user_not_found'],
    ['where they cannot look', { act: 'say', as: 'U0CHARLIE', channel: 'C0SECRET', text: 'a' }, 'channel_not_found'],
    ['without words', { act: 'say', as: 'U0ALICE', channel: general, text: ' ' }, 'no_text'],
    [
      'a command that is not there',
      { act: 'command', as: 'U0ALICE', channel: general, command: '/none', text: '' },
      'unknown_command',
    ],
    [
      'a command in a thread',
      { act: 'command', as: 'U0ALICE', channel: general, command: '/example', text: '', threadTs: '1.0' },
      'not_supported',
    ],
    ['a shortcut that is not there', { act: 'shortcut', as: 'U0ALICE', callbackId: 'none' }, 'unknown_shortcut'],
    [
      'a reaction to nothing',
      { act: 'react', as: 'U0ALICE', channel: general, ts: '1.0', name: 'eyes', remove: false },
      'message_not_found',
    ],
  ])('tells the person why it does not act %s', async (_what, body, error) => {
    const answer = (await (await send('/_workspace/do', body)).json()) as { message: string };
    expect(answer).toMatchObject({ ok: false, error });
    expect(answer.message).toMatch(/\.$/);
  });

  it('reads and sets the switches', async () => {
    expect(await json('/_workspace/faults')).toMatchObject({ errorNext: 0, refuseDeliveries: false });
    expect(await (await send('/_workspace/faults', { errorNext: 2 })).json()).toMatchObject({
      errorNext: 2,
      delayMs: 0,
    });
    expect((await send('/_workspace/faults', { errorNext: -1 })).status).toBe(400);
  });

  it('streams what happens to those who may see it', async () => {
    const heard = async (as: string, until: string) => {
      const response = await get(`/_workspace/stream?as=${as}`);
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      return {
        async read() {
          let text = '';
          while (!text.includes(until)) text += (await reader?.read())?.value ?? until;
          await reader?.cancel();
          return text;
        },
      };
    };
    const [bob, charlie] = [await heard('U0BOB', 'for all'), await heard('U0CHARLIE', 'for all')];
    await workspace.act({ act: 'say', as: 'U0BOB', channel: 'C0SECRET', text: 'for leads' });
    await workspace.act({ act: 'say', as: 'U0BOB', channel: general, text: 'for all' });
    expect(await bob.read()).toContain('for leads');
    expect(await charlie.read()).not.toContain('"text":"for leads"');
  });

  it('shows the newest payload first', async () => {
    await call(workspace, 'api.test', { at: 1 });
    await call(workspace, 'api.test', { at: 2 });
    const { records } = await json('/_workspace/inspect');
    expect(records).toMatchObject([
      { id: 2, request: { at: 2 }, direction: 'from-app', kind: 'api.test', ok: true },
      { id: 1 },
    ]);
  });

  it('keeps 500 payloads', async () => {
    for (let count = 0; count < 501; count += 1) await call(workspace, 'api.test');
    expect(workspace.records()).toHaveLength(500);
  });
});
