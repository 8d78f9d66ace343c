import { Icon } from '../parts/icons.ts';
import { MenuButton } from '../parts/menu.ts';
import { Avatar, nameOf } from '../parts/people.ts';
import { html, type VNode } from '../preact.ts';
import { loadRecords } from '../state/load.ts';
import { becomePerson, setTheme } from '../state/start.ts';
import { getState, loaded, setState, type Theme } from '../state/store.ts';

export function TopBar(): VNode {
  const { team } = loaded();
  const { inspector } = getState();
  return html`<div class="top">
    <span class="top-side"></span>
    <button type="button" class="top-search" onClick=${() => setState({ switcher: true })} data-testid="open-switcher"><${Icon} name="search" size=${16} /><span>Search ${team.name}</span><kbd>Ctrl K</kbd></button>
    <span class="top-side top-right">
      <${ThemeMenu} />
      <button type="button" class="top-button ${inspector ? 'top-button-on' : ''}" aria-pressed=${inspector} aria-label="Inspector" title="Inspector: what crosses between workspace and app" data-testid="toggle-inspector" onClick=${toggleInspector}><${Icon} name="wire" size=${18} /></button>
      <${ActAs} />
    </span>
  </div>`;
}

export function toggleInspector(): void {
  const open = !getState().inspector;
  sessionStorage.setItem('inspector', open ? 'open' : 'closed');
  setState({ inspector: open });
  if (open) void loadRecords();
}

function ActAs(): VNode {
  const { me, users } = loaded();
  const items = users
    .filter((u) => !u.isBot)
    .map((u) => ({
      key: u.id,
      label: nameOf(u.id),
      note: u.title || u.email || '',
      icon: html`<${Avatar} id=${u.id} size=${36} />`,
      checked: u.id === me.id,
      data: { 'data-user-id': u.id, 'data-testid': 'act-as-option' },
      onPick: () => becomePerson(u.id),
    }));
  const face = html`<${Avatar} id=${me.id} size=${26} /><span class="act-as-words"><span class="act-as-lead">Acting as</span><span class="act-as-name">${nameOf(me.id)}</span></span><${Icon} name="caret" size=${16} />`;
  return html`<${MenuButton} label=${`Act as another person (now ${nameOf(me.id)})`} class="act-as" testId="act-as" face=${face} items=${items} align="end" heading="Look at this workspace as" />`;
}

const THEMES: { key: Theme; label: string }[] = [
  { key: 'light', label: 'Light' },
  { key: 'dark', label: 'Dark' },
  { key: 'auto', label: 'As the system' },
];

function ThemeMenu(): VNode {
  const { theme } = getState();
  const items = THEMES.map((t) => ({
    ...t,
    checked: t.key === theme,
    data: { 'data-theme': t.key },
    onPick: () => setTheme(t.key),
  }));
  return html`<${MenuButton} label="Appearance" class="top-button" testId="theme" face=${html`<${Icon} name=${theme === 'dark' ? 'moon' : 'sun'} size=${18} />`} items=${items} align="end" />`;
}
