/** Emoji by the names Slack uses (the iamcal short names shipped in emojibase-data). */

export type EmojiIndex = { byName: Map<string, string>; names: string[] };

const SKIN: Record<string, string> = {
  '2': '\u{1f3fb}',
  '3': '\u{1f3fc}',
  '4': '\u{1f3fd}',
  '5': '\u{1f3fe}',
  '6': '\u{1f3ff}',
};

export const NO_EMOJI: EmojiIndex = { byName: new Map(), names: [] };

/** Builds the index from `{ "1F44D": ["+1", "thumbsup"], … }`. Skin-tone variants are reached through `::skin-tone-N`. */
export function indexEmoji(shortcodes: Record<string, string | string[]>): EmojiIndex {
  const byName = new Map<string, string>();
  for (const [hexcode, names] of Object.entries(shortcodes)) {
    if (/-?1F3F[B-F]/.test(hexcode)) continue;
    for (const name of Array.isArray(names) ? names : [names]) byName.set(name, fromHexcode(hexcode));
  }
  return { byName, names: [...byName.keys()].sort() };
}

/** The character of `+1` or `wave::skin-tone-3`, or null for a name nobody knows. */
export function emojiChar(index: EmojiIndex, name: string): string | null {
  const [base = '', tone] = name.split('::skin-tone-');
  const found = index.byName.get(base);
  if (!found) return null;
  return tone ? found.replace(/\ufe0f$/, '') + (SKIN[tone] ?? '') : found;
}

/** Up to `limit` names that start with, then that contain, what was typed. */
export function searchEmoji(index: EmojiIndex, typed: string, limit: number): string[] {
  const wanted = typed.toLowerCase();
  const starts = index.names.filter((name) => name.startsWith(wanted));
  const contains = index.names.filter((name) => !name.startsWith(wanted) && name.includes(wanted));
  return [...starts, ...contains].slice(0, limit);
}

/** Code points below U+1F000 need the emoji presentation selector, which the data leaves out. */
function fromHexcode(hexcode: string): string {
  return hexcode
    .split('-')
    .map((hex) => {
      const point = Number.parseInt(hex, 16);
      const bare = point === 0x200d || point === 0x20e3 || point >= 0x1f000 || point === 0xfe0f;
      return String.fromCodePoint(point) + (bare ? '' : '\ufe0f');
    })
    .join('');
}
