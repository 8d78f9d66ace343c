import type { PageChannel } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { channelName } from '../parts/people.ts';
import { moveInMessages } from '../parts/roving.ts';
import { html, useLayoutEffect, useRef, type VNode } from '../preact.ts';
import { goTo } from '../state/load.ts';
import { continues } from '../state/messages.ts';
import { getState, loaded } from '../state/store.ts';
import { Composer } from './composer.ts';
import { Message } from './message.ts';
import { Notices } from './message-list.ts';

export function ThreadPanel({ channel, threadTs }: { channel: PageChannel; threadTs: string }): VNode {
  const messages = getState().threads[`${channel.id}/${threadTs}`] ?? [];
  const { focusTs } = getState().place;
  const box = useRef<HTMLDivElement>(null);
  const [parent, ...replies] = messages;
  useLayoutEffect(() => {
    if (box.current && focusTs === null) box.current.scrollTop = box.current.scrollHeight;
  }, [messages.length, threadTs]);
  // Read while drawing for the first time: the composer below takes the focus as soon as it is there.
  const opener = useRef(document.activeElement as HTMLElement | null);
  useLayoutEffect(
    () => () => {
      if (opener.current?.isConnected) opener.current.focus();
    },
    [],
  );
  const close = () => goTo({ thread: null });
  return html`<aside class="thread" aria-label="Thread" data-testid="thread-panel" data-thread-ts=${threadTs}
      onKeyDown=${(e: KeyboardEvent) => {
        if (e.key === 'Escape' && !e.defaultPrevented) void close();
      }}>
    <header class="view-head"><h2 class="view-title">Thread</h2><span class="view-topic">${channel.kind === 'im' ? channelName(channel.id) : `#${channel.name}`}</span><span class="view-space"></span>
      <button type="button" class="icon-button" aria-label="Close thread" onClick=${close}><${Icon} name="close" size=${18} /></button></header>
    <div class="messages thread-messages" ref=${box} tabindex="0" role="log" aria-label="Replies" onKeyDown=${moveInMessages}><div class="messages-inner">
      ${parent ? html`<${Message} key=${parent.ts} message=${parent} compact=${false} inThread=${true} focused=${focusTs === parent.ts} />` : null}
      ${replies.length > 0 ? html`<div class="replies-line"><span>${replies.length} ${replies.length === 1 ? 'reply' : 'replies'}</span></div>` : null}
      ${replies.map((reply, i) => html`<${Message} key=${reply.ts} message=${reply} compact=${i > 0 && continues(replies[i - 1], reply)} inThread=${true} focused=${focusTs === reply.ts} />`)}
      <${Notices} channel=${channel.id} threadTs=${threadTs} />
    </div>
    <${Composer} key=${`${loaded().me.id}/${threadTs}`} channel=${channel.id} threadTs=${threadTs} placeholder="Reply…" focus=${focusTs === null} /></div>
  </aside>`;
}
