/** Starting the page, and looking at the workspace as another person. */
import type { WorkspaceState } from '../../page-api.ts';
import { indexEmoji } from '../data/emoji.ts';
import { fetchEmoji, fetchState, listen } from './api.ts';
import { forgetForms } from './forms.ts';
import { takeEvent } from './live.ts';
import { catchUp, goTo, loadRecords } from './load.ts';
import { type Place, readPlace } from './place.ts';
import { getState, setState, type Theme } from './store.ts';

let stopListening: () => void = () => undefined;

/** Starts the page from the address bar. */
export async function start(): Promise<void> {
  const place = readPlace(new URL(location.href));
  const theme = localStorage.getItem('theme');
  setState({
    place,
    nowMs: Date.now(),
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    inspector: sessionStorage.getItem('inspector') === 'open',
  });
  window.setInterval(() => setState({ nowMs: Date.now() }), 60_000);
  window.addEventListener('popstate', goBack);
  const emoji = loadEmoji();
  await becomePerson(place.as ?? localStorage.getItem('as'));
  await emoji;
}

function goBack(): void {
  const place = readPlace(new URL(location.href));
  if (place.as === getState().place.as) void goTo(place, false);
  else void becomePerson(place.as);
}

/** Without the list, emoji are shown by their names. */
async function loadEmoji(): Promise<void> {
  const answer = await fetchEmoji();
  if (answer.ok) setState({ emoji: indexEmoji(answer.value) });
}

/** Looks at the workspace as another person; keeps the place where that person may see it. */
export async function becomePerson(as: string | null): Promise<void> {
  stopListening();
  let answer = await fetchState(as);
  if (!answer.ok && as !== null) answer = await fetchState(null);
  if (!answer.ok) return setState({ failure: answer.message });
  const server = answer.value;
  const me = server.me.id;
  localStorage.setItem('as', me);
  forgetForms();
  setState({
    server,
    failure: null,
    history: {},
    threads: {},
    home: { view: null, loaded: false },
    modals: server.modals,
    notices: [],
    online: null,
    place: { ...getState().place, as: me },
  });
  if (getState().inspector) void loadRecords();
  stopListening = listen(me, takeEvent, (up) => {
    const before = getState().online;
    setState({ online: up });
    if (up) void catchUp(before === null);
  });
  await goTo(allowed(getState().place, server), false);
}

function allowed(place: Place, server: WorkspaceState): Place {
  if (place.app) return place;
  if (server.channels.some((c) => c.id === place.channel)) return place;
  const first = server.channels.find((c) => c.kind !== 'im') ?? server.channels[0];
  return { ...place, channel: first?.id ?? null, thread: null, focusTs: null };
}

export function setTheme(theme: Theme): void {
  if (theme === 'auto') localStorage.removeItem('theme');
  else localStorage.setItem('theme', theme);
  setState({ theme });
}
