/** The whole page. */
import { html, useEffect, useReducer, type VNode } from '../preact.ts';
import { shownChannel } from '../state/load.ts';
import { getState, setState, subscribe } from '../state/store.ts';
import { AppView } from './app-home.ts';
import { ChannelView } from './channel.ts';
import { Inspector } from './inspector.ts';
import { Modal, Question } from './modal.ts';
import { Sidebar } from './sidebar.ts';
import { Switcher } from './switcher.ts';
import { ThreadPanel } from './thread.ts';
import { TopBar } from './top-bar.ts';

export function App(): VNode {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => subscribe(() => redraw(undefined)), []);
  const state = getState();
  useEffect(() => {
    if (state.theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = state.theme;
  }, [state.theme]);
  useEffect(() => {
    document.addEventListener('keydown', onShortcut);
    return () => document.removeEventListener('keydown', onShortcut);
  }, []);
  const { server } = state;
  useEffect(() => {
    if (server) document.title = title();
  });
  if (!server)
    return html`<div class="starting" role="status">${state.failure ?? html`<span class="spinner"></span><span class="unseen">Loading the workspace</span>`}</div>`;
  const channel = server.channels.find((c) => c.id === shownChannel());
  const { place } = state;
  const thread =
    channel && place.thread
      ? html`<${ThreadPanel} key=${place.thread} channel=${channel} threadTs=${place.thread} />`
      : null;
  return html`<div class=${`app ${thread ? 'app-thread' : ''} ${state.inspector ? 'app-inspector' : ''} ${state.drawer ? 'app-drawer' : ''}`}>
    <${TopBar} />
    <${Sidebar} />
    ${state.drawer ? html`<div class="scrim" onClick=${() => setState({ drawer: false })}></div>` : null}
    <main class="main">
      ${state.failure ? html`<div class="failure" role="alert">${state.failure}</div>` : null}
      <div class="main-row">
        ${mainView()}
        ${thread}
        ${state.inspector ? html`<${Inspector} />` : null}
      </div>
    </main>
    ${state.switcher ? html`<${Switcher} />` : null}
    ${state.modals.length > 0 ? html`<${Modal} stack=${state.modals} />` : html`<${Question} />`}
  </div>`;
}

function mainView(): VNode {
  const { place, server } = getState();
  if (place.app) return html`<${AppView} />`;
  const channel = server?.channels.find((c) => c.id === place.channel);
  if (channel) return html`<${ChannelView} key=${channel.id} channel=${channel} />`;
  return html`<section class="view"><div class="blank"><h2>No channel to show</h2><p>You are in no channel of this workspace. Act as somebody else, or open the app.</p></div></section>`;
}

function title(): string {
  const { server, place } = getState();
  const unread = (server?.channels ?? []).reduce((sum, c) => sum + c.unread, 0);
  const channel = server?.channels.find((c) => c.id === place.channel);
  const where = place.app ? server?.app.name : channel?.name;
  return `${unread > 0 ? `(${unread}) ` : ''}${where ?? 'Workspace'} – ${server?.team.name ?? ''}`;
}

function onShortcut(e: KeyboardEvent): void {
  if (!(e.metaKey || e.ctrlKey) || e.key.toLowerCase() !== 'k' || getState().modals.length > 0) return;
  e.preventDefault();
  setState({ switcher: !getState().switcher });
}
