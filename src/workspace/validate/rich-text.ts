import { bool, byType, type Check, int, list, notEmpty, num, object, oneOf, type Shape, str } from './check.ts';
import { channelId, userId } from './objects.ts';

const styles = object({
  may: { bold: bool, italic: bool, strike: bool, underline: bool, code: bool },
  also: notEmpty,
});
const mentionStyles = object({
  may: {
    bold: bool,
    italic: bool,
    strike: bool,
    highlight: bool,
    client_highlight: bool,
    unlink: bool,
    underline: bool,
    code: bool,
  },
});
const style = { style: styles };
const mention = { style: mentionStyles };
const many = 10_000;

const inline: Record<string, Shape> = {
  text: { needs: { text: str({ min: 1 }) }, may: style },
  link: { needs: { url: str({ max: 3000 }) }, may: { ...style, text: str(), unsafe: bool } },
  emoji: { needs: { name: str() }, may: { ...style, unicode: str(), url: str() } },
  user: { needs: { user_id: userId }, may: mention },
  channel: { needs: { channel_id: channelId }, may: mention },
  usergroup: { needs: { usergroup_id: str() }, may: mention },
  team: { needs: { team_id: str() }, may: mention },
  broadcast: { needs: { range: oneOf('here', 'channel', 'everyone') }, may: style },
  color: { needs: { value: str() }, may: style },
  date: { needs: { timestamp: num, format: str() }, may: { ...style, url: str(), fallback: str() } },
};
const inlines = list(
  byType(() => inline, 'rich text element'),
  0,
  many,
);
const { text, link } = inline as { text: Shape; link: Shape };
const plainInlines = list(
  byType(() => ({ text, link }), 'rich text element'),
  0,
  many,
);
const section: Shape = { needs: { elements: inlines } };
const border = int(0, 1);

const parts: Record<string, Shape> = {
  rich_text_section: section,
  rich_text_preformatted: { needs: { elements: plainInlines }, may: { border } },
  rich_text_quote: { needs: { elements: inlines }, may: { border } },
  rich_text_list: {
    needs: {
      elements: list(
        byType(() => ({ rich_text_section: section }), 'list item'),
        1,
        many,
      ),
      style: oneOf('bullet', 'ordered'),
    },
    may: { border, indent: int(0, 8), offset: int(0, many) },
  },
};

export const richTextShape: Shape = {
  needs: {
    elements: list(
      byType(() => parts, 'rich text part'),
      0,
      many,
    ),
  },
};

/** A rich_text object used as a value (an initial value, a card's details, a table cell). */
export const richText: Check = byType(
  () => ({ rich_text: { ...richTextShape, may: { block_id: str({ max: 255 }) } } }),
  'rich text type',
);
