import { Blocks } from '../blocks/index.ts';
import { Avatar } from '../parts/people.ts';
import { html, type VNode } from '../preact.ts';
import { appChannel, goTo } from '../state/load.ts';
import { getState, loaded } from '../state/store.ts';
import { Conversation, DrawerButton } from './channel.ts';

const TABS = [
  { key: 'home', label: 'Home' },
  { key: 'messages', label: 'Messages' },
] as const;

/** The app's own place: its Home tab and the direct messages with it. */
export function AppView(): VNode {
  const { app, channels } = loaded();
  const tab = getState().place.app ?? 'home';
  const im = channels.find((c) => c.id === appChannel(loaded()));
  const arrows = (e: KeyboardEvent) => {
    if (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft') return;
    void goTo({ app: tab === 'home' ? 'messages' : 'home', thread: null });
    (e.currentTarget as HTMLElement).querySelector<HTMLElement>('[aria-selected=false]')?.focus();
  };
  return html`<section class="view" aria-label=${app.name} data-testid="app-view" data-app-id=${app.id}>
    <header class="view-head view-head-tabs"><${DrawerButton} /><h1 class="view-title"><${Avatar} id=${app.botUserId} size=${24} /><span class="view-name">${app.name}</span><span class="badge">APP</span></h1>
      <span class="view-space"></span><span class=${`app-state ${app.connected ? 'app-state-on' : ''}`}>${connection(app)}</span></header>
    <div class="tabs" role="tablist" aria-label=${app.name} onKeyDown=${arrows}>${TABS.map(
      (
        t,
      ) => html`<button key=${t.key} type="button" role="tab" id=${`tab-${t.key}`} aria-controls="app-panel" aria-selected=${tab === t.key} tabindex=${tab === t.key ? 0 : -1}
      data-testid=${`tab-${t.key}`} onClick=${() => goTo({ app: t.key, thread: null })}>${t.label}</button>`,
    )}</div>
    <div class="tab-panel" id="app-panel" role="tabpanel" aria-labelledby=${`tab-${tab}`}>
      ${tab === 'home' ? html`<${Home} />` : null}
      ${tab === 'messages' && im ? html`<${Conversation} channel=${im} intro=${html`<${AppIntro} />`} />` : null}
      ${tab === 'messages' && !im ? html`<div class="blank"><${Avatar} id=${app.botUserId} size=${56} /><h2>No messages yet</h2><p>When ${app.name} writes to you, it appears here.</p></div>` : null}
    </div>
  </section>`;
}

function connection(app: { connected: boolean; transport: string }): string {
  if (!app.connected) return 'Not connected';
  return app.transport === 'socket' ? 'Connected by Socket Mode' : 'Connected by HTTP';
}

function Home(): VNode {
  const { home } = getState();
  const { app } = loaded();
  if (!home.view && !home.loaded) return html`<div class="home" aria-busy="true"></div>`;
  if (!home.view || home.view.blocks.length === 0) {
    return html`<div class="blank" data-testid="home-empty"><${Avatar} id=${app.botUserId} size=${56} /><h2>This is ${app.name}’s home</h2>
      <p>${app.connected ? `${app.name} has not put anything here yet. It usually does so a moment after you open this tab.` : `${app.name} is not connected, so it cannot fill this page. Start it, then come back.`}</p></div>`;
  }
  const view = home.view;
  return html`<div class="home" data-testid="home" tabindex="0" data-callback-id=${view.callbackId}><div class="home-inner">
    <${Blocks} surface=${{ key: `view:${view.id}`, source: { type: 'view', viewId: view.id }, blocks: view.blocks, here: null }} /></div></div>`;
}

function AppIntro(): VNode {
  const { app, commands } = loaded();
  return html`<div class="intro"><${Avatar} id=${app.botUserId} size=${72} /><h2>${app.name}</h2>
    <p>Messages from <b>${app.name}</b> to you appear here. ${commands.length > 0 ? html`Anywhere in this workspace, try ${commands.slice(0, 3).map((c, i) => html`${i > 0 ? ', ' : ''}<code class="code">${c.command}</code>`)}.` : null}</p></div>`;
}
