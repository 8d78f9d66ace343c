import { isObject, own } from '../read/json.ts';
import type { Parameter } from '../read/operation.ts';
import { under } from '../read/place.ts';
import type { Delta } from '../schema/delta.ts';
import { isNullable, typesOf } from '../schema/nullable.ts';
import { type LifecycleEvent, lifecycleOf, noticeDays, type Removal, removalOf, SUNSET } from './lifecycle.ts';
import { note, type OperationPair } from './operation-pair.ts';
import { reportSchema } from './schema-changes.ts';
import type { SchemaContext } from './schema-context.ts';
import { valueText } from './text.ts';

/** What callers put into the path, the query, headers and cookies. */
export function compareParameters(both: OperationPair): void {
  const after = new Map(both.head.parameters.map((parameter) => [keyOf(parameter, parameter.name), parameter]));
  const taken = new Set<string>();
  for (const parameter of both.base.parameters) {
    const name = parameter.in === 'path' ? (both.renames.get(parameter.name) ?? parameter.name) : parameter.name;
    const key = keyOf(parameter, name);
    const other = after.get(key);
    if (other === undefined) reportRemoved(both, parameter);
    else {
      taken.add(key);
      compareParameter(both, parameter, other);
    }
  }
  for (const [key, parameter] of after) if (!taken.has(key)) reportAdded(both, parameter);
}

const REMOVALS: Readonly<Record<Removal, readonly [code: string, text: string]>> = {
  'without-deprecation': ['request-parameter-removed', 'it was removed'],
  'with-deprecation': ['request-parameter-removed-with-deprecation', 'it was removed after it had been deprecated'],
  'before-sunset': ['request-parameter-removed-before-sunset', 'it was removed before its sunset date'],
  'sunset-parse': ['request-parameter-sunset-parse', 'it was removed, and its sunset date is not a date'],
};

function reportRemoved(both: OperationPair, parameter: Parameter): void {
  const [code, text] = REMOVALS[removalOf(parameter.value.value, both.pair.settings)];
  const message = `${subjectOf(parameter)}: ${text}`;
  const at = { base: parameter.value.at, head: both.head.value.at };
  note(both, code, { direction: 'request', effect: 'narrows', path: pathOf(parameter), message, ...at });
}

function reportAdded(both: OperationPair, parameter: Parameter): void {
  const need = parameter.required ? 'required' : 'optional';
  const message = `${subjectOf(parameter)}: a ${need} parameter was added`;
  const at = { base: both.base.value.at, head: parameter.value.at };
  const effect = parameter.required ? 'narrows' : 'widens';
  note(both, addedCode(parameter), { direction: 'request', effect, path: pathOf(parameter), message, ...at });
}

function addedCode(parameter: Parameter): string {
  if (parameter.in === 'path') return 'new-request-path-parameter';
  const need = parameter.required ? 'required' : 'optional';
  return parameter.shared ? `new-${need}-request-default-parameter-to-existing-path` : `new-${need}-request-parameter`;
}

const EVENTS: Readonly<Partial<Record<LifecycleEvent, readonly [code: string, text: string]>>> = {
  reactivated: ['request-parameter-reactivated', 'it is no longer deprecated'],
  deprecated: ['request-parameter-deprecated', 'it was deprecated'],
  'deprecated-with-sunset': ['request-parameter-deprecated', 'it was deprecated with a sunset date'],
  'sunset-missing': ['request-parameter-deprecated-sunset-missing', 'it was deprecated without a sunset date'],
  'sunset-invalid': ['request-parameter-sunset-parse', 'its sunset date is not a date'],
  'sunset-too-small': ['request-parameter-sunset-date-too-small', 'its sunset date is too early'],
  'sunset-deleted': ['request-parameter-sunset-deleted', 'its sunset date was removed while it stays deprecated'],
  'sunset-changed-invalid': ['request-parameter-sunset-parse', 'its sunset date is not a date'],
  'sunset-changed-too-small': [
    'request-parameter-sunset-date-changed-too-small',
    'its sunset date was moved too far forward',
  ],
};

function compareParameter(both: OperationPair, base: Parameter, head: Parameter): void {
  const at = { base: base.value.at, head: head.value.at };
  const say = (code: string, effect: 'narrows' | 'widens' | 'neutral', text: string, keyword: string): void => {
    const place = Object.hasOwn(head.value.value, keyword) ? under(head.value.at, keyword) : head.value.at;
    const message = `${subjectOf(head)}: ${text}`;
    note(both, code, { direction: 'request', effect, path: pathOf(head), message, base: at.base, head: place });
  };
  if (!base.required && head.required)
    say('request-parameter-became-required', 'narrows', 'it became required', 'required');
  if (base.required && !head.required)
    say('request-parameter-became-optional', 'widens', 'it became optional', 'required');
  const days = noticeDays(both.stability, both.pair.settings);
  const event = lifecycleOf(base.value.value, head.value.value, days, both.pair.settings);
  const known = event === null ? undefined : EVENTS[event];
  if (known !== undefined) say(known[0], 'neutral', known[1], SUNSET);
  if (base.schema === null || head.schema === null) return;
  const delta = both.pair.schemas.compare(base.schema, head.schema);
  if (delta === null) return;
  reportDefault(base, head, delta, say);
  reportEnumOfHeader(head, delta, say);
  const single = isSingleToList(both, head, delta);
  if (single) {
    const text = 'it takes a list now; a single value is a list of one on the wire';
    say('request-parameter-type-generalized', 'widens', text, 'schema');
  }
  reportSchema(contextOf(both, head), single ? { ...delta, type: null } : delta);
}

type Say = (code: string, effect: 'narrows' | 'widens' | 'neutral', text: string, keyword: string) => void;

/** Leaving the parameter out means another value now; on a required one the default is never used. */
function reportDefault(base: Parameter, head: Parameter, delta: Delta, say: Say): void {
  const written = [base, head].map((parameter) => own(parameter.value.value, 'required'));
  if (written.includes(true)) return;
  for (const facet of delta.facets) {
    if (facet.facet !== 'default-value') continue;
    const text = `the default changed from ${valueText(facet.from)} to ${valueText(facet.to)}`;
    say(`request-parameter-default-value-${facet.action}`, 'neutral', text, 'schema');
  }
}

function reportEnumOfHeader(head: Parameter, delta: Delta, say: Say): void {
  if (head.in !== 'header' || !delta.facets.some(({ facet }) => facet === 'became-enum')) return;
  say('request-header-property-became-enum', 'narrows', 'only certain values are left', 'schema');
}

/** `?color=red` is a list of one where lists are written as repeated names, provided the items take what was taken. */
function isSingleToList(both: OperationPair, head: Parameter, delta: Delta): boolean {
  const change = delta.type;
  if (change === null || !head.formExplode || (head.in !== 'query' && head.in !== 'cookie')) return false;
  if (change.head.length !== 1 || change.head[0] !== 'array') return false;
  if (change.base.length === 0 || change.base.some((type) => type === 'array' || type === 'object')) return false;
  const items = both.pair.head.schema({ value: own(delta.head.value, 'items'), at: under(delta.head.at, 'items') });
  if (items === null) return false;
  const taken = typesOf(items.value);
  const fits = taken.length === 0 || taken.includes('string') || change.base.every((type) => taken.includes(type));
  const bare = (schema: typeof items) => {
    const { type: _, nullable: __, ...rest } = schema.value;
    return { value: isObject(rest) ? rest : {}, at: schema.at };
  };
  const { base, head: after, schemas } = both.pair;
  return (
    fits &&
    !(isNullable(delta.base.value) && !isNullable(delta.head.value)) &&
    schemas.equivalent(base, after, bare(delta.base), bare(items))
  );
}

function contextOf(both: OperationPair, parameter: Parameter): SchemaContext {
  return {
    direction: 'request',
    root: 'request-parameter',
    nested: 'request-parameter-property',
    operation: both.label,
    path: pathOf(parameter),
    subject: subjectOf(parameter),
    strong: false,
    isHeaderParameter: parameter.in === 'header',
    stability: both.stability,
    report: both.pair.report,
    settings: both.pair.settings,
  };
}

function keyOf(parameter: Parameter, name: string): string {
  return `${parameter.in} ${name}`;
}

function pathOf(parameter: Parameter): string {
  return `${parameter.in} parameter ${parameter.name}`;
}

function subjectOf(parameter: Parameter): string {
  return `the ${parameter.in} parameter "${parameter.name}"`;
}
