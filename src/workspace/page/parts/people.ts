import type { PageUser } from '../../page-api.ts';
import { html, type VNode } from '../preact.ts';
import { getState } from '../state/store.ts';

export function userById(id: string): PageUser | undefined {
  return getState().server?.users.find((u) => u.id === id);
}

/** The name shown for a user id; the id itself when nobody here has it. */
export function nameOf(id: string): string {
  const user = userById(id);
  return user ? user.realName || user.name : id;
}

export function channelName(id: string): string | null {
  const channel = getState().server?.channels.find((c) => c.id === id);
  if (!channel) return null;
  return channel.kind === 'im' ? nameOf(otherMember(channel.memberIds)) : channel.name;
}

/** In a direct message, the person (or app) at the other end; oneself in a conversation with oneself. */
export function otherMember(memberIds: readonly string[]): string {
  const me = getState().server?.me.id ?? '';
  return memberIds.find((id) => id !== me) ?? memberIds[0] ?? me;
}

function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((w) => w !== '');
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase();
}

/** A coloured tile with initials, or the app's mark. Decorative: the name always stands beside it. */
export function Avatar({ id, size = 36 }: { id: string; size?: number }): VNode {
  const user = userById(id);
  const style = { width: `${size}px`, height: `${size}px`, fontSize: `${Math.max(8, Math.round(size * 0.4))}px` };
  if (user?.isBot) {
    return html`<span class="avatar avatar-app" style=${style} aria-hidden="true"><svg viewBox="0 0 32 32" width="62%" height="62%"
      fill="none" stroke="currentColor" stroke-width="3.6" stroke-linecap="round" stroke-linejoin="round"><path d="M5 17.5l7 7L27 8.5" /></svg></span>`;
  }
  return html`<span class="avatar" style=${{ ...style, background: tile(user?.color) }} aria-hidden="true">${initials(user?.realName || user?.name || id)}</span>`;
}

function tile(color: string | undefined): string {
  const hex = /^#?([0-9a-f]{6})$/i.exec(color ?? '')?.[1];
  return hex ? `#${hex}` : '#616061';
}
