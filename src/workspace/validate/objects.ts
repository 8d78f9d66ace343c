import {
  bool,
  byType,
  type Check,
  exactlyOne,
  isObject,
  list,
  object,
  oneOf,
  report,
  type Shape,
  str,
} from './check.ts';

function textShapes(max: number, min: number): { plain_text: Shape; mrkdwn: Shape } {
  const text = str({ min, max });
  return {
    plain_text: { needs: { text }, may: { emoji: bool } },
    mrkdwn: { needs: { text }, may: { verbatim: bool } },
  };
}

/** plain_text of at most `max` characters. */
export function plain(max: number, min = 1): Check {
  const { plain_text } = textShapes(max, min);
  return byType(() => ({ plain_text }), 'text type');
}

/** mrkdwn of at most `max` characters. */
export function marked(max: number, min = 1): Check {
  const { mrkdwn } = textShapes(max, min);
  return byType(() => ({ mrkdwn }), 'text type');
}

/** plain_text or mrkdwn of at most `max` characters. */
export function anyText(max: number, min = 1): Check {
  const shapes = textShapes(max, min);
  return byType(() => shapes, 'text type');
}

export const id = str({ max: 255 });
export const userId = str({ pattern: /^[UW][A-Z0-9]+$/, means: 'must be the id of a user' });
export const channelId = str({ pattern: /^[CG][A-Z0-9]+$/, means: 'must be the id of a channel' });
export const placeholder = plain(150);
export const url = str({ max: 3000, pattern: /^[a-z][a-z0-9+.-]*:\S+$/i, means: 'must be a valid url' });
export const httpsUrl = str({ max: 3000, pattern: /^https:\/\/\S+$/i, means: 'must be an https url' });
const imageUrl = str({ max: 3000, pattern: /^https?:\/\/\S+$/i, means: 'must be a valid url' });

export const confirm = object({
  needs: { title: plain(100), text: anyText(300), confirm: plain(30), deny: plain(30) },
  may: { style: oneOf('primary', 'danger') },
});

const slackFile = object({ may: { id: str({}), url: imageUrl }, also: exactlyOne('id', 'url') });

/** Fields shared by the image block and the image element. */
export const imageShape: Shape = {
  needs: { alt_text: str({ max: 2000 }) },
  may: { image_url: imageUrl, slack_file: slackFile },
  also: exactlyOne('image_url', 'slack_file'),
};

/** `text` is plain or any by the element that offers it. */
function option(text: Check, withUrl: boolean): Check {
  const may: Record<string, Check> = withUrl ? { description: plain(75), url } : { description: text };
  return object({ needs: { text, value: str({ max: 150 }) }, may });
}

export const plainOption = option(plain(75), false);
export const richOption = option(anyText(75), false);
export const overflowOption = option(plain(75), true);

export const options = list(plainOption, 1, 100);
export const optionGroups = list(object({ needs: { label: plain(75), options } }), 1, 100);

/** Every initial option must be one that is offered. */
export const initialOffered: Check = (value, at, scope) => {
  if (!isObject(value)) return;
  const groups = Array.isArray(value.option_groups) ? value.option_groups.filter(isObject) : [];
  const lists = [value.options, ...groups.map((group) => group.options)].filter(Array.isArray);
  const offered = new Set(lists.flat().map((each) => JSON.stringify(keyOf(each))));
  const wanted: [string, unknown][] = [
    ['initial_option', value.initial_option],
    ...(Array.isArray(value.initial_options) ? value.initial_options : []).map((each, index): [string, unknown] => [
      `initial_options/${index}`,
      each,
    ]),
  ];
  for (const [key, each] of wanted) {
    if (each === undefined || offered.has(JSON.stringify(keyOf(each)))) continue;
    report(scope, `${at}/${key}`, 'must match one of the options');
  }
};

function keyOf(option: unknown): unknown {
  if (!isObject(option)) return option;
  return [option.value, isObject(option.text) ? option.text.text : option.text];
}
