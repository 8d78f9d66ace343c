/** The one select box: type to filter, arrow keys to move, Enter to choose; one or several choices. */

import { Icon } from '../parts/icons.ts';
import { Popover } from '../parts/popover.ts';
import { type ComponentChildren, html, useEffect, useId, useRef, useState, type VNode } from '../preact.ts';

export type Choice = { id: string; text: string; note?: string; face?: ComponentChildren };
export type Group = { label: string; choices: Choice[] };
type Props = {
  groups: Group[];
  chosen: Choice[];
  several: boolean;
  most: number;
  placeholder: string;
  labelId?: string | undefined;
  label?: string | undefined;
  describedBy?: string | undefined;
  busy: boolean;
  /** Given when somebody else filters (an app answering as one types). */
  onType?: (typed: string) => void;
  emptyText: string;
  clearable: boolean;
  autoFocus?: boolean;
  onPick: (ids: string[]) => void;
};

export function Combobox(props: Props): VNode {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const groups = filtered(props, typed);
  const flat = groups.flatMap((g) => g.choices);
  const isChosen = (choice: Choice) => props.chosen.some((c) => c.id === choice.id);
  useEffect(() => list.current?.querySelector('[data-active=true]')?.scrollIntoView({ block: 'nearest' }));

  const show = () => {
    if (open || props.busy) return;
    setOpen(true);
    setTyped('');
    const first = props.several ? -1 : flat.findIndex(isChosen);
    setActive(Math.max(0, first));
    props.onType?.('');
  };
  const hide = () => {
    setOpen(false);
    setTyped('');
  };
  const pick = (choice: Choice | undefined) => {
    if (!choice || props.busy) return;
    const ids = props.chosen.map((c) => c.id);
    if (!props.several) {
      hide();
      return props.onPick([choice.id]);
    }
    setTyped('');
    if (ids.includes(choice.id)) return props.onPick(ids.filter((i) => i !== choice.id));
    if (ids.length < props.most) props.onPick([...ids, choice.id]);
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key === 'Backspace' && typed === '' && props.several && props.chosen.length > 0)
      return props.onPick(props.chosen.slice(0, -1).map((c) => c.id));
    if (e.key === 'Tab') return hide();
    if (!open) {
      if (!['ArrowDown', 'ArrowUp', 'Enter', ' '].includes(e.key)) return;
      e.preventDefault();
      return show();
    }
    if (e.key === 'ArrowDown') setActive((active + 1) % Math.max(1, flat.length));
    else if (e.key === 'ArrowUp') setActive((active - 1 + flat.length) % Math.max(1, flat.length));
    else if (e.key === 'Home') setActive(0);
    else if (e.key === 'End') setActive(Math.max(0, flat.length - 1));
    else if (e.key === 'Enter') pick(flat[active]);
    else if (e.key === 'Escape') hide();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  const only = props.several ? undefined : props.chosen[0];
  let position = -1;
  return html`<div ref=${box} class=${`select ${open ? 'select-open' : ''} ${props.busy ? 'select-busy' : ''}`} onClick=${() => {
    input.current?.focus();
    show();
  }}>
    ${
      props.several
        ? props.chosen.map(
            (choice) => html`<span key=${choice.id} class="chip"><span class="chip-text">${choice.text}</span>
        <button type="button" class="chip-remove" aria-label=${`Remove ${choice.text}`} onClick=${(e: Event) => {
          e.stopPropagation();
          props.onPick(props.chosen.filter((c) => c.id !== choice.id).map((c) => c.id));
        }}><${Icon} name="close" size=${12} /></button></span>`,
          )
        : null
    }
    <input ref=${input} class="select-input" role="combobox" autocomplete="off" spellcheck=${false} data-autofocus=${props.autoFocus || undefined}
      aria-expanded=${open} aria-controls=${`${id}-list`} aria-autocomplete="list" aria-labelledby=${props.labelId} aria-label=${props.labelId ? undefined : props.label || props.placeholder}
      aria-describedby=${props.describedBy} aria-activedescendant=${open && flat[active] ? `${id}-${active}` : undefined}
      placeholder=${props.several && props.chosen.length > 0 ? '' : (only?.text ?? props.placeholder)} data-filled=${only !== undefined} readonly=${props.busy} aria-busy=${props.busy}
      value=${open ? typed : (only?.text ?? '')} title=${only?.text}
      onInput=${(e: InputEvent) => {
        const next = (e.target as HTMLInputElement).value;
        setTyped(next);
        setActive(0);
        setOpen(true);
        props.onType?.(next);
      }} onKeyDown=${onKeyDown} />
    ${
      props.clearable && only && !open
        ? html`<button type="button" class="select-clear" aria-label="Clear" onClick=${(e: Event) => {
            e.stopPropagation();
            props.onPick([]);
          }}><${Icon} name="close" size=${14} /></button>`
        : null
    }
    <span class="select-caret"><${Icon} name="caret" size=${16} /></span>
    ${
      open
        ? html`<${Popover} anchor=${() => box.current} matchWidth=${true} class="listbox-popover" onClose=${hide}>
      <div ref=${list} id=${`${id}-list`} class="listbox" role="listbox" aria-multiselectable=${props.several} aria-label=${props.label || props.placeholder || 'Options'}>
        ${groups.map(
          (group) => html`<div role="group" aria-label=${group.label || undefined}>
          ${group.label ? html`<div class="listbox-group">${group.label}</div>` : null}
          ${group.choices.map((choice) => {
            position += 1;
            const here = position;
            return html`<div key=${choice.id} id=${`${id}-${here}`} class="option" role="option" aria-selected=${isChosen(choice)} data-active=${here === active} data-value=${choice.id}
              onMouseMove=${() => {
                if (active !== here) setActive(here);
              }} onMouseDown=${(e: Event) => e.preventDefault()} onClick=${(e: Event) => {
                e.stopPropagation();
                pick(choice);
              }}>
              <span class="option-face">${choice.face ?? choice.text}${choice.note ? html`<span class="option-note">${choice.note}</span>` : null}</span>
              ${isChosen(choice) ? html`<${Icon} name="check" size=${16} />` : null}</div>`;
          })}</div>`,
        )}
        ${flat.length === 0 ? html`<div class="listbox-empty">${props.emptyText}</div>` : null}
      </div></${Popover}>`
        : null
    }
  </div>`;
}

function filtered(props: Props, typed: string): Group[] {
  if (props.onType || typed.trim() === '') return props.groups;
  const wanted = typed.trim().toLowerCase();
  const matches = (c: Choice) => `${c.text} ${c.note ?? ''}`.toLowerCase().includes(wanted);
  return props.groups.map((g) => ({ ...g, choices: g.choices.filter(matches) })).filter((g) => g.choices.length > 0);
}
