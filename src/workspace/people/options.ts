import type { Core } from '../core.ts';
import type { Json } from '../data.ts';
import { findElement } from '../element-state.ts';
import type { ActResult, PersonAct } from '../page-api.ts';
import { apiView } from '../shapes.ts';
import { isObject, type Scope } from '../validate/check.ts';
import { optionGroups, options } from '../validate/objects.ts';
import { notDelivered, refused } from './outcome.ts';
import { actionTs, common, fromMessage } from './payload.ts';
import { blocksOf, findSource } from './source.ts';

const minQueryLength = 3;

/** Asks the app for the options of an external select. Groups come back as they are, under `options`. */
export async function suggest(core: Core, act: Extract<PersonAct, { act: 'options' }>): Promise<ActResult> {
  const source = findSource(core, act.as, act.source);
  const found = source && findElement(blocksOf(source), act.blockId, act.actionId);
  if (!source || !found) return refused('not_found', 'This list was changed or removed meanwhile.');
  if (act.typed.length < Number(found.element.min_query_length ?? minQueryLength)) return { ok: true, options: [] };
  const {
    message: _message,
    response_url: _url,
    ...place
  } = source.type === 'view'
    ? ({ container: { type: 'view', view_id: source.view.id }, view: apiView(core, source.view) } as Json)
    : fromMessage(core, act.as, source.channel, source.message);
  const payload = {
    type: 'block_suggestion',
    ...common(core, act.as),
    ...place,
    action_id: act.actionId,
    block_id: act.blockId,
    action_ts: actionTs(core),
    value: act.typed,
  };
  const envelope = { type: 'interactive', kind: 'block_suggestion', summary: act.actionId, payload } as const;
  const delivered = await core.deliveries.send(envelope);
  if (!delivered.ok) return notDelivered('Loading the options', delivered);
  return offered(delivered.answer);
}

function offered(answer: unknown): ActResult {
  const scope: Scope = { surface: 'modal', issues: [] };
  const groups = isObject(answer) ? answer.option_groups : undefined;
  const list = isObject(answer) ? (answer.options ?? groups) : undefined;
  const isNothing = Array.isArray(list) && list.length === 0;
  if (!isNothing) (groups === undefined ? options : optionGroups)(list, groups ? '/option_groups' : '/options', scope);
  const [issue] = scope.issues;
  if (issue)
    return refused('invalid_options', `The app's options were not valid: ${issue.message} at ${issue.pointer}.`);
  return { ok: true, options: list as Json[] };
}
