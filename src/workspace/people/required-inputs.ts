import type { Json } from '../data.ts';
import { stateRules } from '../element-state.ts';
import type { BlockStateValues } from '../page-api.ts';

const maxText = 3000;

function wrongText(element: Json, value: string): string | null {
  const { type, min_length: min, max_length: max } = element;
  // First of all, so that no pattern below ever sees more.
  if (value.length > maxText) return `Enter no more than ${maxText} characters.`;
  if (type === 'number_input') return wrongNumber(element, value);
  if (type === 'email_text_input' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)) return 'Enter a valid email address.';
  if (type === 'url_text_input' && !URL.canParse(value)) return 'Enter a valid web address.';
  if (type !== 'plain_text_input') return null;
  if (typeof min === 'number' && value.length < min) return `Enter at least ${min} characters.`;
  if (typeof max === 'number' && value.length > max) return `Enter no more than ${max} characters.`;
  return null;
}

function wrongNumber(element: Json, value: string): string | null {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number)) return 'Enter a number.';
  if (element.is_decimal_allowed === false && !Number.isInteger(number)) return 'Enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Enter ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Enter ${element.max_value} or less.`;
  return null;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

/** What Slack's own client refuses before the app hears of a submission, by block id. */
export function inputErrors(blocks: Json[], values: BlockStateValues): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as Json;
    const blockId = String(block.block_id);
    const state = values[blockId]?.[String(element.action_id)];
    const value = state?.[stateRules[String(element.type)]?.key ?? 'value'];
    const most = element.max_selected_items;
    if (isEmpty(value)) {
      if (block.optional !== true) errors[blockId] = 'Please complete this required field.';
      continue;
    }
    const wrong = typeof value === 'string' ? wrongText(element, value) : null;
    if (wrong) errors[blockId] = wrong;
    if (Array.isArray(value) && typeof most === 'number' && value.length > most) {
      errors[blockId] = `Choose no more than ${most}.`;
    }
  }
  return errors;
}
