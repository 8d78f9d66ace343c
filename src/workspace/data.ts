import { readFile } from 'node:fs/promises';
import type { BlockStateValues } from './page-api.ts';
import type { ParsedSeed } from './seed.ts';

export type Json = Record<string, unknown>;

export type User = {
  id: string;
  name: string;
  realName: string;
  title: string;
  email: string | null;
  color: string;
  isAdmin: boolean;
  isBot: boolean;
};

export type Channel = {
  id: string;
  name: string;
  kind: 'channel' | 'private' | 'im';
  topic: string;
  memberIds: string[];
  createdAtS: number;
};

export type Message = {
  channel: string;
  ts: string;
  threadTs: string | null;
  userId: string;
  /** Set for what the app posted. */
  botId: string | null;
  botName: string | null;
  text: string;
  blocks: Json[];
  attachments: Json[];
  editedTs: string | null;
  ephemeralFor: string | null;
  broadcast: boolean;
  reactions: { name: string; userIds: string[] }[];
  metadata: Json | null;
};

export type View = {
  id: string;
  type: 'modal' | 'home';
  userId: string;
  rootId: string;
  previousId: string | null;
  externalId: string;
  callbackId: string;
  privateMetadata: string;
  title: Json | null;
  submit: Json | null;
  close: Json | null;
  blocks: Json[];
  clearOnClose: boolean;
  notifyOnClose: boolean;
  hash: string;
  values: BlockStateValues;
  errors: Record<string, string>;
};

export type ResponseUrl = {
  secret: string;
  channel: string;
  userId: string;
  /** The message the press came from, when there was one. */
  sourceTs: string | null;
  uses: number;
  expiresAtMs: number;
};

export type PendingEvent = { id: string; name: string; body: Json; attempt: number; reason: string };

/** Everything that survives a restart. */
export type Data = {
  version: 1;
  users: User[];
  channels: Channel[];
  messages: Record<string, Message[]>;
  homes: Record<string, View>;
  reads: Record<string, Record<string, string>>;
  responseUrls: ResponseUrl[];
  pendingEvents: PendingEvent[];
  lastTsUs: number;
};

const colors = ['9f69e7', '4bbe2e', 'e7392d', '3c989f', '674b1b', 'e96699', '2b6836', 'd58247', '43761b', '5b89d5'];

export function emptyData(): Data {
  return {
    version: 1,
    users: [],
    channels: [],
    messages: {},
    homes: {},
    reads: {},
    responseUrls: [],
    pendingEvents: [],
    lastTsUs: 0,
  };
}

/** Adds what the seed names and the data lacks; never changes what is already there. */
export function plant(data: Data, seed: ParsedSeed, nowMs: number): void {
  const has = (id: string) => data.users.some((user) => user.id === id);
  for (const user of seed.users) {
    if (has(user.id)) continue;
    data.users.push({ ...user, color: colors[data.users.length % colors.length] ?? '9f69e7', isBot: false });
  }
  const { app } = seed;
  if (!has(app.botUserId)) {
    const name = app.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '');
    const bot = { name, realName: app.name, title: '', email: null, color: '2c8a55', isAdmin: false, isBot: true };
    data.users.push({ id: app.botUserId, ...bot });
  }
  const createdAtS = Math.floor(nowMs / 1000);
  for (const { id, name, topic, members, private: isPrivate } of seed.channels) {
    if (data.channels.some((channel) => channel.id === id)) continue;
    const kind = isPrivate ? 'private' : 'channel';
    data.channels.push({ id, name, kind, topic, memberIds: [...new Set(members)], createdAtS });
  }
  for (const user of data.users) {
    if (!user.isBot) directChannel(data, app.botUserId, user.id, createdAtS);
  }
}

/** The direct conversation of two people, made when there is none. */
export function directChannel(data: Data, one: string, other: string, createdAtS: number): Channel {
  const found = data.channels.find(
    (channel) => channel.kind === 'im' && channel.memberIds.includes(one) && channel.memberIds.includes(other),
  );
  if (found) return found;
  const base = `D${other.slice(1)}`.padEnd(9, '0');
  const taken = data.channels.some((channel) => channel.id === base);
  const id = taken ? `D${one.slice(1)}${other.slice(1)}` : base;
  const channel: Channel = { id, name: id, kind: 'im', topic: '', memberIds: [one, other], createdAtS };
  data.channels.push(channel);
  return channel;
}

/**
 * Reads a state file. A missing file is an empty workspace.
 * Throws when the file is there but is not a state file: starting over would lose what it holds.
 */
export async function readData(file: string): Promise<Data> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyData();
    throw error;
  }
  let parsed: Data;
  try {
    parsed = JSON.parse(text) as Data;
  } catch (cause) {
    throw new Error(`The workspace state in ${file} is not JSON. Remove the file to start with an empty workspace.`, {
      cause,
    });
  }
  if (parsed?.version !== 1 || !Array.isArray(parsed.users)) {
    throw new Error(`The workspace state in ${file} has another format. Remove the file to start empty.`);
  }
  return { ...emptyData(), ...parsed };
}
