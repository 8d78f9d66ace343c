import type { PageChannel } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { Mrkdwn } from '../parts/mrkdwn-view.ts';
import { Avatar, channelName, nameOf, otherMember, userById } from '../parts/people.ts';
import { type ComponentChildren, html, type VNode } from '../preact.ts';
import { getState, loaded, setState } from '../state/store.ts';
import { Composer } from './composer.ts';
import { MessageList } from './message-list.ts';

/** The list and the composer of one channel, under whatever heading the caller gives. */
export function Conversation({ channel, intro }: { channel: PageChannel; intro: ComponentChildren }): VNode {
  const messages = getState().history[channel.id];
  const name = channelName(channel.id) ?? channel.name;
  return html`<div class="conversation">
    ${messages ? html`<${MessageList} key=${channel.id} listKey=${channel.id} messages=${messages} intro=${intro} />` : html`<div class="messages" aria-busy="true"></div>`}
    <${Composer} key=${`${loaded().me.id}/${channel.id}`} channel=${channel.id} threadTs=${null} placeholder=${channel.kind === 'im' ? `Message ${name}` : `Message #${name}`} />
  </div>`;
}

export function ChannelView({ channel }: { channel: PageChannel }): VNode {
  const name = channelName(channel.id) ?? channel.name;
  const faces = channel.memberIds.slice(0, 3);
  const other = channel.kind === 'im' ? otherMember(channel.memberIds) : null;
  return html`<section class="view" aria-label=${name} data-testid="channel" data-channel-id=${channel.id}>
    <header class="view-head">
      <${DrawerButton} />
      <h1 class="view-title">${other ? html`<${Avatar} id=${other} size=${24} />` : html`<${Icon} name=${channel.kind === 'private' ? 'lock' : 'hash'} size=${18} />`}<span class="view-name">${name}</span></h1>
      ${channel.topic ? html`<span class="view-topic" title=${channel.topic}><${Mrkdwn} text=${channel.topic} /></span>` : null}
      <span class="view-space"></span>
      ${other ? null : html`<span class="members" title=${channel.memberIds.map(nameOf).join(', ')}>${faces.map((id) => html`<${Avatar} key=${id} id=${id} size=${20} />`)}<span>${channel.memberIds.length}</span></span>`}
    </header>
    <${Conversation} channel=${channel} intro=${html`<${Intro} channel=${channel} />`} />
  </section>`;
}

export function DrawerButton(): VNode {
  return html`<button type="button" class="icon-button drawer-button" aria-label="Show channels" onClick=${() => setState({ drawer: true })}><${Icon} name="menu" /></button>`;
}

function Intro({ channel }: { channel: PageChannel }): VNode {
  if (channel.kind === 'im') {
    const other = otherMember(channel.memberIds);
    const alone = other === loaded().me.id;
    return html`<div class="intro"><${Avatar} id=${other} size=${72} /><h2>${nameOf(other)}</h2>
      <p>${alone ? 'This is your space. Draft messages and keep notes here; nobody else sees them.' : html`This conversation is just between <b>${nameOf(other)}</b> and you.`} ${userById(other)?.title ? html`<span class="intro-title">${userById(other)?.title}</span>` : null}</p></div>`;
  }
  return html`<div class="intro"><span class="intro-mark"><${Icon} name=${channel.kind === 'private' ? 'lock' : 'hash'} size=${34} /></span><h2>${channel.kind === 'private' ? '' : '#'}${channel.name}</h2>
    <p>This is the very beginning of the <b>${channel.kind === 'private' ? '' : '#'}${channel.name}</b> channel. ${channel.topic ? html`<${Mrkdwn} text=${channel.topic} />` : null}</p></div>`;
}
