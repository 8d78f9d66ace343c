import { type JsonObject, own } from '../read/json.ts';
import type { Delta, Facet, Property } from '../schema/delta.ts';
import { keywordPlace } from '../schema/parts.ts';
import { isBelow, lifecycleOf, noticeDays, SUNSET, stabilityOf } from './lifecycle.ts';
import { prefixOf, type Spot, say } from './schema-context.ts';

/** Properties that came and went, and those that began or ceased to be required. */
export function reportMembers(spot: Spot, delta: Delta): void {
  for (const property of delta.removed) reportRemoved(spot, delta, property);
  for (const property of delta.added) reportAdded(spot, delta, property);
  for (const name of delta.required.added) reportRequired(spot, delta, name, true);
  for (const name of delta.required.removed) reportRequired(spot, delta, name, false);
}

function reportRemoved(spot: Spot, delta: Delta, property: Property): void {
  const code = removedCode(spot, property);
  if (code === null) return;
  const effect = spot.context.direction === 'request' ? 'narrows' : 'widens';
  const at = { base: property.schema.at, head: delta.head.at, name: below(spot, property.name) };
  say({ ...spot, hidden: false }, code, { ...at, effect, text: 'the property was removed' });
}

function reportAdded(spot: Spot, delta: Delta, property: Property): void {
  const code = addedCode(spot, property);
  if (code === null) return;
  const need = property.required ? 'required' : 'optional';
  const narrows = spot.context.direction === 'response' || property.required;
  const at = { base: delta.base.at, head: property.schema.at, name: below(spot, property.name) };
  say({ ...spot, hidden: false }, code, {
    ...at,
    effect: narrows ? 'narrows' : 'widens',
    text: `a ${need} property was added`,
  });
}

/** Null for what never travels in this direction. */
function removedCode(spot: Spot, property: Property): string | null {
  const { context } = spot;
  const mode = modeOf(spot, property.schema.value);
  if (context.root === 'response-body') {
    return `response-${property.required ? 'required' : 'optional'}${mode}-property-removed`;
  }
  if (mode !== '') return null;
  return context.root === 'request-body' ? 'request-property-removed' : `${context.nested}-removed`;
}

function addedCode(spot: Spot, property: Property): string | null {
  const { context } = spot;
  const need = property.required ? 'required' : 'optional';
  const mode = modeOf(spot, property.schema.value);
  if (context.root === 'response-body') return `response-${need}${mode}-property-added`;
  if (context.root === 'response-header') return `${context.nested}-added`;
  if (mode !== '') return null;
  if (context.root === 'request-body') {
    const hasDefault = property.required && own(property.schema.value, 'default') !== undefined;
    return `new-${need}-request-property${hasDefault ? '-with-default' : ''}`;
  }
  if (context.isHeaderParameter && property.required) return 'new-required-request-header-property';
  return `new-${need}-request-parameter-property`;
}

function reportRequired(spot: Spot, delta: Delta, name: string, became: boolean): void {
  const schema = delta.links.find((candidate) => candidate.property === name)?.delta.head.value ?? {};
  const code = requiredCode(spot, schema, became);
  if (code === null) return;
  say({ ...spot, hidden: false }, code, {
    effect: became ? 'narrows' : 'widens',
    text: became ? 'the property became required' : 'the property became optional',
    base: keywordPlace(delta.base, 'required'),
    head: keywordPlace(delta.head, 'required'),
    name: below(spot, name),
  });
}

function requiredCode(spot: Spot, schema: JsonObject, became: boolean): string | null {
  const { context } = spot;
  const mode = modeOf(spot, schema);
  const ending = became ? 'required' : 'optional';
  if (context.root === 'response-body') return `response${mode}-property-became-${ending}`;
  if (context.root === 'request-body' && mode !== '') return null;
  if (became && context.isHeaderParameter) return 'request-header-property-became-required';
  const hasDefault = became && context.root === 'request-body' && own(schema, 'default') !== undefined;
  return `${context.nested}-became-${ending}${hasDefault ? '-with-default' : ''}`;
}

/** `readOnly` and `writeOnly` that were turned on or off, told apart by whether the property was required. */
export function changeReadability(spot: Spot, delta: Delta, facet: Facet, parent: Delta, name: string): void {
  const { context } = spot;
  if (context.root !== 'request-body' && context.root !== 'response-body') return;
  const was = own(parent.base.value, 'required');
  const need = Array.isArray(was) && was.includes(name) ? 'required' : 'optional';
  const code = `${context.direction}-${need}-property-${facet.action}-${facet.facet}`;
  say({ ...spot, hidden: false }, code, {
    effect: 'neutral',
    text: `the property ${facet.action === 'became' ? 'became' : 'is no longer'} ${facet.keyword}`,
    base: keywordPlace(delta.base, facet.keyword),
    head: keywordPlace(delta.head, facet.keyword),
  });
}

const PROPERTY_EVENTS: Readonly<Record<string, readonly [code: string, text: string]>> = {
  reactivated: ['reactivated', 'is no longer deprecated'],
  deprecated: ['deprecated', 'was deprecated'],
  'deprecated-with-sunset': ['deprecated-with-sunset', 'was deprecated with a sunset date'],
  'sunset-missing': ['deprecated-sunset-missing', 'was deprecated without the sunset date that is asked for'],
  'sunset-invalid': ['deprecated-sunset-invalid', 'was deprecated with a sunset date that is not a date'],
  'sunset-too-small': ['sunset-date-too-small', 'was deprecated with a sunset date that is too early'],
};

export function changePropertyLifecycle(spot: Spot, delta: Delta): void {
  if (spot.isRoot) return;
  const { context } = spot;
  const days = noticeDays(context.stability, context.settings);
  const event = lifecycleOf(delta.base.value, delta.head.value, days, context.settings);
  const known = event === null ? undefined : PROPERTY_EVENTS[event];
  if (known === undefined) return;
  const keyword = Object.hasOwn(delta.head.value, SUNSET) ? SUNSET : 'deprecated';
  say({ ...spot, hidden: false }, `${prefixOf(spot)}-${known[0]}`, {
    effect: 'neutral',
    text: `it ${known[1]}`,
    base: delta.base.at,
    head: keywordPlace(delta.head, keyword),
  });
}

export function changeStability(spot: Spot, delta: Delta): void {
  if (spot.isRoot) return;
  const [from, to] = [stabilityOf(delta.base.value), stabilityOf(delta.head.value)];
  if (from === null || to === null || from === to || isBelow(from, spot.context.settings.stability)) return;
  const fell = isBelow(to, from);
  say({ ...spot, hidden: false }, `${prefixOf(spot)}-stability-${fell ? 'decreased' : 'increased'}`, {
    effect: fell ? 'narrows' : 'widens',
    text: `the stability level changed from ${from} to ${to}`,
    base: keywordPlace(delta.base, 'x-stability-level'),
    head: keywordPlace(delta.head, 'x-stability-level'),
  });
}

/** How the value does not travel in this direction: `-read-only` in requests, `-write-only` in responses, or nothing. */
function modeOf(spot: Spot, schema: JsonObject): '' | '-read-only' | '-write-only' {
  const { context } = spot;
  if (context.root === 'request-body') return spot.hidden || own(schema, 'readOnly') === true ? '-read-only' : '';
  if (context.root === 'response-body') return spot.hidden || own(schema, 'writeOnly') === true ? '-write-only' : '';
  return '';
}

function below(spot: Spot, name: string): string {
  return spot.name === '' ? name : `${spot.name}/${name}`;
}
