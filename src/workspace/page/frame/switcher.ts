import { Icon } from '../parts/icons.ts';
import { Avatar, nameOf, otherMember } from '../parts/people.ts';
import { type ComponentChildren, html, useState, type VNode } from '../preact.ts';
import { goTo } from '../state/load.ts';
import type { Place } from '../state/place.ts';
import { loaded, setState } from '../state/store.ts';
import { Dialog } from './dialog.ts';

type Spot = { key: string; name: string; note: string; face: ComponentChildren; place: Partial<Place> };

/** Jump to a channel, a person or the app by typing part of its name. */
export function Switcher(): VNode {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const found = matching(spots(), typed.trim().toLowerCase());
  const close = () => setState({ switcher: false });
  const onKeyDown = (e: KeyboardEvent) => {
    const count = Math.max(1, found.length);
    if (e.key === 'ArrowDown') setAt((at + 1) % count);
    else if (e.key === 'ArrowUp') setAt((at - 1 + count) % count);
    else if (e.key === 'Enter') go(found[at]);
    else return;
    e.preventDefault();
  };
  return html`<${Dialog} class="switcher" labelledBy="switcher-label" onCancel=${close} focusKey="switcher" data=${{ 'data-testid': 'switcher' }}>
    <label id="switcher-label" class="switcher-field"><${Icon} name="search" size=${18} /><span class="unseen">Jump to a conversation</span>
      <input data-autofocus="true" placeholder="Jump to a channel, a person or an app" role="combobox" aria-expanded="true" aria-controls="switcher-list" aria-activedescendant=${`switcher-${at}`} value=${typed}
        onInput=${(e: InputEvent) => {
          setTyped((e.target as HTMLInputElement).value);
          setAt(0);
        }} onKeyDown=${onKeyDown} /></label>
    <div id="switcher-list" class="switcher-list" role="listbox" aria-label="Conversations">
      ${found.map(
        (spot, i) =>
          html`<div key=${spot.key} id=${`switcher-${i}`} class="offer" role="option" aria-selected=${i === at} onMouseMove=${() => {
            if (at !== i) setAt(i);
          }} onClick=${() => go(spot)}>${spot.face}<span class="offer-words"><b>${spot.name}</b><span class="offer-note">${spot.note}</span></span></div>`,
      )}
      ${found.length === 0 ? html`<div class="listbox-empty">Nothing here is called “${typed}”.</div>` : null}
    </div></${Dialog}>`;
}

function go(spot: Spot | undefined): void {
  if (!spot) return;
  void goTo({ thread: null, ...spot.place });
  // After the dialog has given the focus back.
  window.setTimeout(() => document.querySelector<HTMLElement>('[data-testid=composer] textarea')?.focus(), 0);
}

/** Names with a word that starts with what was typed come first. */
function matching(all: Spot[], typed: string): Spot[] {
  const starts = (s: Spot) =>
    s.name
      .toLowerCase()
      .split(/[\s_-]+/)
      .some((word) => word.startsWith(typed));
  const found = all.filter((s) => s.name.toLowerCase().includes(typed));
  return [...found.filter(starts), ...found.filter((s) => !starts(s))];
}

function spots(): Spot[] {
  const { channels, app } = loaded();
  const rooms = channels
    .filter((c) => !(c.kind === 'im' && c.memberIds.includes(app.botUserId)))
    .map((c) => {
      const other = c.kind === 'im' ? otherMember(c.memberIds) : null;
      const face = other
        ? html`<${Avatar} id=${other} size=${20} />`
        : html`<${Icon} name=${c.kind === 'private' ? 'lock' : 'hash'} size=${18} />`;
      return {
        key: c.id,
        name: other ? nameOf(other) : c.name,
        note: other ? (loaded().users.find((u) => u.id === other)?.title ?? '') : c.topic,
        face,
        place: { channel: c.id, app: null },
      };
    });
  return [
    ...rooms,
    {
      key: app.id,
      name: app.name,
      note: 'App',
      face: html`<${Avatar} id=${app.botUserId} size=${20} />`,
      place: { app: 'home' as const, channel: null },
    },
  ];
}
