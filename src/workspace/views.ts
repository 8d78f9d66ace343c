import { randomBytes } from 'node:crypto';
import { ApiError, invalidArguments } from './api-error.ts';
import { type Core, modalsOf, newId } from './core.ts';
import type { Json, View } from './data.ts';
import { dressBlocks, dressText } from './dress.ts';
import { stateValues } from './element-state.ts';
import { toPageView } from './page-state.ts';
import { validateView } from './validate/validate-view.ts';

const maxStack = 3;
const maxViewBytes = 250_000;

/** Checks a view an app sent. Throws the answer Slack would give. */
export function checkView(view: unknown, surface: 'modal' | 'home', at = '/view'): Json {
  const issues = validateView(view, surface, at);
  if (issues.length > 0) throw invalidArguments(issues);
  if (Buffer.byteLength(JSON.stringify(view)) > maxViewBytes) throw new ApiError('view_too_large');
  return view as Json;
}

function newHash(core: Core): string {
  return `${Math.floor(core.now() / 1000)}.${randomBytes(4).toString('hex')}`;
}

type Place = { id: string; userId: string; rootId: string; previousId: string | null };

function build(core: Core, view: Json, place: Place): View {
  const externalId = String(view.external_id ?? '');
  refuseTakenExternalId(core, externalId, place.id);
  const blocks = dressBlocks(view.blocks as Json[]);
  return {
    ...place,
    type: view.type === 'home' ? 'home' : 'modal',
    externalId,
    callbackId: String(view.callback_id ?? ''),
    privateMetadata: String(view.private_metadata ?? ''),
    title: dressText(view.title),
    submit: dressText(view.submit),
    close: dressText(view.close),
    blocks,
    clearOnClose: view.clear_on_close === true,
    notifyOnClose: view.notify_on_close === true,
    hash: newHash(core),
    values: stateValues(blocks, {}),
    errors: {},
  };
}

function allViews(core: Core): View[] {
  return [...[...core.modals.values()].flat(), ...Object.values(core.data.homes)];
}

function refuseTakenExternalId(core: Core, externalId: string, except: string): void {
  if (externalId === '') return;
  const taken = allViews(core).some((view) => view.externalId === externalId && view.id !== except);
  if (taken) throw new ApiError('duplicate_external_id');
}

export function setModals(core: Core, userId: string, views: View[]): void {
  core.modals.set(userId, views);
  core.stream.send({ type: 'modals', modals: views.map(toPageView) }, (id) => id === userId);
}

/** Opens a modal. What the person had open before is closed, as Slack does for a fresh trigger. */
export function openModal(core: Core, userId: string, view: Json): View {
  const id = newId('V');
  const opened = build(core, view, { id, userId, rootId: id, previousId: null });
  setModals(core, userId, [opened]);
  return opened;
}

export function pushModal(core: Core, userId: string, view: Json): View {
  const stack = modalsOf(core, userId);
  const top = stack.at(-1);
  if (!top) throw new ApiError('not_found');
  if (stack.length >= maxStack) throw new ApiError('push_limit_reached');
  const pushed = build(core, view, { id: newId('V'), userId, rootId: top.rootId, previousId: top.id });
  setModals(core, userId, [...stack, pushed]);
  return pushed;
}

export function findModal(core: Core, match: (view: View) => boolean): View | undefined {
  return [...core.modals.values()].flat().find(match);
}

function refuseStaleHash(present: View | undefined, hash: string | undefined): void {
  if (hash !== undefined && hash !== '' && hash !== present?.hash) throw new ApiError('hash_conflict');
}

/** Replaces an open modal in place. What the person typed stays where block id and action id are the same. */
export function updateModal(core: Core, present: View, view: Json, hash?: string): View {
  refuseStaleHash(present, hash);
  const { id, userId, rootId, previousId, values } = present;
  const updated = build(core, view, { id, userId, rootId, previousId });
  updated.values = stateValues(updated.blocks, values);
  const stack = modalsOf(core, userId);
  setModals(
    core,
    userId,
    stack.map((each) => (each.id === id ? updated : each)),
  );
  return updated;
}

export function publishHome(core: Core, userId: string, view: Json, hash?: string): View {
  const present = core.data.homes[userId];
  refuseStaleHash(present, hash);
  const id = present?.id ?? newId('V');
  const published = build(core, view, { id, userId, rootId: id, previousId: null });
  core.data.homes[userId] = published;
  core.touch();
  core.stream.send({ type: 'home', view: toPageView(published) }, (each) => each === userId);
  return published;
}
