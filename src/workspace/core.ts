import { randomBytes } from 'node:crypto';
import type { Channel, Data, Message, User, View } from './data.ts';
import type { Deliveries } from './delivery/deliver.ts';
import type { Events } from './delivery/events.ts';
import type { Faults } from './page-api.ts';
import type { ParsedSeed, SeedApp } from './seed.ts';
import type { Stream } from './server/stream.ts';
import type { Triggers } from './triggers.ts';
import type { WireLog } from './wire.ts';

/** What every part of the workspace works on. There is one per running workspace. */
export type Core = {
  readonly data: Data;
  readonly team: ParsedSeed['team'];
  readonly app: SeedApp;
  readonly botId: string;
  readonly faults: Faults;
  /** Open modals per person, lowest first. */
  readonly modals: Map<string, View[]>;
  readonly triggers: Triggers;
  readonly wire: WireLog;
  readonly stream: Stream;
  readonly deliveries: Deliveries;
  readonly events: Events;
  readonly strictRates: boolean;
  readonly timing: { ackMs: number; retryDelaysMs: readonly number[] };
  now(): number;
  url(): string;
  /** Marks the data as changed. */
  touch(): void;
};

/** A timestamp that no other message of this workspace has: seconds, a dot, six digits. */
export function nextTs(core: Core): string {
  core.data.lastTsUs = Math.max(Math.round(core.now() * 1000), core.data.lastTsUs + 1);
  const digits = String(core.data.lastTsUs).padStart(16, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function newId(prefix: string): string {
  return `${prefix}0${randomBytes(5).toString('hex').toUpperCase()}`;
}

export function userById(core: Core, id: string): User | undefined {
  return core.data.users.find((user) => user.id === id);
}

export function channelById(core: Core, id: string): Channel | undefined {
  return core.data.channels.find((channel) => channel.id === id);
}

export function messagesIn(core: Core, channel: string): Message[] {
  core.data.messages[channel] ??= [];
  return core.data.messages[channel];
}

/** Finds any message of a channel, ephemeral ones too. */
export function messageAt(core: Core, channel: string, ts: string): Message | undefined {
  return core.data.messages[channel]?.findLast((message) => message.ts === ts);
}

export function canSee(channel: Channel, userId: string): boolean {
  return channel.kind === 'channel' || channel.memberIds.includes(userId);
}

export function modalsOf(core: Core, userId: string): View[] {
  return core.modals.get(userId) ?? [];
}
