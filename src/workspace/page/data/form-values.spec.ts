import { describe, expect, it } from 'vitest';
import { checkInputs, collectValues, type Held, initialValue } from './form-values.ts';
import type { Json } from './json.ts';

const nothing: Held = () => undefined;
const option = { text: { type: 'plain_text', text: 'One' }, value: '1' };
const input = (element: Json, more: Json = {}): Json => ({
  type: 'input',
  block_id: 'b',
  label: {},
  element: { action_id: 'a', ...element },
  ...more,
});
const holding =
  (value: Json): Held =>
  () =>
    value;

describe('the values of a form', () => {
  it.each<[string, Json]>([
    ['plain_text_input', { value: null }],
    ['static_select', { selected_option: null }],
    ['multi_external_select', { selected_options: [] }],
    ['checkboxes', { selected_options: [] }],
    ['multi_users_select', { selected_users: [] }],
    ['channels_select', { selected_channel: null }],
    ['datepicker', { selected_date: null }],
    ['datetimepicker', { selected_date_time: null }],
    ['rich_text_input', { rich_text_value: null }],
    ['button', {}],
  ])('holds nothing in an untouched %s', (type, expected) => {
    expect(initialValue({ type }, null)).toEqual(expected);
  });

  it('takes the current conversation where the app asks for it', () => {
    const el = { type: 'conversations_select', default_to_current_conversation: true };
    expect(initialValue(el, 'C1')).toEqual({ selected_conversation: 'C1' });
  });

  it('reports every stateful element, typed, and no button', () => {
    const blocks: Json[] = [
      input({ type: 'plain_text_input', initial_value: 'x' }),
      {
        type: 'actions',
        block_id: 'c',
        elements: [
          { type: 'button', action_id: 'go' },
          { type: 'static_select', action_id: 's', initial_option: option },
        ],
      },
      { type: 'section', block_id: 'd', accessory: { type: 'datepicker', action_id: 'day' } },
    ];
    expect(collectValues(blocks, nothing, null)).toEqual({
      b: { a: { type: 'plain_text_input', value: 'x' } },
      c: { s: { type: 'static_select', selected_option: option } },
      d: { day: { type: 'datepicker', selected_date: null } },
    });
  });

  it.each<[Json, Json, string | undefined]>([
    [input({ type: 'plain_text_input' }), { value: null }, 'Please complete this required field.'],
    [input({ type: 'plain_text_input' }, { optional: true }), { value: null }, undefined],
    [input({ type: 'plain_text_input', min_length: 3 }), { value: 'ab' }, 'Please enter at least 3 characters.'],
    [input({ type: 'plain_text_input', max_length: 1 }), { value: 'ab' }, 'Please enter no more than 1 characters.'],
    [input({ type: 'checkboxes' }), { selected_options: [] }, 'Please complete this required field.'],
    [input({ type: 'email_text_input' }), { value: 'bob@' }, 'Please enter a valid email address.'],
    [input({ type: 'email_text_input' }), { value: 'bob@acme.test' }, undefined],
    [input({ type: 'url_text_input' }), { value: 'acme' }, 'Please enter a valid URL, starting with https://.'],
    [input({ type: 'number_input', is_decimal_allowed: false }), { value: '1.5' }, 'Please enter a whole number.'],
    [
      input({ type: 'number_input', is_decimal_allowed: true, max_value: '2' }),
      { value: '2.5' },
      'Please enter 2 or less.',
    ],
  ])('checks %j holding %j', (block, value, expected) => {
    expect(checkInputs([block], holding(value), null).b).toBe(expected);
  });
});
