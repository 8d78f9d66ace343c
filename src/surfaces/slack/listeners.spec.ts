import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { CAST, CHANNEL, DEMO_SECRETS, workspaceSeed } from '../../demo/cast.ts';
import type { EventDraft } from '../../model/event.ts';
import type { Chat, PullRequestView } from '../../ports/chat.ts';
import { err, ok } from '../../shared/result.ts';
import { startWorkspace, type Workspace } from '../../workspace/index.ts';
import type { Desk } from './desk.ts';
import { ACTIONS, CALLBACKS } from './ids.ts';
import { connectChat, listenToSlack, type SlackSurface } from './index.ts';
import { homeWith, pullRequestView } from './samples.ts';

const REFUSAL = { code: 'no-tier' as const, message: 'Only a team lead may answer: ask one.' };
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const { bob, charlie } = CAST;

let workspace: Workspace;
let chat: Chat;
let slack: SlackSurface;
let stored: EventDraft[] = [];
const asked: string[] = [];
let admits = true;
let away = false;

const desk: Desk = {
  async accept(draft) {
    stored.push(draft);
    return 'stored';
  },
  async askPress() {
    if (away) throw new Error('GitHub is away.');
    return admits ? ok({ name: 'acme/payments #12', hunks: ['one'] }) : err(REFUSAL);
  },
  async standing(slackId) {
    asked.push(slackId);
    return slackId === bob.slackId ? 'tier' : 'nobody';
  },
  home: async () => homeWith('Ask for the customer', 1),
  packs: async () => [],
  validatePack: (text) =>
    text === 'good' ? { problems: [], summary: 'fine' } : { problems: ['Line 1: unknown key'], summary: '' },
  status: async () => ['All is well.'],
  ledger: async () => ({ size: 1, checkpoint: 'countersign\n', latest: [] }),
  now: Date.now,
  log: quiet,
};

beforeAll(async () => {
  workspace = await startWorkspace({ seed: workspaceSeed() });
  const { botToken, appToken } = DEMO_SECRETS;
  const options = { botToken, appToken, signingSecret: null, apiUrl: workspace.apiUrl };
  const shared = { ...options, log: quiet, now: Date.now, refused: () => undefined };
  chat = connectChat(shared);
  slack = listenToSlack(shared, desk);
  slack.start();
  await vi.waitFor(() => expect(slack.connected()).toBe(true), { timeout: 10_000 });
});
beforeEach(() => {
  stored = [];
  admits = true;
  away = false;
});
afterAll(async () => {
  await slack.stop();
  await workspace.stop();
});

let trigger = 0;
/** A press as Slack sends it, with whatever value somebody put into it. */
function press(actionId: string, value: string, over: Record<string, unknown> = {}) {
  trigger += 1;
  return workspace.deliver('interactive', {
    type: 'block_actions',
    team: { id: 'T0ACME' },
    user: { id: charlie.slackId, team_id: 'T0ACME' },
    trigger_id: `${trigger}.1.forged`,
    channel: { id: CHANNEL.id },
    message: { ts: '1.1' },
    container: { type: 'message', message_ts: '1.1', channel_id: CHANNEL.id },
    actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.2' }],
    ...over,
  });
}

function submit(callback: string, values: Record<string, unknown>, metadata: string) {
  trigger += 1;
  return workspace.deliver('interactive', {
    type: 'view_submission',
    team: { id: 'T0ACME' },
    user: { id: charlie.slackId, team_id: 'T0ACME' },
    view: {
      id: `V${trigger}`,
      hash: 'h',
      type: 'modal',
      callback_id: callback,
      private_metadata: metadata,
      state: { values },
      blocks: [],
    },
  });
}

const REASON = { reason: { 'reason:text': { type: 'plain_text_input', value: 'We looked at it together.' } } };
const PLACE = JSON.stringify({ subjectId: 'D1', nonce: 'n1', channel: CHANNEL.id, messageTs: '1.1' });

describe('a button', () => {
  it.each([
    [ACTIONS.approve, 'approval.granted'],
    [ACTIONS.patchApprove, 'patch.approved'],
  ])('%s becomes the event %s, stored before it is acknowledged', async (actionId, type) => {
    expect(await press(actionId, 'D1.n1')).toMatchObject({ ok: true });
    expect(stored).toMatchObject([
      {
        type,
        source: 'slack',
        lane: 'subject:D1',
        actor: { id: charlie.slackId },
        data: { subjectId: 'D1', nonce: 'n1', channel: CHANNEL.id, messageTs: '1.1' },
      },
    ]);
  });

  it.each([
    [ACTIONS.override, 'override'],
    [ACTIONS.breakGlass, 'break-glass'],
    [ACTIONS.closeReview, 'close-review'],
    [ACTIONS.patchEdit, 'patch-edit'],
    [ACTIONS.patchDecline, 'patch-decline'],
  ])('%s is refused to somebody who may not, and the refusal is stored', async (actionId, attempted) => {
    admits = false;
    await press(actionId, 'D1.n1');
    await vi.waitFor(() => expect(stored).toHaveLength(1));
    expect(stored).toMatchObject([
      { type: 'press.refused', actor: { id: charlie.slackId }, data: { attempted, ...REFUSAL } },
    ]);
    expect(workspace.state(charlie.slackId).modals).toEqual([]);
  });

  it('that cannot be looked into is refused with a sentence, not met with silence', async () => {
    away = true;
    await press(ACTIONS.override, 'D1.n1');
    await vi.waitFor(() => expect(stored).toHaveLength(1));
    expect(stored).toMatchObject([
      { type: 'press.refused', data: { code: 'unreadable', message: expect.stringContaining('press again') } },
    ]);
  });

  it('whose form Slack does not open is refused with a sentence', async () => {
    await press(ACTIONS.override, 'D1.n1');
    await vi.waitFor(() => expect(stored).toHaveLength(1));
    expect(stored).toMatchObject([
      { type: 'press.refused', data: { code: 'unreadable', message: expect.stringContaining('press again') } },
    ]);
  });

  it.each(['', 'no-dot', `${'x'.repeat(1_990)}.n`, '.', '../../etc/passwd.n', "D1'--.n"])(
    'with the forged value %j is stored as a claim, never believed',
    async (value) => {
      await press(ACTIONS.approve, value);
      const [draft] = stored;
      expect(draft?.type).toBe('approval.granted');
      expect(JSON.stringify(draft).length).toBeLessThan(1_200);
    },
  );

  it.each([
    ['no action', { actions: [] }],
    ['no user', { user: {} }],
  ])('payload with %s changes nothing', async (_what, over) => {
    await press(ACTIONS.approve, 'D1.n1', over);
    expect(stored).toEqual([]);
  });

  it('asks for a reason when the press would be admitted, and turns the words into an event', async () => {
    const view: PullRequestView = pullRequestView('Ask for the customer');
    const shown = await chat.show(
      { type: 'pull-request', view },
      { channel: CHANNEL.id, place: null, key: 'pr:x', maybeThere: false },
    );
    const [message] = workspace.messages(CHANNEL.id).filter(({ ts }) => ts === shown.ts);
    const blockId = String(message?.blocks.find(({ type }) => type === 'actions')?.block_id);
    const source = { type: 'message' as const, channel: CHANNEL.id, ts: shown.ts };
    await workspace.act({
      act: 'block-action',
      as: bob.slackId,
      source,
      blockId,
      actionId: ACTIONS.override,
      input: {},
      values: {},
    });
    await vi.waitFor(() => expect(workspace.state(bob.slackId).modals).toHaveLength(1));
    const [modal] = workspace.state(bob.slackId).modals;
    await workspace.act({ act: 'view-submit', as: bob.slackId, viewId: modal?.id ?? '', values: REASON });
    expect(stored).toMatchObject([
      { type: 'override.granted', data: { subjectId: 'D1', messageTs: shown.ts, reason: 'We looked at it together.' } },
    ]);
  });
});

describe('a modal', () => {
  it.each([
    [CALLBACKS.override, 'override.granted'],
    [CALLBACKS.breakGlass, 'break-glass.invoked'],
    [CALLBACKS.closeReview, 'break-glass.reviewed'],
    [CALLBACKS.patchDecline, 'patch.declined'],
  ])('%s becomes the event %s', async (callback, type) => {
    await submit(callback, REASON, PLACE);
    expect(stored).toMatchObject([
      { type, data: { subjectId: 'D1', nonce: 'n1', reason: 'We looked at it together.' } },
    ]);
  });

  it.each([CALLBACKS.override, CALLBACKS.breakGlass, CALLBACKS.closeReview, CALLBACKS.patchDecline])(
    '%s with a reason of spaces stays open and stores nothing',
    async (callback) => {
      const values = { reason: { 'reason:text': { type: 'plain_text_input', value: `short ${' '.repeat(40)}` } } };
      const delivered = await submit(callback, values, PLACE);
      expect(delivered).toMatchObject({
        ok: true,
        answer: { response_action: 'errors', errors: { reason: expect.stringContaining('10') } },
      });
      expect(stored).toEqual([]);
    },
  );

  it.each([
    '',
    'not json',
    '{}',
    '[]',
    'null',
    JSON.stringify({ subjectId: 'x'.repeat(500), nonce: '', channel: '', messageTs: '' }),
  ])('with the metadata %j claims nothing', async (metadata) => {
    await submit(CALLBACKS.override, REASON, metadata);
    expect(stored).toMatchObject([{ type: 'override.granted', data: { subjectId: '', nonce: '', channel: '' } }]);
  });

  it('takes edits of numbered hunks only', async () => {
    const text = (value: string) => ({ 'text:text': { type: 'plain_text_input', value } });
    await submit(
      CALLBACKS.patchEdit,
      { 'text:0': text('new'), 'text:-1': text('a'), 'text:x': text('b'), other: text('c') },
      PLACE,
    );
    expect(stored).toMatchObject([{ type: 'patch.edited', data: { edits: [{ hunk: 0, text: 'new' }] } }]);
  });

  it('says what is wrong with a pack, and changes nothing', async () => {
    const text = (value: string) => ({ text: { 'text:text': { type: 'plain_text_input', value } } });
    expect(await submit(CALLBACKS.packValidate, text('bad'), '')).toMatchObject({
      answer: { response_action: 'errors' },
    });
    expect(await submit(CALLBACKS.packValidate, text('good'), '')).toMatchObject({
      answer: { response_action: 'update' },
    });
    expect(stored).toEqual([]);
  });
});

describe('the Home tab', () => {
  it('is drawn when a person opens it, and changes nothing', async () => {
    workspace.openHome(bob.slackId);
    await vi.waitFor(() => expect(JSON.stringify(workspace.openHome(bob.slackId))).toContain('Ask for the customer'));
    expect(stored).toEqual([]);
  });
});

describe('the Home tab of a guest or a stranger', () => {
  it('shows nothing of what was judged, by opening or by refreshing', async () => {
    workspace.openHome(charlie.slackId);
    await vi.waitFor(() => expect(JSON.stringify(workspace.openHome(charlie.slackId))).toContain('full members'));
    await press(ACTIONS.homeRefresh, 'home');
    await vi.waitFor(() => expect(asked).toContain(charlie.slackId));
    expect(JSON.stringify(workspace.openHome(charlie.slackId))).not.toContain('Ask for the customer');
  });
});

describe('/policy over the wire', () => {
  it('is refused to somebody who is not a member, and the refusal is stored', async () => {
    await workspace.act({
      act: 'command',
      as: charlie.slackId,
      channel: CHANNEL.id,
      command: '/policy',
      text: 'ledger',
    });
    await vi.waitFor(() => expect(stored).toHaveLength(1));
    expect(stored).toMatchObject([{ type: 'press.refused', data: { attempted: '/policy ledger' } }]);
  });

  it('answers the person only', async () => {
    await workspace.act({ act: 'command', as: bob.slackId, channel: CHANNEL.id, command: '/policy', text: 'status' });
    await vi.waitFor(() => expect(JSON.stringify(workspace.messages(CHANNEL.id))).toContain('All is well.'));
    const said = workspace
      .messages(CHANNEL.id)
      .filter((message) => JSON.stringify(message.blocks).includes('All is well.'));
    expect(said.map(({ ephemeralFor }) => ephemeralFor)).toEqual([bob.slackId]);
  });
});
