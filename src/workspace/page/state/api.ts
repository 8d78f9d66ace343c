/** Calls to the workspace server. Every failure comes back as a sentence; nothing here throws. */
import type {
  ActResult,
  Faults,
  PageMessage,
  PageView,
  PersonAct,
  StreamEvent,
  WireRecord,
  WorkspaceState,
} from '../../page-api.ts';

import { isJson, str } from '../data/json.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; message: string };

const ROOT = '/_workspace';

async function read<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  try {
    const response = await fetch(path, init);
    if (response.ok) return { ok: true, value: (await response.json()) as T };
    return { ok: false, message: await refusal(response) };
  } catch {
    return { ok: false, message: 'The workspace does not answer. Is it still running? Start it again, then reload.' };
  }
}

/** The server's own sentence when it gave one. */
async function refusal(response: Response): Promise<string> {
  const body: unknown = response.headers.get('content-type')?.includes('json') ? await response.json() : null;
  const said = isJson(body) ? str(body, 'message') : '';
  return said || `The workspace answered ${response.status}. Reload the page.`;
}

function ask<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  return read(`${ROOT}${path}`, init);
}

function query(params: Record<string, string | null>): string {
  const set = Object.entries(params).filter((pair): pair is [string, string] => pair[1] !== null);
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

export function fetchState(as: string | null): Promise<Answer<WorkspaceState>> {
  return ask(`/state${query({ as })}`);
}

export function fetchHistory(
  as: string,
  channel: string,
  threadTs: string | null,
): Promise<Answer<{ messages: PageMessage[] }>> {
  return ask(`/history${query({ as, channel, thread_ts: threadTs })}`);
}

export function fetchHome(as: string, app: string): Promise<Answer<{ view: PageView | null }>> {
  return ask(`/home${query({ as, app })}`);
}

export function fetchRecords(): Promise<Answer<{ records: WireRecord[] }>> {
  return ask('/inspect');
}

export function postFaults(faults: Partial<Faults>): Promise<Answer<Faults>> {
  return post('/faults', faults);
}

/** Slack's names of all emoji, by hexcode. */
export function fetchEmoji(): Promise<Answer<Record<string, string | string[]>>> {
  return read('/vendor/emoji-iamcal.json');
}

export async function postAct(act: PersonAct): Promise<ActResult> {
  const answer = await post<ActResult>('/do', act);
  return answer.ok ? answer.value : { ok: false, error: 'unreachable', message: answer.message };
}

function post<T>(path: string, body: unknown): Promise<Answer<T>> {
  return ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

/**
 * Listens to one person's stream. The browser reconnects by itself after a cut; a closed stream is opened again
 * with growing pauses up to 10 s. `onUp(true)` follows every (re)connection, so that missed events can be fetched.
 * Returns the function that stops listening.
 */
export function listen(as: string, onEvent: (event: StreamEvent) => void, onUp: (up: boolean) => void): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let pauseMs = 500;
  const open = () => {
    source = new EventSource(`${ROOT}/stream${query({ as })}`);
    source.onopen = () => {
      pauseMs = 500;
      onUp(true);
    };
    source.onmessage = (raw) => onEvent(JSON.parse(raw.data) as StreamEvent);
    source.onerror = () => {
      onUp(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, 10_000);
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}
