/** What may complete the word before the cursor. Pure but for reading the loaded workspace. */
import { searchEmoji } from '../data/emoji.ts';
import type { Mention } from '../data/encode-message.ts';
import { channelName, nameOf } from '../parts/people.ts';
import { getState, loaded } from '../state/store.ts';

export type Offer = {
  key: string;
  kind: 'command' | 'user' | 'channel' | 'emoji';
  title: string;
  note: string;
  insert: string;
  mention: Mention | null;
};
export type Offers = { from: number; list: Offer[] };

const MOST = 8;

/** The offers for the text up to the cursor; an empty list when nothing is being completed. */
export function offersFor(text: string, cursor: number): Offers {
  const before = text.slice(0, cursor);
  if (/^\/\S*$/.test(before)) return { from: 0, list: commands(before) };
  const word = /(?:^|\s)([@#:])([\p{L}\p{N}_+-]*)$/u.exec(before);
  if (!word) return { from: cursor, list: [] };
  const [, sign, typed = ''] = word;
  const from = cursor - typed.length - 1;
  if (sign === '@') return { from, list: people(typed) };
  if (sign === '#') return { from, list: channels(typed) };
  return { from, list: typed.length < 2 ? [] : emoji(typed) };
}

function commands(typed: string): Offer[] {
  return loaded()
    .commands.filter((c) => c.command.startsWith(typed.toLowerCase()))
    .map((c) => ({
      key: c.command,
      kind: 'command',
      title: `${c.command} ${c.usageHint}`.trim(),
      note: `${c.description}`,
      insert: `${c.command} `,
      mention: null,
    }));
}

function people(typed: string): Offer[] {
  const wanted = typed.toLowerCase();
  return loaded()
    .users.filter((u) =>
      `${u.realName} ${u.name}`
        .toLowerCase()
        .split(/\s+/)
        .some((w) => w.startsWith(wanted)),
    )
    .slice(0, MOST)
    .map((u) => ({
      key: u.id,
      kind: 'user',
      title: nameOf(u.id),
      note: u.title || (u.isBot ? 'App' : ''),
      insert: `@${nameOf(u.id)} `,
      mention: { shown: `@${nameOf(u.id)}`, code: `<@${u.id}>` },
    }));
}

function channels(typed: string): Offer[] {
  return loaded()
    .channels.filter((c) => c.kind !== 'im' && c.name.includes(typed.toLowerCase()))
    .slice(0, MOST)
    .map((c) => ({
      key: c.id,
      kind: 'channel',
      title: channelName(c.id) ?? c.name,
      note: c.topic,
      insert: `#${c.name} `,
      mention: { shown: `#${c.name}`, code: `<#${c.id}>` },
    }));
}

function emoji(typed: string): Offer[] {
  return searchEmoji(getState().emoji, typed, MOST).map((name) => ({
    key: name,
    kind: 'emoji',
    title: `:${name}:`,
    note: '',
    insert: `:${name}: `,
    mention: null,
  }));
}
