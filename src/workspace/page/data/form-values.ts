/** What the interactive elements of a surface hold, in the shapes of Slack's `state.values`. Pure. */
import { child, children, type Json, str, strings } from './json.ts';

export type Held = (blockId: string, actionId: string) => Json | undefined;
export type Values = Record<string, Record<string, Json>>;

const STATEFUL = new Set([
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'rich_text_input',
  'file_input',
  'static_select',
  'external_select',
  'users_select',
  'channels_select',
  'conversations_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_channels_select',
  'multi_conversations_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'timepicker',
  'datetimepicker',
]);

/** What an element holds before anybody touched it. `here` is the conversation the surface was opened from. */
export function initialValue(element: Json, here: string | null): Json {
  const current = element.default_to_current_conversation === true ? here : null;
  switch (str(element, 'type')) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return { value: str(element, 'initial_value') || null };
    case 'rich_text_input':
      return { rich_text_value: child(element, 'initial_value') };
    case 'file_input':
      return { files: [] };
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { selected_option: child(element, 'initial_option') };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { selected_options: children(element, 'initial_options') };
    case 'users_select':
      return { selected_user: str(element, 'initial_user') || null };
    case 'multi_users_select':
      return { selected_users: strings(element, 'initial_users') };
    case 'channels_select':
      return { selected_channel: str(element, 'initial_channel') || null };
    case 'multi_channels_select':
      return { selected_channels: strings(element, 'initial_channels') };
    case 'conversations_select':
      return { selected_conversation: str(element, 'initial_conversation') || current };
    case 'multi_conversations_select': {
      const chosen = strings(element, 'initial_conversations');
      return { selected_conversations: chosen.length === 0 && current ? [current] : chosen };
    }
    case 'datepicker':
      return { selected_date: str(element, 'initial_date') || null };
    case 'timepicker':
      return { selected_time: str(element, 'initial_time') || null };
    case 'datetimepicker':
      return { selected_date_time: typeof element.initial_date_time === 'number' ? element.initial_date_time : null };
    default:
      return {};
  }
}

/** The interactive elements of one block, wherever the block keeps them. */
export function elementsOf(block: Json): Json[] {
  const one = [child(block, 'element'), child(block, 'accessory')].filter((e) => e !== null);
  const nested = children(block, 'child_blocks').flatMap(elementsOf);
  const cards = str(block, 'type') === 'carousel' ? children(block, 'elements').flatMap(elementsOf) : [];
  const own = ['actions', 'context_actions'].includes(str(block, 'type')) ? children(block, 'elements') : [];
  return [...one, ...own, ...children(block, 'actions'), ...cards, ...nested];
}

/** `state.values` of a surface: every stateful element with what it holds now. */
export function collectValues(blocks: readonly Json[], held: Held, here: string | null): Values {
  const values: Values = {};
  for (const block of blocks.flatMap((b) => [b, ...children(b, 'child_blocks')])) {
    const blockId = str(block, 'block_id');
    for (const element of elementsOf({ ...block, child_blocks: [] })) {
      const type = str(element, 'type');
      if (!STATEFUL.has(type)) continue;
      const actionId = str(element, 'action_id');
      const row = values[blockId] ?? {};
      row[actionId] = { type, ...(held(blockId, actionId) ?? initialValue(element, here)) };
      values[blockId] = row;
    }
  }
  return values;
}

/** True when an element holds nothing. */
export function isEmptyValue(value: Json): boolean {
  return Object.entries(value).every(
    ([key, v]) => key === 'type' || v === null || v === '' || (Array.isArray(v) && v.length === 0),
  );
}

/** What Slack's own form refuses before the app is asked, by block id. */
export function checkInputs(blocks: readonly Json[], held: Held, here: string | null): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    const element = str(block, 'type') === 'input' ? child(block, 'element') : null;
    if (!element) continue;
    const blockId = str(block, 'block_id');
    const value = held(blockId, str(element, 'action_id')) ?? initialValue(element, here);
    const wrong = checkInput(block, element, value);
    if (wrong) errors[blockId] = wrong;
  }
  return errors;
}

function checkInput(block: Json, element: Json, value: Json): string | null {
  if (isEmptyValue(value)) return block.optional === true ? null : 'Please complete this required field.';
  const text = str(value, 'value');
  switch (str(element, 'type')) {
    case 'plain_text_input':
      return checkLength(element, text);
    case 'email_text_input':
      return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : 'Please enter a valid email address.';
    case 'url_text_input':
      return /^https?:\/\/[^\s/]+\.?[^\s]*$/i.test(text) ? null : 'Please enter a valid URL, starting with https://.';
    case 'number_input':
      return checkNumber(element, text);
    default:
      return null;
  }
}

function checkLength(element: Json, text: string): string | null {
  const min = Number(element.min_length ?? 0);
  const max = Number(element.max_length ?? 3000);
  if (text.length < min) return `Please enter at least ${min} characters.`;
  return text.length > max ? `Please enter no more than ${max} characters.` : null;
}

function checkNumber(element: Json, text: string): string | null {
  const pattern = element.is_decimal_allowed === true ? /^-?\d*\.?\d+$/ : /^-?\d+$/;
  if (!pattern.test(text))
    return element.is_decimal_allowed === true ? 'Please enter a number.' : 'Please enter a whole number.';
  if (str(element, 'min_value') !== '' && Number(text) < Number(element.min_value))
    return `Please enter ${str(element, 'min_value')} or more.`;
  if (str(element, 'max_value') !== '' && Number(text) > Number(element.max_value))
    return `Please enter ${str(element, 'max_value')} or less.`;
  return null;
}
