import {
  all,
  bool,
  byType,
  type Check,
  exactlyOne,
  int,
  isObject,
  list,
  notEmpty,
  object,
  oneOf,
  report,
  type Shape,
  str,
  unique,
} from './check.ts';
import {
  channelId,
  confirm,
  id,
  imageShape,
  initialOffered,
  optionGroups,
  options,
  overflowOption,
  placeholder,
  plain,
  plainOption,
  richOption,
  url,
  userId,
} from './objects.ts';
import { richText } from './rich-text.ts';

const action_id = id;
const focus_on_load = bool;
const base = { action_id };
const asking = { action_id, confirm };
const focusable = { action_id, confirm, focus_on_load };
const selectable = { ...focusable, placeholder };
const max_selected_items = int(1, 1000);
const dispatch_action_config = object({
  needs: { trigger_actions_on: all(list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2), unique) },
});
const typed = { action_id, placeholder, focus_on_load, dispatch_action_config };
const style = oneOf('primary', 'danger');
const userIds = list(userId, 1, 1000);
const filter = object({
  may: {
    include: all(list(oneOf('im', 'mpim', 'private', 'public'), 1, 4), unique),
    exclude_external_shared_channels: bool,
    exclude_bot_users: bool,
  },
  also: notEmpty,
});

const oneList = exactlyOne('options', 'option_groups');
const buttonText = plain(75);
const accessibility_label = str({ max: 75 });

const minMax: Check = (value, at, scope) => {
  if (!isObject(value)) return;
  const numeric = value.type === 'number_input';
  const [low, high] = numeric ? ['min_value', 'max_value'] : ['min_length', 'max_length'];
  if (value[low] === undefined || value[high] === undefined) return;
  if (Number(value[low]) > Number(value[high])) report(scope, `${at}/${low}`, `must not be more than ${high}`);
};
const decimal = str({ pattern: /^-?\d+(\.\d+)?$/, means: 'must be a number given as a string' });
const timestamp: Check = (value, at, scope) => {
  const fits = typeof value === 'number' && Number.isInteger(value) && String(value).length === 10;
  if (!fits) report(scope, at, 'must be a 10 digit number of seconds');
};

const date = str({ pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, means: 'must be a date as YYYY-MM-DD' });
const time = str({ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, means: 'must be a time as HH:mm' });
const feedbackButton = object({ needs: { text: plain(75), value: str({ max: 2000 }) }, may: { accessibility_label } });
const workflow = object({
  needs: {
    trigger: object({
      needs: { url },
      may: { customizable_input_parameters: list(object({ needs: { name: str(), value: str({ min: 0 }) } }), 0, 100) },
    }),
  },
});

export const elementShapes: Record<string, Shape> = {
  button: {
    needs: { text: buttonText },
    may: { ...asking, value: str({ max: 2000 }), url, style, accessibility_label },
  },
  workflow_button: { needs: { text: buttonText, workflow, action_id }, may: { style, accessibility_label } },
  icon_button: {
    needs: { icon: oneOf('trash'), text: plain(75) },
    may: { ...asking, value: str({ max: 2000 }), accessibility_label, visible_to_user_ids: userIds },
  },
  feedback_buttons: { needs: { positive_button: feedbackButton, negative_button: feedbackButton }, may: base },
  overflow: { needs: { options: list(overflowOption, 1, 5) }, may: asking },
  checkboxes: {
    needs: { options: list(richOption, 1, 10) },
    may: { ...focusable, initial_options: list(richOption, 1, 10) },
    also: initialOffered,
  },
  radio_buttons: {
    needs: { options: list(richOption, 1, 10) },
    may: { ...focusable, initial_option: richOption },
    also: initialOffered,
  },
  static_select: {
    may: { ...selectable, options, option_groups: optionGroups, initial_option: plainOption },
    also: all(oneList, initialOffered),
  },
  multi_static_select: {
    may: {
      ...selectable,
      options,
      option_groups: optionGroups,
      max_selected_items,
      initial_options: list(plainOption, 1, 100),
    },
    also: all(oneList, initialOffered),
  },
  external_select: { may: { ...selectable, initial_option: plainOption, min_query_length: int(0, 1000) } },
  multi_external_select: {
    may: {
      ...selectable,
      max_selected_items,
      min_query_length: int(0, 1000),
      initial_options: list(plainOption, 1, 100),
    },
  },
  users_select: { may: { ...selectable, initial_user: userId } },
  multi_users_select: { may: { ...selectable, initial_users: userIds, max_selected_items } },
  channels_select: { may: { ...selectable, initial_channel: channelId, response_url_enabled: bool } },
  multi_channels_select: { may: { ...selectable, initial_channels: list(channelId, 1, 1000), max_selected_items } },
  conversations_select: {
    may: {
      ...selectable,
      filter,
      response_url_enabled: bool,
      initial_conversation: str(),
      default_to_current_conversation: bool,
    },
  },
  multi_conversations_select: {
    may: {
      ...selectable,
      filter,
      max_selected_items,
      initial_conversations: list(str(), 1, 1000),
      default_to_current_conversation: bool,
    },
  },
  datepicker: { may: { ...selectable, initial_date: date } },
  timepicker: { may: { ...selectable, initial_time: time, timezone: str() } },
  datetimepicker: { may: { ...focusable, initial_date_time: timestamp } },
  plain_text_input: {
    may: {
      ...typed,
      multiline: bool,
      initial_value: str({ min: 0, max: 3000 }),
      min_length: int(0, 3000),
      max_length: int(1, 3000),
    },
    also: minMax,
  },
  email_text_input: { may: { ...typed, initial_value: str({ min: 0 }) } },
  url_text_input: { may: { ...typed, initial_value: str({ min: 0 }) } },
  number_input: {
    needs: { is_decimal_allowed: bool },
    may: { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal },
    also: minMax,
  },
  rich_text_input: {
    needs: { action_id },
    may: { ...typed, initial_value: richText, min_lines: int(1, 100), max_lines: int(1, 100) },
  },
  file_input: { may: { ...base, filetypes: list(str(), 1, 1000), max_files: int(1, 10) } },
  image: imageShape,
};

/** Elements of the kinds given, each checked against its own shape. */
export function element(...kinds: string[]): Check {
  const shapes = Object.fromEntries(kinds.map((kind) => [kind, elementShapes[kind] ?? {}]));
  return byType(() => shapes, 'element type');
}

const selects = ['static_select', 'external_select', 'users_select', 'channels_select', 'conversations_select'];
const multiSelects = selects.map((kind) => `multi_${kind}`);
const choices = ['checkboxes', 'radio_buttons', 'datepicker', 'timepicker'];

export const inActions = element(
  ...['button', 'workflow_button', 'overflow', 'datetimepicker', ...selects, ...multiSelects, ...choices],
);
export const inSection = element(
  'button',
  'workflow_button',
  'overflow',
  'image',
  ...selects,
  ...multiSelects,
  ...choices,
);
const written = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input', 'rich_text_input'];
export const inInput = element('datetimepicker', 'file_input', ...written, ...selects, ...multiSelects, ...choices);
export const inContextActions = element('feedback_buttons', 'icon_button');
export const cardButton = element('button');
