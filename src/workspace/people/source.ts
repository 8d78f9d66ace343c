import { type Core, canSee, channelById, messageAt, modalsOf } from '../core.ts';
import type { Channel, Json, Message, View } from '../data.ts';
import type { PersonAct } from '../page-api.ts';

export type SourceRef = Extract<PersonAct, { act: 'options' }>['source'];
export type Source = { type: 'message'; channel: Channel; message: Message } | { type: 'view'; view: View };

/** A modal or the Home view that this person has in front of them. */
export function viewOf(core: Core, userId: string, viewId: string): View | null {
  const home = core.data.homes[userId];
  if (home?.id === viewId) return home;
  return modalsOf(core, userId).find((view) => view.id === viewId) ?? null;
}

/** What the person pressed in, or null when it is gone or not theirs to see. */
export function findSource(core: Core, userId: string, ref: SourceRef): Source | null {
  if (ref.type === 'view') {
    const view = viewOf(core, userId, ref.viewId);
    return view ? { type: 'view', view } : null;
  }
  const channel = channelById(core, ref.channel);
  const message = channel && canSee(channel, userId) ? messageAt(core, ref.channel, ref.ts) : undefined;
  if (!channel || !message) return null;
  if (message.ephemeralFor !== null && message.ephemeralFor !== userId) return null;
  return { type: 'message', channel, message };
}

/** All blocks of a source, those inside attachments too. */
export function blocksOf(source: Source): Json[] {
  if (source.type === 'view') return source.view.blocks;
  const { blocks, attachments } = source.message;
  return [...blocks, ...attachments.flatMap((each) => (Array.isArray(each.blocks) ? (each.blocks as Json[]) : []))];
}
