import type { Json } from './data.ts';
import type { BlockStateValues } from './page-api.ts';

type Rule = { key: string; initial: string; empty: null | [] };

const one = (key: string, initial: string): Rule => ({ key, initial, empty: null });
const many = (key: string, initial: string): Rule => ({ key, initial, empty: [] });
const text = one('value', 'initial_value');

/** Under which key each stateful element keeps what it holds. */
export const stateRules: Record<string, Rule> = {
  plain_text_input: text,
  email_text_input: text,
  url_text_input: text,
  number_input: text,
  rich_text_input: one('rich_text_value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  users_select: one('selected_user', 'initial_user'),
  channels_select: one('selected_channel', 'initial_channel'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
  checkboxes: many('selected_options', 'initial_options'),
  multi_static_select: many('selected_options', 'initial_options'),
  multi_external_select: many('selected_options', 'initial_options'),
  multi_users_select: many('selected_users', 'initial_users'),
  multi_channels_select: many('selected_channels', 'initial_channels'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations'),
  file_input: many('files', 'initial_files'),
};

/** Every interactive element of a block: its own, its accessory, those in its list, those of its child blocks. */
export function elementsOf(block: Json): Json[] {
  const direct = [block.element, block.accessory, ...(Array.isArray(block.elements) ? block.elements : [])];
  const nested = [block.child_blocks, block.actions].flatMap((list) => (Array.isArray(list) ? (list as Json[]) : []));
  const own = direct.filter((each): each is Json => typeof each === 'object' && each !== null);
  return [...own, ...own.flatMap(elementsOfCard), ...nested, ...nested.flatMap((child) => elementsOf(child))];
}

function elementsOfCard(element: Json): Json[] {
  return element.type === 'card' && Array.isArray(element.actions) ? (element.actions as Json[]) : [];
}

export function findElement(blocks: Json[], blockId: string, actionId: string): { block: Json; element: Json } | null {
  for (const block of blocks) {
    const children = Array.isArray(block.child_blocks) ? (block.child_blocks as Json[]) : [];
    const owner = [block, ...children].find((each) => each.block_id === blockId);
    const element = owner && elementsOf(owner).find((each) => each.action_id === actionId);
    if (owner && element) return { block: owner, element };
  }
  return null;
}

/** All options an element offers, groups flattened. */
export function optionsOf(element: Json): Json[] {
  const groups = Array.isArray(element.option_groups) ? (element.option_groups as Json[]) : [];
  const lists = [element.options, ...groups.map((group) => group.options)];
  return lists.flatMap((list) => (Array.isArray(list) ? (list as Json[]) : []));
}

/**
 * What an element holds, as Slack's payloads show it: the person's input if there is one, else the initial value,
 * else empty. Options of static lists are the workspace's own copies; an option that was never offered is dropped.
 */
export function stateOf(element: Json, given: Json | undefined): Json | null {
  const type = String(element.type);
  const rule = stateRules[type];
  if (!rule) return null;
  const raw = given && rule.key in given ? given[rule.key] : (element[rule.initial] ?? rule.empty);
  return { type, [rule.key]: offered(element, raw ?? rule.empty, rule.empty) };
}

function offered(element: Json, value: unknown, empty: null | []): unknown {
  const isStatic = Array.isArray(element.options) || Array.isArray(element.option_groups);
  if (!isStatic) return value === '' ? null : value;
  const find = (wanted: unknown) =>
    optionsOf(element).find((option) => option.value === (wanted as Json | null)?.value);
  if (Array.isArray(value)) return value.flatMap((each) => find(each) ?? []);
  return find(value) ?? empty;
}

/** The state of every stateful element, given what the page sent. */
export function stateValues(blocks: Json[], given: BlockStateValues): BlockStateValues {
  const values: BlockStateValues = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const blockId = String(block.block_id);
      const actionId = String(element.action_id);
      const state = stateOf(element, given[blockId]?.[actionId]);
      if (state) values[blockId] = { ...values[blockId], [actionId]: state };
    }
  }
  return values;
}
