/** Between a rich_text block and the plain text a simple box can edit. Pure. */
import { children, isJson, type Json, str } from './json.ts';

/** The writing inside a rich_text block, one line per section; '' for null. */
export function richTextPlain(block: Json | null): string {
  if (!block) return '';
  return children(block, 'elements')
    .map((part) => children(part, 'elements').map(leafText).join(''))
    .join('\n')
    .replace(/\n$/, '');
}

function leafText(leaf: Json): string {
  if (isJson(leaf) && str(leaf, 'type') === 'emoji') return `:${str(leaf, 'name')}:`;
  return str(leaf, 'text') || str(leaf, 'url') || children(leaf, 'elements').map(leafText).join('');
}

/** A rich_text block that says exactly `text`. */
export function plainRichText(text: string): Json {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] };
}
