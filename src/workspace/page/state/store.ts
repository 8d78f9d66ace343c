/** The page's one state, and the way to change it. */
import type { PageMessage, PageView, WireRecord, WorkspaceState } from '../../page-api.ts';
import { type EmojiIndex, NO_EMOJI } from '../data/emoji.ts';
import type { Json } from '../data/json.ts';
import type { Place } from './place.ts';

export type Theme = 'light' | 'dark' | 'auto';
export type Notice = { id: number; text: string; channel: string | null; threadTs: string | null };
export type Question = {
  title: string;
  body: Json | null;
  confirm: string;
  deny: string;
  danger: boolean;
  answer: (yes: boolean) => void;
};

export type PageState = {
  place: Place;
  server: WorkspaceState | null;
  failure: string | null;
  /** null while the first stream is being opened. */
  online: boolean | null;
  history: Record<string, PageMessage[]>;
  /** By `channel/threadTs`; the parent is the first message. */
  threads: Record<string, PageMessage[]>;
  /** How many messages were unread when the channel was opened. */
  unreadAtOpen: number;
  home: { view: PageView | null; loaded: boolean };
  modals: PageView[];
  notices: Notice[];
  question: Question | null;
  inspector: boolean;
  records: WireRecord[];
  switcher: boolean;
  drawer: boolean;
  theme: Theme;
  emoji: EmojiIndex;
  /** Milliseconds; moves once a minute so that relative times stay true. */
  nowMs: number;
};

const EMPTY: PageState = {
  place: { as: null, channel: null, thread: null, app: null, focusTs: null },
  server: null,
  failure: null,
  online: null,
  history: {},
  threads: {},
  unreadAtOpen: 0,
  home: { view: null, loaded: false },
  modals: [],
  notices: [],
  question: null,
  inspector: false,
  records: [],
  switcher: false,
  drawer: false,
  theme: 'auto',
  emoji: NO_EMOJI,
  nowMs: 0,
};

let state: PageState = EMPTY;
const listeners = new Set<() => void>();
let scheduled = false;

export function getState(): PageState {
  return state;
}

/** Merges `change` and tells the listeners once, after the current task. */
export function setState(change: Partial<PageState>): void {
  state = { ...state, ...change };
  redraw();
}

/** Asks for a redraw without a change here (forms keep their values outside the state). */
export function redraw(): void {
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    for (const listener of listeners) listener();
  });
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The state of a loaded workspace. Only called by parts that are drawn after loading. */
export function loaded(): WorkspaceState {
  if (!state.server) throw new Error('The workspace state was read before it was loaded.');
  return state.server;
}
