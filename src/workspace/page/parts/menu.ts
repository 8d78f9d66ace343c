/** A button that opens a menu; arrow keys move, Enter chooses, Escape closes and gives the focus back. */
import { type ComponentChildren, html, useEffect, useRef, useState, type VNode } from '../preact.ts';
import { Popover } from './popover.ts';

export type MenuItem = {
  key: string;
  label: ComponentChildren;
  note?: string;
  icon?: ComponentChildren;
  checked?: boolean;
  data?: Record<string, string>;
  onPick: () => void;
};
type Props = {
  label: string;
  class: string;
  face: ComponentChildren;
  items: MenuItem[];
  heading?: ComponentChildren;
  align?: 'start' | 'end';
  prefer?: 'below' | 'above';
  testId?: string;
  disabled?: boolean;
  tabindex?: number;
  data?: Record<string, string>;
  onToggle?: (open: boolean) => void;
};

export function MenuButton(props: Props): VNode {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const toggle = (next: boolean) => {
    if (next && props.disabled) return;
    setOpen(next);
    props.onToggle?.(next);
    if (!next) button.current?.focus();
  };
  const pick = (item: MenuItem) => {
    toggle(false);
    item.onPick();
  };
  return html`<button ref=${button} type="button" class=${props.class} aria-label=${props.label} title=${props.label} aria-haspopup="menu"
      aria-expanded=${open} data-testid=${props.testId} aria-disabled=${props.disabled} tabindex=${props.tabindex} ...${props.data ?? {}} onClick=${() => toggle(!open)}
      onKeyDown=${(e: KeyboardEvent) => {
        if (open || (e.key !== 'ArrowDown' && e.key !== 'ArrowUp')) return;
        e.preventDefault();
        toggle(true);
      }}>${props.face}</button>
    ${
      open
        ? html`<${Popover} anchor=${() => button.current} align=${props.align} prefer=${props.prefer} class="menu-popover" onClose=${() => toggle(false)}>
      ${props.heading ? html`<div class="menu-heading">${props.heading}</div>` : null}
      <${MenuList} items=${props.items} label=${props.label} onPick=${pick} onClose=${() => toggle(false)} />
    </${Popover}>`
        : null
    }`;
}

function MenuList({
  items,
  label,
  onPick,
  onClose,
}: {
  items: MenuItem[];
  label: string;
  onPick: (item: MenuItem) => void;
  onClose: () => void;
}): VNode {
  const list = useRef<HTMLDivElement>(null);
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[role^=menuitem]') ?? [])];
  useEffect(() => {
    const chosen = rows().find((row) => row.getAttribute('aria-checked') === 'true');
    (chosen ?? rows()[0])?.focus();
  }, []);
  const onKeyDown = (e: KeyboardEvent) => {
    const all = rows();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (e.key in to) all[to[e.key] ?? 0]?.focus();
    else if (e.key === 'Escape' || e.key === 'Tab') onClose();
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return html`<div ref=${list} class="menu" role="menu" aria-label=${label} onKeyDown=${onKeyDown}>
    ${items.map(
      (item) => html`<button key=${item.key} type="button" class="menu-item" tabindex="-1" ...${item.data ?? {}}
      role=${item.checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked=${item.checked} onClick=${() => onPick(item)}>
      ${item.icon ? html`<span class="menu-icon">${item.icon}</span>` : null}
      <span class="menu-words"><span class="menu-label">${item.label}</span>${item.note ? html`<span class="menu-note">${item.note}</span>` : null}</span>
    </button>`,
    )}
  </div>`;
}
