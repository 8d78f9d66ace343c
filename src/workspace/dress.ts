import { randomBytes } from 'node:crypto';
import type { Json } from './data.ts';

const generatedId = () => randomBytes(4).toString('base64url').slice(0, 5);

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const actionable = new Set([
  'button',
  'checkboxes',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'channels_select',
  'conversations_select',
  'users_select',
  'static_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'timepicker',
  'url_text_input',
  'workflow_button',
]);

function dressValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dressValue);
  if (!isJson(value)) return value;
  const dressed: Json = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, dressValue(inner)]));
  if (dressed.type === 'plain_text' && dressed.emoji === undefined) dressed.emoji = true;
  if (dressed.type === 'mrkdwn' && dressed.verbatim === undefined) dressed.verbatim = false;
  if (actionable.has(String(dressed.type)) && dressed.action_id === undefined) dressed.action_id = generatedId();
  return dressed;
}

/** Blocks with what Slack itself adds: block ids, action ids, `emoji` and `verbatim`. The input is not changed. */
export function dressBlocks(blocks: Json[]): Json[] {
  return blocks.map((block) => {
    const dressed = dressValue(block) as Json;
    const children = Array.isArray(dressed.child_blocks) ? { child_blocks: dressBlocks(dressed.child_blocks) } : {};
    return { ...dressed, ...children, block_id: dressed.block_id ?? generatedId() };
  });
}

/** A plain_text object with the `emoji` flag that Slack adds. */
export function dressText(text: unknown): Json | null {
  return isJson(text) ? (dressValue(text) as Json) : null;
}
