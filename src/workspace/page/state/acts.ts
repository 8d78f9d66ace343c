/** What a person does: each becomes one `PersonAct`, and its refusal becomes a sentence where the person looks. */
import type { ActResult, Faults, PageView, PersonAct } from '../../page-api.ts';
import { encodeMessage, type Mention, readCommand } from '../data/encode-message.ts';
import { checkInputs, collectValues } from '../data/form-values.ts';
import type { Json } from '../data/json.ts';
import { postAct, postFaults } from './api.ts';
import { elementKey, expectErrors, form, heldIn, setBusy, setErrors, setFailure } from './forms.ts';
import { setModals, shownChannel } from './load.ts';
import { getState, loaded, type Question, setState } from './store.ts';

/** A message or a view whose elements can be pressed. `blocks` is what it shows now. */
export type Surface = {
  key: string;
  source: { type: 'message'; channel: string; ts: string } | { type: 'view'; viewId: string };
  blocks: Json[];
  /** The conversation that `default_to_current_conversation` means. */
  here: string | null;
};

const SUBMIT_KEY = 'submit';
let noticeId = 0;

async function act(what: PersonAct): Promise<ActResult> {
  const result = await postAct(what);
  if (result.ok && result.modals) setModals(result.modals);
  return result;
}

function me(): string {
  return loaded().me.id;
}

/** A line only this person sees, where Slack would let Slackbot speak. */
export function notice(text: string, channel: string | null = null, threadTs: string | null = null): void {
  noticeId += 1;
  setState({ notices: [...getState().notices, { id: noticeId, text, channel, threadTs }] });
}

export function dismissNotice(id: number): void {
  setState({ notices: getState().notices.filter((n) => n.id !== id) });
}

/** Sends what was typed: a slash command when it is one, else a message. Resolves to false when it must stay in the box. */
export async function send(
  typed: string,
  mentions: readonly Mention[],
  channel: string,
  threadTs: string | null,
): Promise<boolean> {
  const command = readCommand(typed);
  const thread = threadTs ? { threadTs } : {};
  if (command && !loaded().commands.some((c) => c.command === command.command)) {
    notice(
      `\`${command.command}\` is not a valid command. Type \`/\` to see the commands of this workspace.`,
      channel,
      threadTs,
    );
    return false;
  }
  const result = command
    ? await act({
        act: 'command',
        as: me(),
        channel,
        command: command.command,
        text: encodeMessage(command.text, mentions),
        ...thread,
      })
    : await act({ act: 'say', as: me(), channel, text: encodeMessage(typed.trim(), mentions), ...thread });
  if (!result.ok) notice(result.message, channel, threadTs);
  return result.ok || command !== null;
}

/** Presses or changes an element that tells the app at once. */
export async function press(surface: Surface, blockId: string, actionId: string, input: Json): Promise<void> {
  const key = elementKey(blockId, actionId);
  setFailure(surface.key, key, null);
  setBusy(surface.key, key, true);
  const values = collectValues(surface.blocks, heldIn(surface.key), surface.here);
  const result = await act({ act: 'block-action', as: me(), source: surface.source, blockId, actionId, input, values });
  setBusy(surface.key, key, false);
  if (!result.ok) setFailure(surface.key, key, result.message);
}

/** Asks the app for the options of an external select. */
export async function suggest(
  surface: Surface,
  blockId: string,
  actionId: string,
  typed: string,
): Promise<{ options: Json[]; failure: string | null }> {
  const result = await act({ act: 'options', as: me(), source: surface.source, blockId, actionId, typed });
  return result.ok ? { options: result.options ?? [], failure: null } : { options: [], failure: result.message };
}

export async function submitView(view: PageView): Promise<void> {
  const key = `view:${view.id}`;
  if (form(key).busy.has(SUBMIT_KEY)) return;
  const errors = checkInputs(view.blocks, heldIn(key), shownChannel());
  setErrors(key, errors);
  setFailure(key, SUBMIT_KEY, null);
  if (Object.keys(errors).length > 0) return;
  expectErrors(key);
  setBusy(key, SUBMIT_KEY, true);
  const values = collectValues(view.blocks, heldIn(key), shownChannel());
  const result = await act({ act: 'view-submit', as: me(), viewId: view.id, values });
  setBusy(key, SUBMIT_KEY, false);
  if (!result.ok) setFailure(key, SUBMIT_KEY, result.message);
}

export async function closeView(view: PageView, clearAll: boolean): Promise<void> {
  const before = getState().modals;
  setModals(clearAll ? [] : before.filter((m) => m.id !== view.id));
  const result = await act({ act: 'view-close', as: me(), viewId: view.id, clearAll });
  if (!result.ok) notice(result.message, shownChannel());
}

export async function runShortcut(callbackId: string, message: { channel: string; ts: string } | null): Promise<void> {
  const result = await act({ act: 'shortcut', as: me(), callbackId, ...(message ? { message } : {}) });
  if (!result.ok) notice(result.message, message?.channel ?? shownChannel());
}

export async function react(channel: string, ts: string, name: string, remove: boolean): Promise<void> {
  const result = await act({ act: 'react', as: me(), channel, ts, name, remove });
  if (!result.ok) notice(result.message, channel);
}

export async function setFaults(change: Partial<Faults>): Promise<void> {
  const answer = await postFaults(change);
  if (answer.ok) setState({ server: { ...loaded(), faults: answer.value } });
  else notice(answer.message, shownChannel());
}

/** Shows a confirm dialog and resolves to what the person chose. */
export function confirmWith(question: Omit<Question, 'answer'>): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      setState({ question: null });
      resolve(yes);
    };
    setState({ question: { ...question, answer } });
  });
}
