/** What an element needs to know of where it stands. */
import { initialValue } from '../data/form-values.ts';
import { child, type Json, str } from '../data/json.ts';
import { createContext, useContext } from '../preact.ts';
import { confirmWith, press, type Surface } from '../state/acts.ts';
import { elementKey, form, hold } from '../state/forms.ts';

const NOWHERE: Surface = { key: '', source: { type: 'view', viewId: '' }, blocks: [], here: null };

export const SurfaceContext = createContext<Surface>(NOWHERE);

export type ElementProps = {
  el: Json;
  blockId: string;
  /** `form`: inside an input block, told to the app only on submit; `live`: told at once. */
  mode: 'form' | 'live';
  labelId?: string | undefined;
  describedBy?: string | undefined;
};

export type Element = {
  actionId: string;
  value: Json;
  busy: boolean;
  failure: string | null;
  surface: Surface;
  /** Keeps what the element holds, and tells the app when it is live. */
  change: (value: Json) => Promise<void>;
  /** Keeps what is being typed, without telling the app. */
  keep: (value: Json) => void;
  /** Tells the app, after the confirm dialog when there is one. */
  tell: (input: Json) => Promise<void>;
};

export function useElement({ el, blockId, mode }: ElementProps): Element {
  const surface = useContext(SurfaceContext);
  const actionId = str(el, 'action_id');
  const key = elementKey(blockId, actionId);
  const state = form(surface.key);
  const value = state.values.get(key) ?? initialValue(el, surface.here);
  const tell = async (input: Json) => {
    if (await confirmed(el)) await press(surface, blockId, actionId, input);
  };
  return {
    actionId,
    value,
    busy: state.busy.has(key),
    failure: state.failures.get(key) ?? null,
    surface,
    keep: (next) => hold(surface.key, blockId, actionId, next),
    tell,
    change: async (next) => {
      if (mode === 'live' && !(await confirmed(el))) return;
      hold(surface.key, blockId, actionId, next);
      if (mode === 'live') await press(surface, blockId, actionId, next);
    },
  };
}

async function confirmed(el: Json): Promise<boolean> {
  const ask = child(el, 'confirm');
  if (!ask) return true;
  return confirmWith({
    title: str(child(ask, 'title') ?? {}, 'text') || 'Are you sure?',
    body: child(ask, 'text'),
    confirm: str(child(ask, 'confirm') ?? {}, 'text') || 'Yes',
    deny: str(child(ask, 'deny') ?? {}, 'text') || 'Cancel',
    danger: str(ask, 'style') === 'danger',
  });
}
