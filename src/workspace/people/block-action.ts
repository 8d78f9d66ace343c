import type { Core } from '../core.ts';
import type { Json } from '../data.ts';
import { findElement, optionsOf, stateOf, stateValues } from '../element-state.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { apiView } from '../shapes.ts';
import { notDelivered, refused } from './outcome.ts';
import { actionTs, common, fromMessage } from './payload.ts';
import { blocksOf, findSource, type Source } from './source.ts';

type Act = Extract<PersonAct, { act: 'block-action' }>;

/**
 * What was pressed, as the payload's `actions[0]`. The element is the workspace's own copy: a page can choose
 * among what was offered, not invent a value. Null when it names an option that was never offered.
 */
function pressed(core: Core, element: Json, blockId: string, input: Json): Json | null {
  const { type, action_id } = element;
  const action: Json = { type, action_id, block_id: blockId, action_ts: actionTs(core) };
  if (type === 'overflow') {
    const wanted = (input.selected_option as Json | undefined)?.value;
    const option = optionsOf(element).find((each) => each.value === wanted);
    return option ? { ...action, selected_option: option } : null;
  }
  if (type === 'feedback_buttons') {
    const offered = [element.positive_button, element.negative_button] as Json[];
    const choice = offered.find((each) => each.value === input.value);
    return choice ? { ...action, text: choice.text, value: choice.value } : null;
  }
  if (element.confirm) action.confirm = element.confirm;
  if (element.placeholder) action.placeholder = element.placeholder;
  for (const key of ['initial_option', 'initial_options', 'initial_date', 'initial_time']) {
    if (element[key] !== undefined) action[key] = element[key];
  }
  const state = stateOf(element, input);
  if (state) return wasOffered(input, state) ? { ...action, ...state } : null;
  for (const key of ['text', 'value', 'style', 'url']) {
    if (element[key] !== undefined) action[key] = element[key];
  }
  return action;
}

/** False when the input names an option that the state, made of what was offered, does not hold. */
function wasOffered(input: Json, state: Json): boolean {
  if (input.selected_option && !state.selected_option) return false;
  const [wanted, held] = [input.selected_options, state.selected_options];
  return !Array.isArray(wanted) || !Array.isArray(held) || wanted.length === held.length;
}

function place(core: Core, userId: string, source: Source, values: Act['values']): Json {
  if (source.type === 'view') {
    const { view } = source;
    view.values = stateValues(view.blocks, { ...view.values, ...values });
    return { container: { type: 'view', view_id: view.id }, view: apiView(core, view) };
  }
  const state = { values: stateValues(blocksOf(source), values) };
  return { ...fromMessage(core, userId, source.channel, source.message), state };
}

export async function blockAction(core: Core, act: Act): Promise<ActResult> {
  const source = findSource(core, act.as, act.source);
  if (!source) return refused('not_found', 'What you pressed is gone. Look at its newest version.');
  const found = findElement(blocksOf(source), act.blockId, act.actionId);
  if (!found)
    return refused('action_not_found', 'This button was changed or removed meanwhile. Look at the newest version.');
  const given = act.values[act.blockId];
  const values = {
    ...act.values,
    [act.blockId]: { ...given, [act.actionId]: { ...given?.[act.actionId], ...act.input } },
  };
  const action = pressed(core, found.element, act.blockId, act.input);
  if (!action) return refused('invalid_option', 'That option is not offered. Choose one from the list.');
  const where = place(core, act.as, source, values);
  // An input block keeps its value to itself until the view is submitted, unless it asks to dispatch.
  if (found.block.type === 'input' && found.block.dispatch_action !== true) return { ok: true };
  const payload = {
    type: 'block_actions',
    ...common(core, act.as),
    ...where,
    trigger_id: core.triggers.issue(act.as),
    actions: [action],
  };
  const envelope = { type: 'interactive', kind: 'block_actions', summary: act.actionId, payload } as const;
  const delivered = await core.deliveries.send(envelope);
  return delivered.ok ? { ok: true } : notDelivered('The action', delivered);
}
