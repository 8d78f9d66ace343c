import { isObject } from './check.ts';

/** Slack names 12,000 characters "with a buffer". Payloads from 11,341 were seen refused, 9,597 accepted. */
const maxText = 11_340;

const shown = new Set(['text', 'label', 'alt_text', 'caption', 'fallback']);

/** How many characters of a value people can read. */
export function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + textLength(each), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    if (typeof inner === 'string') return sum + (shown.has(key) ? inner.length : 0);
    return sum + textLength(inner);
  }, 0);
}

/** True when all text of a message's blocks is more than Slack takes. `markdown` blocks have a limit of their own. */
export function blocksTooLong(blocks: unknown[]): boolean {
  return textLength(blocks.filter((block) => !isObject(block) || block.type !== 'markdown')) > maxText;
}
