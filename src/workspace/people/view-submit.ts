import { ApiError, issueLines } from '../api-error.ts';
import { type Core, channelById, modalsOf } from '../core.ts';
import type { Json, View } from '../data.ts';
import { elementsOf, stateValues } from '../element-state.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { toPageView } from '../page-state.ts';
import { createResponseUrl } from '../response-url.ts';
import { apiView } from '../shapes.ts';
import { isObject } from '../validate/check.ts';
import { checkView, pushModal, setModals, updateModal } from '../views.ts';
import { notDelivered, refused } from './outcome.ts';
import { common } from './payload.ts';
import { inputErrors } from './required-inputs.ts';

const trouble = 'We had some trouble connecting. Try again?';

function withErrors(core: Core, view: View, errors: Record<string, string>): void {
  view.errors = errors;
  setModals(core, view.userId, modalsOf(core, view.userId));
}

function done(core: Core, userId: string): ActResult {
  return { ok: true, modals: modalsOf(core, userId).map(toPageView) };
}

/** One address per select that asked for one and names a conversation. */
function responseUrls(core: Core, view: View): Json[] {
  return view.blocks.flatMap((block) =>
    elementsOf(block)
      .filter((element) => element.response_url_enabled === true)
      .flatMap((element) => {
        const blockId = String(block.block_id);
        const state = view.values[blockId]?.[String(element.action_id)];
        const channel = String(state?.selected_conversation ?? state?.selected_channel ?? '');
        if (!channelById(core, channel)) return [];
        const url = createResponseUrl(core, { channel, userId: view.userId, sourceTs: null });
        return [{ block_id: blockId, action_id: element.action_id, channel_id: channel, response_url: url }];
      }),
  );
}

export async function viewSubmit(core: Core, act: Extract<PersonAct, { act: 'view-submit' }>): Promise<ActResult> {
  const view = modalsOf(core, act.as).find((each) => each.id === act.viewId);
  if (!view) return refused('not_found', 'This dialog is closed already.');
  view.values = stateValues(view.blocks, { ...view.values, ...act.values });
  const wrong = inputErrors(view.blocks, view.values);
  withErrors(core, view, wrong);
  const [first] = Object.values(wrong);
  if (first) return refused('invalid_input', first);
  const payload = {
    type: 'view_submission',
    ...common(core, act.as),
    trigger_id: core.triggers.issue(act.as),
    view: apiView(core, view),
    response_urls: responseUrls(core, view),
  };
  const envelope = { type: 'interactive', kind: 'view_submission', summary: view.callbackId, payload } as const;
  const delivered = await core.deliveries.send(envelope);
  if (!delivered.ok) return notDelivered('Submitting', delivered);
  return follow(core, view, delivered.answer);
}

/** Does what the app's acknowledgement says: nothing means close, else errors, update, push or clear. */
function follow(core: Core, view: View, answer: unknown): ActResult {
  const present = modalsOf(core, view.userId).find((each) => each.id === view.id);
  const isWords = typeof answer === 'string' && answer.trim() !== '';
  if (isWords || Array.isArray(answer)) return refused('invalid_response', trouble);
  if (!isObject(answer) || answer.response_action === undefined) {
    const rest = modalsOf(core, view.userId).filter((each) => each.id !== view.id);
    setModals(core, view.userId, rest);
    return done(core, view.userId);
  }
  if (answer.response_action === 'clear') {
    setModals(core, view.userId, []);
    return done(core, view.userId);
  }
  if (!present) return refused('not_found', 'This dialog is closed already.');
  if (answer.response_action === 'errors') return showErrors(core, present, answer.errors);
  try {
    if (answer.response_action === 'update') updateModal(core, present, checkView(answer.view, 'modal'));
    else if (answer.response_action === 'push') pushModal(core, view.userId, checkView(answer.view, 'modal'));
    else return refused('invalid_response_action', trouble);
    return done(core, view.userId);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const lines = Array.isArray(error.extra.errors) ? error.extra.errors.join('; ') : '';
    return refused(error.code, `${trouble} The app's answer was refused: ${error.code} ${lines}`.trim());
  }
}

function showErrors(core: Core, view: View, errors: unknown): ActResult {
  const inputs = new Set(view.blocks.filter((block) => block.type === 'input').map((block) => block.block_id));
  const entries = isObject(errors) ? Object.entries(errors) : [];
  const valid = entries.length > 0 && entries.every(([id, text]) => inputs.has(id) && typeof text === 'string');
  if (!valid) {
    const [line] = issueLines([{ pointer: '/errors', message: 'must name input blocks of this view' }]);
    return refused('invalid_errors', `${trouble} The app's answer was refused: ${line}`);
  }
  withErrors(core, view, Object.fromEntries(entries) as Record<string, string>);
  return done(core, view.userId);
}

/** Closes the top view, or all. The app is told of each view that asked for it; its answer changes nothing. */
export async function viewClose(core: Core, act: Extract<PersonAct, { act: 'view-close' }>): Promise<ActResult> {
  const stack = modalsOf(core, act.as);
  const view = stack.find((each) => each.id === act.viewId);
  if (!view) return refused('not_found', 'This dialog is closed already.');
  const isCleared = act.clearAll || view.clearOnClose;
  const closed = isCleared ? stack : stack.slice(stack.indexOf(view));
  setModals(core, act.as, isCleared ? [] : stack.slice(0, stack.indexOf(view)));
  const told = closed.toReversed().filter(({ notifyOnClose }) => notifyOnClose);
  await Promise.all(
    told.map((each) => {
      const payload = {
        type: 'view_closed',
        ...common(core, act.as),
        view: apiView(core, each),
        is_cleared: isCleared,
      };
      return core.deliveries.send({ type: 'interactive', kind: 'view_closed', summary: each.callbackId, payload });
    }),
  );
  return done(core, act.as);
}
