import type { PageMessage } from '../../page-api.ts';
import { Blocks } from '../blocks/index.ts';
import { ago, clockTime, fullTime } from '../data/dates.ts';
import { Icon } from '../parts/icons.ts';
import { Emoji, Mrkdwn } from '../parts/mrkdwn-view.ts';
import { Avatar, nameOf, userById } from '../parts/people.ts';
import { html, useEffect, useRef, type VNode } from '../preact.ts';
import { react } from '../state/acts.ts';
import { goTo } from '../state/load.ts';
import { isReply } from '../state/messages.ts';
import { permalink } from '../state/place.ts';
import { getState, loaded } from '../state/store.ts';
import { EmojiButton } from './emoji-picker.ts';
import { addReaction, HoverActions } from './message-actions.ts';

type Props = { message: PageMessage; compact: boolean; inThread: boolean; focused: boolean };

export function Message({ message, compact, inThread, focused }: Props): VNode {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focused) row.current?.scrollIntoView({ block: 'center' });
  }, [focused]);
  const seconds = Number(message.ts);
  const user = userById(message.userId);
  const name = message.botName ?? nameOf(message.userId);
  const hidden = message.ephemeralFor !== null;
  return html`<div ref=${row} class=${`message ${compact ? 'message-compact' : ''} ${focused ? 'message-focused' : ''} ${hidden ? 'message-ephemeral' : ''}`} tabindex="-1" data-testid="message" data-ts=${message.ts}
      data-channel=${message.channel} data-ephemeral=${hidden || undefined} role="article" aria-label=${`${name}, ${fullTime(seconds)}`}>
    ${hidden ? html`<div class="message-only"><${Icon} name="eye" size=${14} /> Only visible to you</div>` : null}
    ${!inThread && isReply(message) ? html`<div class="message-only"><${Icon} name="thread" size=${14} /> replied to a thread</div>` : null}
    <div class="message-row">
      <div class="message-gutter">${compact ? html`<time class="message-time-short">${clockTime(seconds).replace(/ [AP]M/, '')}</time>` : html`<${Avatar} id=${message.userId} />`}</div>
      <div class="message-main">
        ${
          compact
            ? null
            : html`<div class="message-head"><span class="message-name">${name}</span>${user?.isBot || message.botName ? html`<span class="badge">APP</span>` : null}
          <a class="message-time" href=${permalink(message.channel, message.ts, message.threadTs)} title=${fullTime(seconds)} onClick=${(
            e: Event,
          ) => {
            e.preventDefault();
            jump(message);
          }}>${clockTime(seconds)}</a></div>`
        }
        <div class="message-body">
          ${
            message.blocks.length > 0
              ? html`<${Blocks} surface=${{ key: `message:${message.channel}/${message.ts}`, source: { type: 'message', channel: message.channel, ts: message.ts }, blocks: message.blocks, here: message.channel }} />`
              : html`<div class=${onlyEmoji(message.text) ? 'message-text message-emoji' : 'message-text'}><${Mrkdwn} text=${message.text} /></div>`
          }
          ${message.editedTs ? html`<span class="edited" title=${fullTime(Number(message.editedTs))}>(edited)</span>` : null}
        </div>
        <${Reactions} message=${message} />
        ${!inThread && message.replyCount > 0 ? html`<${ThreadLink} message=${message} />` : null}
      </div>
    </div>
    ${hidden ? null : html`<${HoverActions} message=${message} inThread=${inThread} />`}
  </div>`;
}

function onlyEmoji(text: string): boolean {
  return /^\s*(:[a-z0-9_+'-]+:\s*){1,8}$/.test(text);
}

function jump(message: PageMessage): void {
  void goTo({ focusTs: message.ts, ...(message.threadTs ? { thread: message.threadTs } : {}) });
}

function ThreadLink({ message }: { message: PageMessage }): VNode {
  // The page's clock moves once a minute, and no reply is from the future.
  const replied = Number(message.lastReplyTs);
  const last = message.lastReplyTs ? `Last reply ${ago(replied, Math.max(getState().nowMs, replied * 1000))}` : '';
  return html`<button type="button" class="thread-link" data-testid="thread-link" onClick=${() => goTo({ thread: message.threadTs ?? message.ts })}>
    <span class="thread-faces">${message.replyUserIds.slice(0, 5).map((id) => html`<${Avatar} key=${id} id=${id} size=${24} />`)}</span>
    <span class="thread-count">${message.replyCount} ${message.replyCount === 1 ? 'reply' : 'replies'}</span><span class="thread-last">${last}</span><span class="thread-view">View thread</span>
    <span class="thread-arrow"><${Icon} name="right" size=${14} /></span></button>`;
}

function Reactions({ message }: { message: PageMessage }): VNode | null {
  if (message.reactions.length === 0) return null;
  const me = loaded().me.id;
  return html`<div class="reactions">
    ${message.reactions.map((r) => {
      const mine = r.userIds.includes(me);
      const who = r.userIds.map((id) => (id === me ? 'You' : nameOf(id))).join(', ');
      return html`<button key=${r.name} type="button" class=${`reaction ${mine ? 'reaction-mine' : ''}`} aria-pressed=${mine} title=${`${who} reacted with :${r.name}:`}
        aria-label=${`${r.name.replaceAll('_', ' ')}, ${r.userIds.length}: ${who}`} data-reaction=${r.name} onClick=${() => react(message.channel, message.ts, r.name, mine)}><${Emoji} name=${r.name} /><span>${r.userIds.length}</span></button>`;
    })}
    <${EmojiButton} class="reaction reaction-add" label="Add reaction" onPick=${(name: string) => addReaction(message, name)} />
  </div>`;
}
