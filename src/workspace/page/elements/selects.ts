/** Every select element of Block Kit, drawn by the one combobox. */
import { children, type Json, num, str, strings, textOf } from '../data/json.ts';
import { unescapeText } from '../data/mrkdwn.ts';
import { Icon } from '../parts/icons.ts';
import { Avatar, channelName, nameOf } from '../parts/people.ts';
import { html, useRef, useState, type VNode } from '../preact.ts';
import { suggest } from '../state/acts.ts';
import { loaded } from '../state/store.ts';
import { type Choice, Combobox, type Group } from './combobox.ts';
import { ElementFrame } from './frame.ts';
import { type ElementProps, useElement } from './surface.ts';

const TYPING_PAUSE_MS = 200;

function optionChoice(option: Json): Choice {
  const note = textOf(option, 'description');
  return {
    id: str(option, 'value'),
    text: unescapeText(textOf(option, 'text')),
    ...(note ? { note: unescapeText(note) } : {}),
  };
}

/** The options of an element or of an app's answer: flat, or in groups. */
function readGroups(options: Json[], groups: Json[]): { groups: Group[]; all: Json[] } {
  const grouped = groups.length > 0 ? groups : options.filter((o) => Array.isArray(o.options));
  if (grouped.length === 0) return { groups: [{ label: '', choices: options.map(optionChoice) }], all: options };
  return {
    groups: grouped.map((g) => ({
      label: unescapeText(textOf(g, 'label')),
      choices: children(g, 'options').map(optionChoice),
    })),
    all: grouped.flatMap((g) => children(g, 'options')),
  };
}

/** `static_select`, `multi_static_select`, `external_select`, `multi_external_select`. */
export function OptionSelect(props: ElementProps): VNode {
  const { el } = props;
  const element = useElement(props);
  const several = str(el, 'type').startsWith('multi_');
  const external = str(el, 'type').endsWith('external_select');
  const [answer, setAnswer] = useState<{ options: Json[]; text: string }>({ options: [], text: 'Loading…' });
  const timer = useRef(0);
  const asked = useRef(0);
  const { groups, all } = external
    ? readGroups(answer.options, [])
    : readGroups(children(el, 'options'), children(el, 'option_groups'));
  const held = several
    ? children(element.value, 'selected_options')
    : children({ one: [element.value.selected_option] }, 'one');
  const onType = (typed: string) => {
    window.clearTimeout(timer.current);
    const least = num(el, 'min_query_length', 3);
    asked.current += 1;
    const turn = asked.current;
    if (typed.length < least)
      return setAnswer({
        options: [],
        text: `Type at least ${least} ${least === 1 ? 'character' : 'characters'} to see options.`,
      });
    setAnswer({ options: [], text: 'Loading…' });
    timer.current = window.setTimeout(async () => {
      const found = await suggest(element.surface, props.blockId, element.actionId, typed);
      if (asked.current === turn) setAnswer({ options: found.options, text: found.failure ?? 'No results' });
    }, TYPING_PAUSE_MS);
  };
  const onPick = (ids: string[]) => {
    const picked = ids
      .map((id) => [...all, ...held].find((o) => str(o, 'value') === id))
      .filter((o) => o !== undefined);
    return element.change(several ? { selected_options: picked } : { selected_option: picked[0] ?? null });
  };
  return html`<${SelectFrame} props=${props} groups=${groups} chosen=${held.map(optionChoice)} several=${several} onPick=${onPick}
    onType=${external ? onType : undefined} emptyText=${external ? answer.text : 'No results'} />`;
}

type Directory = { key: string; groups: () => Group[]; choice: (id: string) => Choice };

function userChoice(id: string): Choice {
  const user = loaded().users.find((u) => u.id === id);
  return {
    id,
    text: nameOf(id),
    ...(user?.title ? { note: user.title } : {}),
    face: html`<span class="option-person"><${Avatar} id=${id} size=${20} /> ${nameOf(id)}</span>`,
  };
}

function channelChoice(id: string): Choice {
  const channel = loaded().channels.find((c) => c.id === id);
  if (channel?.kind === 'im') return userChoice(channel.memberIds.find((m) => m !== loaded().me.id) ?? loaded().me.id);
  const name = channelName(id) ?? id;
  return {
    id,
    text: name,
    face: html`<span class="option-person"><${Icon} name=${channel?.kind === 'private' ? 'lock' : 'hash'} size=${16} /> ${name}</span>`,
  };
}

function conversations(filter: Json): string[] {
  const include = strings(filter, 'include');
  const kinds: Record<string, string> = { channel: 'public', private: 'private', im: 'im' };
  return loaded()
    .channels.filter((c) => include.length === 0 || include.includes(kinds[c.kind] ?? ''))
    .map((c) => c.id);
}

function directory(el: Json): Directory {
  const type = str(el, 'type').replace('multi_', '');
  if (type === 'users_select')
    return {
      key: 'user',
      choice: userChoice,
      groups: () => [
        {
          label: '',
          choices: loaded()
            .users.filter((u) => !u.isBot)
            .map((u) => userChoice(u.id)),
        },
      ],
    };
  const filter = type === 'channels_select' ? { include: ['public'] } : ((el.filter as Json | undefined) ?? {});
  const ids = () => conversations(filter);
  return {
    key: type === 'channels_select' ? 'channel' : 'conversation',
    choice: (id) => ({ ...channelChoice(id), id }),
    groups: () => [{ label: '', choices: ids().map((id) => ({ ...channelChoice(id), id })) }],
  };
}

/** `users_select`, `channels_select`, `conversations_select` and their `multi_` forms. */
export function DirectorySelect(props: ElementProps): VNode {
  const element = useElement(props);
  const several = str(props.el, 'type').startsWith('multi_');
  const { key, groups, choice } = directory(props.el);
  const one = str(element.value, `selected_${key}`);
  const held = several ? strings(element.value, `selected_${key}s`) : [one].filter((id) => id !== '');
  const onPick = (ids: string[]) =>
    element.change(several ? { [`selected_${key}s`]: ids } : { [`selected_${key}`]: ids[0] ?? null });
  return html`<${SelectFrame} props=${props} groups=${groups()} chosen=${held.map(choice)} several=${several} onPick=${onPick} emptyText="No results" />`;
}

type SelectFrameProps = {
  props: ElementProps;
  groups: Group[];
  chosen: Choice[];
  several: boolean;
  onPick: (ids: string[]) => void;
  onType?: (typed: string) => void;
  emptyText: string;
};

function SelectFrame({ props, ...rest }: SelectFrameProps): VNode {
  const element = useElement(props);
  const placeholder = textOf(props.el, 'placeholder') || (rest.several ? 'Select options' : 'Select an option');
  return html`<${ElementFrame} actionId=${element.actionId} type=${str(props.el, 'type')} failure=${element.failure}>
    <${Combobox} ...${rest} busy=${element.busy} most=${num(props.el, 'max_selected_items', 1000)} placeholder=${placeholder} labelId=${props.labelId} label=${placeholder}
      describedBy=${props.describedBy} clearable=${props.mode === 'form'} autoFocus=${props.el.focus_on_load === true} />
  </${ElementFrame}>`;
}
