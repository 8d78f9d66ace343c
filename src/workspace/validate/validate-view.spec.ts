import { describe, expect, it } from 'vitest';
import { validateView } from './validate-view.ts';

type View = Record<string, unknown>;
const x = (length: number) => 'x'.repeat(length);
const plain = (text: string) => ({ type: 'plain_text', text });
const divider = { type: 'divider' };
const input = { type: 'input', label: plain('Why'), element: { type: 'plain_text_input' } };
const modal = (extra: View = {}) => ({ type: 'modal', title: plain('Title'), blocks: [divider], ...extra });
const home = (extra: View = {}) => ({ type: 'home', blocks: [divider], ...extra });
const less = (max: number) => `must be less than ${max + 1} characters`;

const rows: [rule: string, within: View, past: View, message: string, pointer: string][] = [
  ['title 24', modal({ title: plain(x(24)) }), modal({ title: plain(x(25)) }), less(24), '/view/title/text'],
  ['submit 24', modal({ submit: plain(x(24)) }), modal({ submit: plain(x(25)) }), less(24), '/view/submit/text'],
  ['close 24', modal({ close: plain(x(24)) }), modal({ close: plain(x(25)) }), less(24), '/view/close/text'],
  [
    'private_metadata 3000',
    modal({ private_metadata: x(3000) }),
    modal({ private_metadata: x(3001) }),
    less(3000),
    '/view/private_metadata',
  ],
  ['callback_id 255', modal({ callback_id: x(255) }), modal({ callback_id: x(256) }), less(255), '/view/callback_id'],
  ['external_id 255', modal({ external_id: x(255) }), modal({ external_id: x(256) }), less(255), '/view/external_id'],
  ['a title', modal(), modal({ title: undefined }), 'missing required field: title', '/view'],
  ['blocks', modal(), modal({ blocks: undefined }), 'missing required field: blocks', '/view'],
  ['at least one block', modal(), modal({ blocks: [] }), 'no fewer than 1 items allowed', '/view/blocks'],
  [
    'submit with an input',
    modal({ blocks: [input], submit: plain('Go') }),
    modal({ blocks: [input] }),
    'missing required field: submit',
    '/view',
  ],
  ['no output fields', modal(), modal({ hash: '1.a' }), 'invalid additional property: hash', '/view'],
  ['the right type', modal(), modal({ type: 'home' }), 'must be a valid enum value: modal', '/view/type'],
  [
    'blocks of modals',
    modal(),
    modal({ blocks: [{ type: 'markdown', text: 'a' }] }),
    'unsupported type: markdown',
    '/view/blocks/0/type',
  ],
];

describe('validateView', () => {
  it.each(rows)('takes a modal with %s', (_rule, within) => {
    expect(validateView(within, 'modal')).toEqual([]);
  });

  it.each(rows)('refuses a modal past: %s', (_rule, _within, past, message, pointer) => {
    expect(validateView(past, 'modal')).toContainEqual({ pointer, message });
  });

  it.each(['title', 'submit', 'close'])('refuses %s on Home', (field) => {
    expect(validateView(home(), 'home')).toEqual([]);
    const issue = { pointer: '/view', message: `invalid additional property: ${field}` };
    expect(validateView(home({ [field]: plain('a') }), 'home')).toContainEqual(issue);
  });

  it.each([undefined, null, 'view', []])('refuses %j in place of a view', (view) => {
    expect(validateView(view, 'modal')).toEqual([{ pointer: '/view', message: 'must provide an object' }]);
  });
});
