import type { PageMessage } from '../../page-api.ts';
import { dayLabel, sameDay } from '../data/dates.ts';
import { Icon } from '../parts/icons.ts';
import { Mrkdwn } from '../parts/mrkdwn-view.ts';
import { moveInMessages } from '../parts/roving.ts';
import { type ComponentChildren, html, useLayoutEffect, useRef, type VNode } from '../preact.ts';
import { dismissNotice } from '../state/acts.ts';
import { continues } from '../state/messages.ts';
import { getState, loaded } from '../state/store.ts';
import { Message } from './message.ts';

const NEAR_BOTTOM_PX = 80;

type ListProps = { messages: PageMessage[]; intro: ComponentChildren; listKey: string };

/** The messages of a channel, oldest first; stays at the bottom unless the reader scrolled up. */
export function MessageList({ messages, intro, listKey }: ListProps): VNode {
  const box = useRef<HTMLDivElement>(null);
  const inner = useRef<HTMLDivElement>(null);
  const pinned = useRef(true);
  const { place, unreadAtOpen } = getState();
  useLayoutEffect(() => {
    pinned.current = place.focusTs === null;
  }, [listKey]);
  useLayoutEffect(() => {
    const scroller = box.current;
    const content = inner.current;
    if (!scroller || !content) return;
    const stick = () => {
      if (pinned.current) scroller.scrollTop = scroller.scrollHeight;
    };
    stick();
    const watcher = new ResizeObserver(stick);
    watcher.observe(content);
    watcher.observe(scroller);
    return () => watcher.disconnect();
  }, [listKey, messages.length]);
  const onScroll = (e: Event) => {
    const scroller = e.currentTarget as HTMLElement;
    pinned.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
  };
  const firstUnread = firstUnreadTs(messages, unreadAtOpen);
  return html`<div class="messages" ref=${box} onScroll=${onScroll} tabindex="0" role="log" aria-label="Messages" onKeyDown=${moveInMessages} data-testid="message-list"><div class="messages-inner" ref=${inner}>
    ${intro}
    ${messages.map((message, i) => {
      const previous = messages[i - 1];
      const opensDay = !previous || !sameDay(Number(previous.ts), Number(message.ts));
      const unread = message.ts === firstUnread;
      return html`${opensDay ? html`<${DayDivider} key=${`day-${message.ts}`} label=${dayLabel(Number(message.ts), getState().nowMs)} />` : null}
        ${unread ? html`<div key=${`new-${message.ts}`} class="new-line" role="separator" aria-label="New messages"><span>New</span></div>` : null}
        <${Message} key=${message.ts} message=${message} compact=${!opensDay && !unread && continues(previous, message)} inThread=${false} focused=${place.focusTs === message.ts} />`;
    })}
    <${Notices} channel=${messages[0]?.channel ?? place.channel} threadTs=${null} />
  </div></div>`;
}

function firstUnreadTs(messages: PageMessage[], unread: number): string | null {
  if (unread === 0) return null;
  const me = loaded().me.id;
  const others = messages.filter((m) => m.userId !== me && m.threadTs === null);
  return others.at(-unread)?.ts ?? null;
}

export function DayDivider({ label }: { label: string }): VNode {
  return html`<div class="day" role="separator" aria-label=${label}><span>${label}</span></div>`;
}

/** Lines that only this person sees and that no app wrote. */
export function Notices({ channel, threadTs }: { channel: string | null; threadTs: string | null }): VNode {
  const mine = getState().notices.filter(
    (n) => (n.channel === channel || n.channel === null) && n.threadTs === threadTs,
  );
  return html`<div class="notices" aria-live="polite">${mine.map(
    (
      n,
    ) => html`<div key=${n.id} class="notice" data-testid="notice"><${Icon} name="info" size=${18} /><div><div class="message-only">Only visible to you</div><${Mrkdwn} text=${n.text} /></div>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick=${() => dismissNotice(n.id)}><${Icon} name="close" size=${14} /></button></div>`,
  )}</div>`;
}
