import chromium from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWorkspace, type Workspace } from './index.ts';
import { call, connect, type Envelope, type RawSocket } from './test-client.ts';
import { seed } from './test-seed.ts';

type Json = Record<string, unknown>;

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const raw = (text: string) => ({ type: 'raw_text', text });
const option = { text: plain('One'), value: '1' };
const other = { text: plain('Two'), value: '2', description: plain('the second') };
const options = [option, other];
const button = { type: 'button', action_id: 'press', text: plain('Press') };
const image = { type: 'image', image_url: 'https://pictures.test/a.png', alt_text: 'a picture' };
const rich = (...elements: Json[]) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });

/** Retries until it does not throw; generous, because the machine may be busy. */
function until<T>(look: () => T): Promise<T> {
  return vi.waitFor(look, { timeout: 10_000 });
}

/** One of every block that a message may carry. */
const messageBlocks: Json[] = [
  { type: 'header', text: plain('A header :tada:') },
  {
    type: 'section',
    text: mrkdwn('*bold* <@U0BOB> <#C0GENERAL>'),
    fields: [mrkdwn('a'), plain('b')],
    accessory: image,
  },
  { type: 'section', text: mrkdwn('with a choice'), accessory: { type: 'checkboxes', action_id: 'c', options } },
  { type: 'divider' },
  { type: 'context', elements: [mrkdwn('<!date^0^{date}|then>'), image] },
  {
    type: 'actions',
    elements: [
      button,
      { type: 'static_select', action_id: 's', options },
      { type: 'users_select', action_id: 'u' },
      { type: 'datepicker', action_id: 'd' },
      { type: 'timepicker', action_id: 't' },
      { type: 'datetimepicker', action_id: 'dt' },
      { type: 'radio_buttons', action_id: 'r', options },
      { type: 'overflow', action_id: 'o', options },
    ],
  },
  { ...image, title: plain('A picture') },
  { type: 'markdown', text: '# Title\n- one\n\n`code` <b>not bold</b>' },
  rich({ type: 'text', text: 'rich', style: { bold: true } }, { type: 'emoji', name: 'eyes' }),
  { type: 'table', rows: [[raw('head')], [rich({ type: 'text', text: 'cell' })]] },
  { type: 'data_table', caption: 'Numbers', rows: [[raw('name')], [raw('one')]] },
  { type: 'card', title: mrkdwn('A card'), body: mrkdwn('its body'), actions: [{ ...button, action_id: 'card' }] },
  { type: 'carousel', elements: [{ type: 'card', title: mrkdwn('In a row') }] },
  { type: 'container', title: plain('Folds'), child_blocks: [{ type: 'section', text: mrkdwn('inside') }] },
  { type: 'plan', title: 'A plan', tasks: [{ type: 'task_card', task_id: '1', title: 'First', status: 'complete' }] },
  { type: 'task_card', task_id: '2', title: 'Alone', status: 'in_progress' },
  {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'f',
        positive_button: { text: plain('+'), value: 'y' },
        negative_button: { text: plain('-'), value: 'n' },
      },
    ],
  },
];

const input = (block_id: string, element: Json, more: Json = {}) => ({
  type: 'input',
  block_id,
  label: plain(block_id),
  element,
  ...more,
});
const optional = { optional: true };

/** A modal with every input element. */
const everyInput = {
  type: 'modal',
  callback_id: 'every-input',
  title: plain('Every input'),
  submit: plain('Send'),
  notify_on_close: true,
  blocks: [
    input('reason', { type: 'plain_text_input', action_id: 'a', multiline: true }),
    input('pack', { type: 'static_select', action_id: 'a', options }),
    input('mail', { type: 'email_text_input', action_id: 'a' }, optional),
    input('link', { type: 'url_text_input', action_id: 'a' }, optional),
    input('hours', { type: 'number_input', action_id: 'a', is_decimal_allowed: false }, optional),
    input('packs', { type: 'multi_static_select', action_id: 'a', options }, optional),
    input('search', { type: 'external_select', action_id: 'a' }, optional),
    input('searches', { type: 'multi_external_select', action_id: 'a' }, optional),
    input('person', { type: 'users_select', action_id: 'a' }, optional),
    input('people', { type: 'multi_users_select', action_id: 'a' }, optional),
    input('channel', { type: 'channels_select', action_id: 'a' }, optional),
    input('channels', { type: 'multi_channels_select', action_id: 'a' }, optional),
    input('place', { type: 'conversations_select', action_id: 'a' }, optional),
    input('places', { type: 'multi_conversations_select', action_id: 'a' }, optional),
    input('kind', { type: 'radio_buttons', action_id: 'a', options }, optional),
    input('also', { type: 'checkboxes', action_id: 'a', options }, optional),
    input('day', { type: 'datepicker', action_id: 'a' }, optional),
    input('hour', { type: 'timepicker', action_id: 'a' }, optional),
    input('moment', { type: 'datetimepicker', action_id: 'a' }, optional),
    input('notes', { type: 'rich_text_input', action_id: 'a' }, optional),
    input('file', { type: 'file_input', action_id: 'a' }, optional),
    { type: 'section', text: mrkdwn('The end') },
  ],
};

describe('the page', { timeout: 60_000 }, () => {
  let workspace: Workspace;
  let browser: Browser;
  let page: Page;
  let app: RawSocket;
  const complaints: string[] = [];
  let silent = false;

  beforeAll(async () => {
    workspace = await startWorkspace({ seed, ackMs: 1500 });
    app = await connect(workspace, (envelope) => !silent && envelope.payload.type !== 'view_submission');
    browser = await playwright.launch({
      executablePath: await chromium.executablePath(),
      args: chromium.args,
      headless: true,
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(10_000);
    page.on('console', (line) => {
      if (line.type() === 'error') complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    app?.close();
    await workspace?.stop();
  });

  const at = (testId: string) => page.getByTestId(testId);
  const lastOf = (type: string) =>
    until(() => {
      const found = app.envelopes().findLast((envelope) => envelope.payload.type === type);
      if (!found) throw new Error(`No ${type} has reached the app.`);
      return found;
    });

  async function open(path: string): Promise<void> {
    await page.goto(workspace.url + path);
    await at('sidebar').waitFor();
  }

  async function post(args: Json): Promise<string> {
    const answer = await call(workspace, 'chat.postMessage', { channel: 'C0GENERAL', text: 'said', ...args });
    expect(answer).toMatchObject({ ok: true });
    return String(answer.ts);
  }

  async function openModal(view: Json): Promise<Envelope> {
    const ts = await post({ blocks: [{ type: 'actions', block_id: 'row', elements: [button] }] });
    const face = page.locator(`[data-ts="${ts}"] [data-action-id=press] button`);
    await face.focus();
    await page.keyboard.press('Enter');
    const pressed = await until(() => {
      const found = app.envelopes().find(({ payload }) => (payload.container as Json)?.message_ts === ts);
      if (!found) throw new Error('The press has not reached the app.');
      return found;
    });
    expect(await call(workspace, 'views.open', { trigger_id: pressed.payload.trigger_id, view })).toMatchObject({
      ok: true,
    });
    await at('modal').waitFor();
    return pressed;
  }

  it('draws every block that a message may carry', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    for (const block of messageBlocks) {
      const ts = await post({ blocks: [block] });
      const message = page.locator(`[data-testid=message][data-ts="${ts}"]`);
      await message.locator(`[data-block-type="${block.type}"]`).first().waitFor();
    }
    expect(await page.locator('[data-testid=unsupported], [data-testid=block-failed]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('draws every input of a modal', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    await openModal(everyInput);
    expect(await at('modal').locator('[data-testid=element]').count()).toBe(21);
    expect(await at('modal').locator('[data-testid=unsupported]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await at('modal').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('is used with the keyboard alone: refused, corrected, sent, and the focus comes back', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    await openModal(everyInput);
    await page.keyboard.type('because it is right');
    await page.keyboard.press('Control+Enter');
    await at('input-error').waitFor();
    expect(await at('input-error').allInnerTexts()).toEqual(['Please complete this required field.']);
    expect(await page.locator('[data-block-id=pack] input:focus').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+Enter');
    const sent = await lastOf('view_submission');
    const values = ((sent.payload.view as Json).state as Json).values;
    expect(values).toMatchObject({
      reason: { a: { type: 'plain_text_input', value: 'because it is right' } },
      pack: { a: { selected_option: { value: '2' } } },
      mail: { a: { value: null } },
    });
    app.ack(sent, { response_action: 'errors', errors: { reason: 'Say more.' } });
    await page.getByText('Say more.').waitFor();
    await page.keyboard.press('Escape');
    await at('modal').waitFor({ state: 'detached' });
    expect(await page.locator('[data-action-id=press] button:focus').count()).toBe(1);
  });

  it('tells the app what was chosen in a message', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    const elements = [
      { type: 'static_select', action_id: 'pick', options },
      { type: 'checkboxes', action_id: 'tick', options },
      { type: 'users_select', action_id: 'who' },
      { type: 'overflow', action_id: 'more', options },
    ];
    const ts = await post({ blocks: [{ type: 'actions', block_id: 'choices', elements }] });
    const element = (id: string) => page.locator(`[data-ts="${ts}"] [data-action-id=${id}]`);
    const told = (id: string) =>
      until(() => {
        const actions = app.envelopes().flatMap(({ payload }) => (payload.actions as Json[]) ?? []);
        const found = actions.find((action) => action.action_id === id);
        if (!found) throw new Error(`The app has not been told about ${id}.`);
        return found;
      });
    await element('pick').locator('input').click();
    await page.keyboard.type('tw');
    await page.keyboard.press('Enter');
    expect(await told('pick')).toMatchObject({ type: 'static_select', selected_option: { value: '2' } });
    await element('tick').locator('input').first().check();
    expect(await told('tick')).toMatchObject({ selected_options: [{ value: '1' }] });
    await element('who').locator('input').click();
    await page.keyboard.type('Bob');
    await page.keyboard.press('Enter');
    expect(await told('who')).toMatchObject({ selected_user: 'U0BOB' });
    await element('more').locator('button').click();
    await page.locator('[role=menuitem][data-value="2"]').click();
    expect(await told('more')).toMatchObject({ selected_option: { value: '2' } });
    expect(await element('pick').locator('input').inputValue()).toBe('Two');
  });

  it('says by the button that the app did not answer', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    const ts = await post({ blocks: [{ type: 'actions', elements: [button] }] });
    silent = true;
    await page.click(`[data-ts="${ts}"] [data-action-id=press] button`);
    const failure = page.locator(`[data-ts="${ts}"] [data-testid=element-failure]`);
    await failure.waitFor();
    silent = false;
    expect((await failure.innerText()).length).toBeGreaterThan(10);
  });

  it('shows a message the moment it is posted, and its edit', async () => {
    await open('/?as=U0BOB&channel=C0GENERAL');
    const ts = await post({ text: 'first words' });
    const message = page.locator(`[data-testid=message][data-ts="${ts}"]`);
    await message.getByText('first words').waitFor();
    await call(workspace, 'chat.update', { channel: 'C0GENERAL', ts, text: 'other words' });
    await message.getByText('other words').waitFor();
    await message.getByText('(edited)').waitFor();
  });

  it('acts as another person, who stays after a reload', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    await at('act-as').click();
    await page.click('[data-testid=act-as-option][data-user-id=U0CHARLIE]');
    await page.waitForURL(/as=U0CHARLIE/);
    await page.reload();
    await at('act-as').getByText('Charlie Moss').waitFor();
  });

  it('opens the thread and the message of a permalink', async () => {
    const parent = await post({ text: 'the parent' });
    const reply = await post({ text: 'the reply', thread_ts: parent });
    await open(`/archives/C0GENERAL/p${reply.replace('.', '')}?thread_ts=${parent}&as=U0ALICE`);
    await page.locator(`[data-testid=thread-panel] [data-ts="${reply}"]`).waitFor();
  });

  it('completes a slash command and answers an unknown one itself', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    const box = at('composer').locator('textarea');
    await box.fill('/ex');
    await box.press('End');
    await at('completion').waitFor();
    await page.keyboard.press('Tab');
    expect(await box.inputValue()).toBe('/example ');
    await box.fill('/nothing-like-it');
    await page.keyboard.press('Enter');
    await at('notice').getByText('is not a valid command').waitFor();
  });

  it('never makes an element of what an app or a person wrote', async () => {
    await open('/?as=U0ALICE&channel=C0GENERAL');
    const ts = await post({
      text: '<b>x</b>',
      blocks: [
        {
          type: 'markdown',
          text: '<img src=x onerror=alert(1)> [click](javascript:alert(1)) <script>alert(1)</script>',
        },
      ],
    });
    const message = page.locator(`[data-testid=message][data-ts="${ts}"]`);
    await message.getByText('onerror').waitFor();
    expect(await message.locator('img, script, a[href^=javascript]').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
