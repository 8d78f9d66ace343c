/** Reading from the server what the place on screen shows. */
import type { PageView, WorkspaceState } from '../../page-api.ts';
import { fetchHistory, fetchHome, fetchRecords, fetchState, postAct } from './api.ts';
import { keepForms, showErrorsOnce } from './forms.ts';
import { journalPoint, overlay } from './journal.ts';
import { byTime } from './messages.ts';
import { type Place, writePlace } from './place.ts';
import { getState, setState } from './store.ts';

export const RECORDS_KEPT = 500;

/** The direct messages between this person and the app. */
export function appChannel(server: WorkspaceState): string | null {
  return server.channels.find((c) => c.kind === 'im' && c.memberIds.includes(server.app.botUserId))?.id ?? null;
}

/** The channel whose messages are on screen: in the app's Messages tab, its direct messages. */
export function shownChannel(): string | null {
  const { place, server } = getState();
  if (!server || place.app === 'home') return null;
  return place.app === 'messages' ? appChannel(server) : place.channel;
}

/** Moves to a place, writes it into the address bar and loads what it shows. */
export async function goTo(change: Partial<Place>, push = true): Promise<void> {
  const { server, place: from } = getState();
  const place: Place = { ...from, focusTs: null, ...change };
  if (server && place.channel !== null && place.channel === appChannel(server) && !place.app) place.app = 'messages';
  const unread = server?.channels.find((c) => c.id === place.channel)?.unread ?? 0;
  const moved = place.channel !== from.channel || place.app !== from.app;
  setState({ place, drawer: false, switcher: false, ...(moved || push === false ? { unreadAtOpen: unread } : {}) });
  const address = writePlace(place);
  if (push) history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  await loadShown();
}

async function loadShown(): Promise<void> {
  const { place, server } = getState();
  if (!server) return;
  if (place.app === 'home') return loadHome();
  const channel = shownChannel();
  if (!channel) return;
  await Promise.all([loadHistory(channel), place.thread ? loadThread(channel, place.thread) : null]);
  markRead(channel);
}

export async function loadHistory(channel: string): Promise<void> {
  const as = getState().place.as;
  if (!as) return;
  const point = journalPoint();
  const answer = await fetchHistory(as, channel, null);
  if (getState().place.as !== as) return;
  if (!answer.ok) return setState({ failure: answer.message });
  const messages = overlay(byTime(answer.value.messages), point, channel, null);
  setState({ failure: null, history: { ...getState().history, [channel]: messages } });
}

export async function loadThread(channel: string, threadTs: string): Promise<void> {
  const as = getState().place.as;
  if (!as) return;
  const point = journalPoint();
  const answer = await fetchHistory(as, channel, threadTs);
  if (getState().place.as !== as) return;
  if (!answer.ok) return setState({ failure: answer.message });
  const messages = overlay(byTime(answer.value.messages), point, channel, threadTs);
  setState({ threads: { ...getState().threads, [`${channel}/${threadTs}`]: messages } });
}

async function loadHome(): Promise<void> {
  const { place, server } = getState();
  if (!server || !place.as) return;
  const answer = await fetchHome(place.as, server.app.id);
  if (getState().place.as !== place.as) return;
  if (!answer.ok) return setState({ failure: answer.message });
  const known = getState().home.view;
  setState({ home: { view: answer.value.view ?? known, loaded: true } });
}

export async function loadRecords(): Promise<void> {
  const answer = await fetchRecords();
  if (answer.ok) setState({ records: answer.value.records.slice(0, RECORDS_KEPT) });
}

export async function refreshState(): Promise<void> {
  const as = getState().place.as;
  const answer = await fetchState(as);
  if (!answer.ok || getState().place.as !== as) return;
  setState({ server: answer.value });
  setModals(answer.value.modals);
}

/**
 * Fetches what may have been missed while the stream was closed. At the `first` opening the Home tab is left alone:
 * it has just been asked for, and asking tells the app.
 */
export async function catchUp(first: boolean): Promise<void> {
  const asked = first && getState().place.app === 'home';
  await Promise.all([refreshState(), asked ? null : loadShown(), getState().inspector ? loadRecords() : null]);
}

function markRead(channel: string): void {
  const { place, server } = getState();
  if (!place.as || !server || document.visibilityState === 'hidden') return;
  const unread = server.channels.find((c) => c.id === channel)?.unread ?? 0;
  setState({
    server: { ...server, channels: server.channels.map((c) => (c.id === channel ? { ...c, unread: 0 } : c)) },
  });
  // Opening the app's Messages tab is told to the app even when nothing there is new.
  if (unread > 0 || place.app === 'messages') void postAct({ act: 'read', as: place.as, channel });
}

export function setModals(modals: PageView[]): void {
  const known = new Set(modals.map((m) => `view:${m.id}`));
  keepForms(
    (surface) => !surface.startsWith('view:') || surface === `view:${getState().home.view?.id}` || known.has(surface),
  );
  for (const modal of modals) showErrorsOnce(`view:${modal.id}`, modal.errors);
  setState({ modals });
}
