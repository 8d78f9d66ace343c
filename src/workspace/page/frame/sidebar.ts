import type { PageChannel } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { Avatar, nameOf, otherMember } from '../parts/people.ts';
import { type ComponentChildren, html, useState, type VNode } from '../preact.ts';
import { appChannel, goTo } from '../state/load.ts';
import { getState, loaded, setState } from '../state/store.ts';

export function Sidebar(): VNode {
  const { team, channels, app, me } = loaded();
  const { online, drawer } = getState();
  const ims = channels.filter((c) => c.kind === 'im' && !c.memberIds.includes(app.botUserId));
  const others = ims.filter((c) => otherMember(c.memberIds) !== me.id);
  const alone = ims.filter((c) => otherMember(c.memberIds) === me.id);
  return html`<nav class=${`sidebar ${drawer ? 'sidebar-open' : ''}`} aria-label="Channels" data-testid="sidebar" onKeyDown=${(
    e: KeyboardEvent,
  ) => {
    if (e.key === 'Escape') setState({ drawer: false });
  }}>
    <div class="sidebar-head"><span class="sidebar-mark" aria-hidden="true">${team.name.slice(0, 1).toUpperCase()}</span><span class="sidebar-team" title=${team.name}>${team.name}</span>
      <button type="button" class="icon-button drawer-close" aria-label="Hide channels" onClick=${() => setState({ drawer: false })}><${Icon} name="close" size=${18} /></button></div>
    <div class="sidebar-scroll" onKeyDown=${moveByArrows}>
      <${Group} name="Channels">${channels.filter((c) => c.kind !== 'im').map((c) => html`<${ChannelRow} key=${c.id} channel=${c} />`)}</${Group}>
      ${ims.length > 0 ? html`<${Group} name="Direct messages">${[...others, ...alone].map((c) => html`<${ChannelRow} key=${c.id} channel=${c} />`)}</${Group}>` : null}
      <${Group} name="Apps"><${AppRow} /></${Group}>
    </div>
    ${online === false ? html`<div class="sidebar-foot" role="status">Connecting again…</div>` : null}
  </nav>`;
}

function Group({ name, children }: { name: string; children?: ComponentChildren }): VNode {
  const [open, setOpen] = useState(true);
  return html`<div class="group" role="group" aria-label=${name}>
    <button type="button" class="group-head" aria-expanded=${open} onClick=${() => setOpen(!open)}><span class=${`fold ${open ? '' : 'fold-closed'}`}><${Icon} name="caret" size=${16} /></span>${name}</button>
    ${open ? children : null}</div>`;
}

function ChannelRow({ channel }: { channel: PageChannel }): VNode {
  const { place } = getState();
  const here = place.app === null && place.channel === channel.id;
  const other = channel.kind === 'im' ? otherMember(channel.memberIds) : null;
  const name = other ? nameOf(other) : channel.name;
  return html`<button type="button" class=${`row ${here ? 'row-here' : ''} ${channel.unread > 0 && !here ? 'row-unread' : ''}`} aria-current=${here ? 'page' : undefined} data-testid="sidebar-channel" data-channel-id=${channel.id}
      title=${name} onClick=${() => goTo({ channel: channel.id, app: null, thread: null })}>
    ${other ? html`<${Avatar} id=${other} size=${20} />` : html`<${Icon} name=${channel.kind === 'private' ? 'lock' : 'hash'} size=${16} />`}
    <span class="row-name">${name}${other === loaded().me.id ? html` <span class="row-you">you</span>` : null}</span>
    ${channel.unread > 0 && !here ? html`<span class="unread" aria-label=${`${channel.unread} unread`}>${channel.unread}</span>` : null}</button>`;
}

function AppRow(): VNode {
  const { app } = loaded();
  const { place } = getState();
  const im = loaded().channels.find((c) => c.id === appChannel(loaded()));
  const unread = im?.unread ?? 0;
  const here = place.app !== null;
  return html`<button type="button" class=${`row ${here ? 'row-here' : ''} ${unread > 0 && place.app !== 'messages' ? 'row-unread' : ''}`} aria-current=${here ? 'page' : undefined} data-testid="sidebar-app" data-app-id=${app.id} title=${app.name}
      onClick=${() => goTo({ app: unread > 0 ? 'messages' : 'home', channel: null, thread: null })}>
    <${Avatar} id=${app.botUserId} size=${20} /><span class="row-name">${app.name}</span>
    ${unread > 0 && place.app !== 'messages' ? html`<span class="unread" aria-label=${`${unread} unread`}>${unread}</span>` : null}
    <span class=${`presence ${app.connected ? 'presence-on' : ''}`} role="img" aria-label=${app.connected ? 'Connected' : 'Not connected'} title=${app.connected ? 'Connected' : 'Not connected'}></span></button>`;
}

function moveByArrows(e: KeyboardEvent): void {
  if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
  const rows = [...(e.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + (e.key === 'ArrowDown' ? 1 : -1)))]?.focus();
  e.preventDefault();
}
