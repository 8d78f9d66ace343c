import type { PageMessage } from '../../page-api.ts';
import { Icon } from '../parts/icons.ts';
import { MenuButton } from '../parts/menu.ts';
import { Emoji } from '../parts/mrkdwn-view.ts';
import { html, useRef, type VNode } from '../preact.ts';
import { notice, react, runShortcut } from '../state/acts.ts';
import { goTo } from '../state/load.ts';
import { permalink } from '../state/place.ts';
import { loaded } from '../state/store.ts';
import { EmojiButton } from './emoji-picker.ts';

/** Reacts, unless this person already did so with the same emoji. */
export function addReaction(message: PageMessage, name: string): void {
  const mine = message.reactions.some((r) => r.name === name && r.userIds.includes(loaded().me.id));
  if (!mine) void react(message.channel, message.ts, name, false);
}

const QUICK = ['white_check_mark', 'eyes', 'raised_hands'];

/** What can be done with a message; reached with the arrow keys from the message. */
export function HoverActions({ message, inThread }: { message: PageMessage; inThread: boolean }): VNode {
  const row = useRef<HTMLDivElement>(null);
  const shortcuts = loaded().shortcuts.filter((s) => s.type === 'message');
  const copy = {
    key: 'copy',
    label: 'Copy link',
    icon: html`<${Icon} name="copy" size=${16} />`,
    onPick: () => copyLink(message),
  };
  const items = [
    copy,
    ...shortcuts.map((s) => ({
      key: s.callbackId,
      label: s.name,
      note: loaded().app.name,
      icon: html`<${Icon} name="bolt" size=${16} />`,
      data: { 'data-callback-id': s.callbackId },
      onPick: () => runShortcut(s.callbackId, { channel: message.channel, ts: message.ts }),
    })),
  ];
  const stay = (open: boolean) => row.current?.classList.toggle('hover-stay', open);
  return html`<div ref=${row} class="hover-actions" role="toolbar" aria-label="Message actions">
    ${QUICK.map((name) => html`<button type="button" class="hover-button hover-quick" tabindex="-1" aria-label=${`React with ${name.replaceAll('_', ' ')}`} onClick=${() => addReaction(message, name)}><${Emoji} name=${name} /></button>`)}
    <${EmojiButton} class="hover-button" tabindex=${-1} label="Find another reaction" onToggle=${stay} onPick=${(name: string) => addReaction(message, name)} />
    ${inThread ? null : html`<button type="button" class="hover-button" tabindex="-1" aria-label="Reply in thread" title="Reply in thread" onClick=${() => goTo({ thread: message.threadTs ?? message.ts })}><${Icon} name="thread" size=${18} /></button>`}
    <${MenuButton} label="More actions" class="hover-button" tabindex=${-1} testId="message-more" face=${html`<${Icon} name="more" size=${18} />`} items=${items} align="end" onToggle=${stay} />
  </div>`;
}

async function copyLink(message: PageMessage): Promise<void> {
  const link = location.origin + permalink(message.channel, message.ts, message.threadTs);
  try {
    await navigator.clipboard.writeText(link);
  } catch {
    notice(`The browser does not let this page write to the clipboard. The link is ${link}`, message.channel, null);
  }
}
