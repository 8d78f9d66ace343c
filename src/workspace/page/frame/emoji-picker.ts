import { searchEmoji } from '../data/emoji.ts';
import { Icon } from '../parts/icons.ts';
import { Emoji } from '../parts/mrkdwn-view.ts';
import { Popover } from '../parts/popover.ts';
import { html, useEffect, useRef, useState, type VNode } from '../preact.ts';
import { getState } from '../state/store.ts';

const OFTEN = [
  '+1',
  '-1',
  'white_check_mark',
  'x',
  'eyes',
  'raised_hands',
  'tada',
  'heart',
  'joy',
  'thinking_face',
  'pray',
  'rocket',
  'fire',
  'warning',
  'no_entry',
  'rotating_light',
  'memo',
  'hourglass_flowing_sand',
  'lock',
  'ship',
  'bug',
  'sparkles',
  '100',
  'wave',
  'ok_hand',
  'clap',
  'muscle',
  'sob',
  'sweat_smile',
  'slightly_smiling_face',
  'sunglasses',
  'skull',
];
const COLUMNS = 8;

type Props = {
  class: string;
  tabindex?: number;
  label: string;
  onPick: (name: string) => void;
  onToggle?: (open: boolean) => void;
  face?: VNode;
};

/** A button that opens the emoji picker. */
export function EmojiButton(props: Props): VNode {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const toggle = (next: boolean) => {
    setOpen(next);
    props.onToggle?.(next);
    if (!next) button.current?.focus();
  };
  return html`<button ref=${button} type="button" class=${props.class} tabindex=${props.tabindex} aria-label=${props.label} title=${props.label} aria-haspopup="dialog" aria-expanded=${open} onClick=${() => toggle(!open)}>${props.face ?? html`<${Icon} name="smile" size=${18} />`}</button>
    ${
      open
        ? html`<${Popover} anchor=${() => button.current} align="end" prefer="above" onClose=${() => toggle(false)}>
      <${Picker} onClose=${() => toggle(false)} onPick=${(name: string) => {
        toggle(false);
        props.onPick(name);
      }} /></${Popover}>`
        : null
    }`;
}

function Picker({ onPick, onClose }: { onPick: (name: string) => void; onClose: () => void }): VNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const names = typed === '' ? OFTEN : searchEmoji(getState().emoji, typed, 64);
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
  const onKeyDown = (e: KeyboardEvent) => {
    const chosen = names[at];
    if (e.key === 'Enter' && chosen) onPick(chosen);
    else if (e.key === 'Escape') onClose();
    else if (e.key in steps) setAt(Math.max(0, Math.min(names.length - 1, at + (steps[e.key] ?? 0))));
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return html`<div class="picker" role="dialog" aria-label="Emoji" onKeyDown=${onKeyDown}>
    <input ref=${input} class="field" placeholder="Search all emoji" aria-label="Search all emoji" value=${typed} onInput=${(
      e: InputEvent,
    ) => {
      setTyped((e.target as HTMLInputElement).value);
      setAt(0);
    }} />
    <div class="picker-grid" role="listbox" aria-label="Emoji">${names.map(
      (
        name,
        i,
      ) => html`<button key=${name} type="button" class="picker-cell" role="option" tabindex="-1" aria-selected=${i === at} aria-label=${name}
      onMouseMove=${() => {
        if (at !== i) setAt(i);
      }} onClick=${() => onPick(name)}><${Emoji} name=${name} big=${true} /></button>`,
    )}
      ${names.length === 0 ? html`<div class="listbox-empty">No emoji called “${typed}”</div>` : null}</div>
    <div class="picker-foot">${names[at] ? html`<${Emoji} name=${names[at]} big=${true} /><code>:${names[at]}:</code>` : null}</div>
  </div>`;
}
