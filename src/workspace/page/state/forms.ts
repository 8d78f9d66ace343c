/** What people have typed and chosen but not sent, per surface (a message or a view), and how a press went. */
import type { Json } from '../data/json.ts';
import { redraw } from './store.ts';

type Form = {
  values: Map<string, Json>;
  busy: Set<string>;
  failures: Map<string, string>;
  errors: Record<string, string>;
  /** The refusal of the app that was shown last, as JSON. */
  shown: string;
};

const forms = new Map<string, Form>();

export function form(surface: string): Form {
  const found = forms.get(surface);
  if (found) return found;
  const made: Form = { values: new Map(), busy: new Set(), failures: new Map(), errors: {}, shown: '' };
  forms.set(surface, made);
  return made;
}

export function elementKey(blockId: string, actionId: string): string {
  return JSON.stringify([blockId, actionId]);
}

export function heldIn(surface: string): (blockId: string, actionId: string) => Json | undefined {
  return (blockId, actionId) => form(surface).values.get(elementKey(blockId, actionId));
}

export function hold(surface: string, blockId: string, actionId: string, value: Json): void {
  const kept = form(surface);
  kept.values.set(elementKey(blockId, actionId), value);
  if (kept.errors[blockId]) kept.errors = without(kept.errors, blockId);
  redraw();
}

export function setBusy(surface: string, key: string, busy: boolean): void {
  const { busy: set } = form(surface);
  if (busy) set.add(key);
  else set.delete(key);
  redraw();
}

export function setFailure(surface: string, key: string, message: string | null): void {
  const { failures } = form(surface);
  if (message) failures.set(key, message);
  else failures.delete(key);
  redraw();
}

export function setErrors(surface: string, errors: Record<string, string>): void {
  form(surface).errors = errors;
  redraw();
}

/** Shows what the app refused, once: an answer corrected since is not marked again by another look at the same view. */
export function showErrorsOnce(surface: string, errors: Record<string, string>): void {
  const kept = form(surface);
  const said = JSON.stringify(errors);
  if (said === kept.shown || Object.keys(errors).length === 0) return;
  kept.shown = said;
  setErrors(surface, errors);
}

/** Forgets what was shown, so that the same refusal of another try is shown again. */
export function expectErrors(surface: string): void {
  form(surface).shown = '';
}

/** Forgets the forms of surfaces that are gone. */
export function keepForms(alive: (surface: string) => boolean): void {
  for (const surface of [...forms.keys()]) if (!alive(surface)) forms.delete(surface);
}

export function forgetForms(): void {
  forms.clear();
}

function without(errors: Record<string, string>, blockId: string): Record<string, string> {
  return Object.fromEntries(Object.entries(errors).filter(([key]) => key !== blockId));
}
