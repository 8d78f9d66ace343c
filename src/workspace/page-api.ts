/**
 * What the page and the workspace server say to each other, all under `/_workspace/`.
 * Bodies are JSON. The page never touches the Web API of the app under test.
 *
 *   GET  /_workspace/state?as=U…            -> WorkspaceState (everything one person may see)
 *   GET  /_workspace/stream?as=U…           -> text/event-stream of StreamEvent
 *   GET  /_workspace/history?as=&channel=&thread_ts= -> { messages: PageMessage[] }
 *   GET  /_workspace/home?as=&app=          -> { view: PageView | null } (also tells the app: app_home_opened)
 *   POST /_workspace/do                     -> PersonAct in, ActResult out
 *   GET  /_workspace/inspect                -> { records: WireRecord[] } newest first
 *   POST /_workspace/faults                 -> Faults in, Faults out;  GET reads them
 */

export type PageUser = {
  id: string;
  name: string;
  realName: string;
  title: string;
  email: string | null;
  color: string;
  isBot: boolean;
};
export type PageChannel = {
  id: string;
  name: string;
  kind: 'channel' | 'private' | 'im';
  topic: string;
  memberIds: string[];
  unread: number;
};
export type PageCommand = { command: string; description: string; usageHint: string; appName: string };
export type PageShortcut = { callbackId: string; name: string; type: 'global' | 'message' };

/** `blocks` is exactly what the app sent (after Slack's own additions such as generated block ids). */
export type PageMessage = {
  channel: string;
  ts: string;
  threadTs: string | null;
  userId: string;
  botName: string | null;
  text: string;
  blocks: Record<string, unknown>[];
  editedTs: string | null;
  ephemeralFor: string | null;
  replyCount: number;
  lastReplyTs: string | null;
  replyUserIds: string[];
  reactions: { name: string; userIds: string[] }[];
  metadata: Record<string, unknown> | null;
};

export type PageView = {
  id: string;
  type: 'modal' | 'home';
  callbackId: string;
  title: string;
  submit: string | null;
  close: string | null;
  blocks: Record<string, unknown>[];
  hash: string;
  /** Set after the app answered a submission with `response_action: errors`. Keyed by block id. */
  errors: Record<string, string>;
  rootId: string;
};

export type WorkspaceState = {
  team: { id: string; name: string; domain: string };
  me: PageUser;
  users: PageUser[];
  channels: PageChannel[];
  commands: PageCommand[];
  shortcuts: PageShortcut[];
  /** The open modal stack of this person, lowest first. */
  modals: PageView[];
  app: { id: string; name: string; botUserId: string; connected: boolean; transport: 'socket' | 'http' | 'none' };
  faults: Faults;
};

/** Switches that make the workspace misbehave as slack.com sometimes does. */
export type Faults = {
  /** Refuse deliveries to the app (as if its endpoint were down). */
  refuseDeliveries: boolean;
  /** Milliseconds added before every Web API answer. */
  delayMs: number;
  /** Answer the next N Web API calls with HTTP 429 and Retry-After. */
  rateLimitNext: number;
  /** Answer the next N Web API calls with HTTP 500. */
  errorNext: number;
  /** Carry out the next N Web API calls, then drop the connection instead of answering. */
  loseAnswerNext: number;
  /** The three above strike calls of this Web API method alone; empty: of every method. */
  onlyMethod: string;
  /** Cut every socket now (set true; reads back false). */
  dropSocket: boolean;
};

export type BlockStateValues = Record<string, Record<string, Record<string, unknown>>>;

/** One thing a person does on the page. */
export type PersonAct =
  | { act: 'say'; as: string; channel: string; text: string; threadTs?: string }
  | { act: 'command'; as: string; channel: string; command: string; text: string; threadTs?: string }
  | {
      act: 'block-action';
      as: string;
      source: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
      blockId: string;
      actionId: string;
      /** What the element now holds, as in Slack's payload (`value`, `selected_option`, …); {} for a button. */
      input: Record<string, unknown>;
      values: BlockStateValues;
    }
  | { act: 'view-submit'; as: string; viewId: string; values: BlockStateValues }
  | { act: 'view-close'; as: string; viewId: string; clearAll: boolean }
  | { act: 'shortcut'; as: string; callbackId: string; message?: { channel: string; ts: string } }
  | {
      act: 'options';
      as: string;
      source: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
      blockId: string;
      actionId: string;
      typed: string;
    }
  | { act: 'react'; as: string; channel: string; ts: string; name: string; remove: boolean }
  | { act: 'read'; as: string; channel: string };

export type ActResult =
  | { ok: true; options?: Record<string, unknown>[]; modals?: PageView[] }
  /** `message` is the sentence Slack would show, e.g. that the app did not respond. */
  | { ok: false; error: string; message: string };

export type StreamEvent =
  | { type: 'message'; message: PageMessage }
  | { type: 'message-deleted'; channel: string; ts: string }
  | { type: 'modals'; modals: PageView[] }
  | { type: 'home'; view: PageView | null }
  | { type: 'state' }
  | { type: 'wire'; record: WireRecord };

/** One payload that crossed between workspace and app, for the inspector. Secrets are masked. */
export type WireRecord = {
  id: number;
  at: string;
  direction: 'to-app' | 'from-app';
  kind: string;
  ok: boolean;
  summary: string;
  request: unknown;
  response: unknown;
  ms: number;
};
