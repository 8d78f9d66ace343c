import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Core, canSee, channelById, userById } from '../core.ts';
import { isTooDeep } from '../depth.ts';
import { FaultsInput } from '../faults.ts';
import type { Faults, PageView, PersonAct } from '../page-api.ts';
import { stateFor, toPageView, visibleMessages } from '../page-state.ts';
import { carryOut, PersonActInput } from '../people/act.ts';
import { appHomeOpened } from '../people/say.ts';
import { apiView } from '../shapes.ts';
import { readBody, sendJson } from './http-kit.ts';

/** Shows somebody the app's Home tab and tells the app that it was opened. */
export function openHome(core: Core, as: string): PageView | null {
  const view = core.data.homes[as];
  appHomeOpened(core, as, 'home', view ? apiView(core, view) : undefined);
  return view ? toPageView(view) : null;
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  // A form on another page can post text/plain unasked, but not JSON.
  if (!type.startsWith('application/json')) return undefined;
  try {
    const parsed: unknown = JSON.parse(await readBody(request));
    return isTooDeep(parsed) ? undefined : parsed;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Context = { core: Core; setFaults(change: Partial<Faults>): Faults };

function firstPerson(core: Core): string {
  return core.data.users.find((user) => !user.isBot)?.id ?? '';
}

/** Everything under `/_workspace/`. */
export async function pageRoute(
  { core, setFaults }: Context,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const route = `${request.method} ${url.pathname.slice('/_workspace/'.length)}`;
  // Somebody who opens the page for the first time is nobody yet: they start as the first person of the workspace.
  const as = url.searchParams.get('as') || firstPerson(core);
  const refuse = (status: number, message: string) =>
    sendJson(response, status, { ok: false, error: 'refused', message });

  if (route === 'POST do') {
    const parsed = PersonActInput.safeParse(await readJson(request));
    if (!parsed.success) {
      const where = parsed.error.issues[0]?.path.join('.') || 'the body';
      return sendJson(response, 400, {
        ok: false,
        error: 'invalid_act',
        message: `That is not something a person can do: see ${where}.`,
      });
    }
    return sendJson(response, 200, await carryOut(core, parsed.data as PersonAct));
  }
  if (route === 'GET inspect') return sendJson(response, 200, { records: core.wire.list() });
  if (route === 'GET faults') return sendJson(response, 200, { ...core.faults });
  if (route === 'POST faults') {
    const parsed = FaultsInput.safeParse(await readJson(request));
    if (!parsed.success) return refuse(400, 'The switches were not understood. Nothing was changed.');
    return sendJson(response, 200, setFaults(parsed.data as Partial<Faults>));
  }
  const person = userById(core, as);
  if (!person || person.isBot) return refuse(404, `There is no person ${as} in this workspace.`);
  if (route === 'GET state') return sendJson(response, 200, stateFor(core, as));
  if (route === 'GET stream') return core.stream.join(as, response);
  if (route === 'GET home') return sendJson(response, 200, { view: openHome(core, as) });
  if (route === 'GET history') {
    const channel = channelById(core, url.searchParams.get('channel') ?? '');
    if (!channel || !canSee(channel, as)) return refuse(404, 'You cannot see that conversation.');
    const threadTs = url.searchParams.get('thread_ts') || undefined;
    return sendJson(response, 200, { messages: visibleMessages(core, as, channel.id, threadTs) });
  }
  return refuse(404, 'There is nothing at this address.');
}
