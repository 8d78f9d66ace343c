import { namesOf, own, textOf } from '../read/json.ts';
import type { Operation } from '../read/operation.ts';
import { under } from '../read/place.ts';
import { compareRequestBody } from './bodies.ts';
import {
  isBelow,
  type LifecycleEvent,
  lifecycleOf,
  noticeDays,
  type Removal,
  removalOf,
  STABILITY,
  SUNSET,
  stabilityOf,
} from './lifecycle.ts';
import { note, type OperationPair, type Pair } from './operation-pair.ts';
import { compareParameters } from './parameters.ts';
import { compareResponses } from './responses.ts';
import { compareOperationSecurity } from './security.ts';

export function labelOf(operation: Operation): string {
  return `${operation.method.toUpperCase()} ${operation.path}`;
}

export function reportAddedOperation(pair: Pair, operation: Operation): void {
  const at = { base: null, head: operation.value.at };
  const said = {
    direction: 'none' as const,
    effect: 'widens' as const,
    path: '',
    message: 'the operation was added',
    ...at,
  };
  note({ pair, label: labelOf(operation) }, 'endpoint-added', said);
}

const REMOVALS: Readonly<Record<Removal, string>> = {
  'without-deprecation': 'the operation was removed without having been deprecated',
  'with-deprecation': 'the operation was removed after it had been deprecated',
  'before-sunset': 'the operation was removed before its sunset date',
  'sunset-parse': 'the operation was removed, and its sunset date is not a date',
};

/** `whole`: the path went with all its operations. Drafts and alphas may go without a word. */
export function reportRemovedOperation(pair: Pair, operation: Operation, whole: boolean): void {
  const { value } = operation;
  const stability = stabilityOf(value.value);
  const both = { pair, label: labelOf(operation) };
  if (stability === null) reportInvalidStability(both, value, null);
  else if (isBelow(stability, pair.settings.stability)) return;
  const removal = removalOf(value.value, pair.settings);
  const stem = whole ? 'api-path-removed' : 'api-removed';
  const code = removal === 'sunset-parse' ? 'api-path-sunset-parse' : `${stem}-${removal}`;
  const said = { path: '', message: REMOVALS[removal], base: value.at, head: null };
  note(both, code, { direction: 'request', effect: 'narrows', ...said });
}

/** Everything between two versions of one operation. */
export function compareOperations(both: OperationPair): void {
  const { pair, base, head } = both;
  const [from, to] = [stabilityOf(base.value.value), stabilityOf(head.value.value)];
  if (own(base.value.value, STABILITY) !== own(head.value.value, STABILITY)) {
    if (from === null) reportInvalidStability(both, base.value, null);
    if (to === null) reportInvalidStability(both, null, head.value);
  }
  const threshold = pair.settings.stability;
  if (from !== null && to !== null && from !== to && !isBelow(from, threshold)) {
    const fell = isBelow(to, from);
    const said = { path: '', message: `the stability level changed from ${from} to ${to}` };
    const at = { base: base.value.at, head: under(head.value.at, STABILITY) };
    const code = `api-stability-${fell ? 'decreased' : 'increased'}`;
    note(both, code, { direction: 'none', effect: fell ? 'narrows' : 'widens', ...said, ...at });
  }
  if (to !== null && isBelow(to, threshold)) return;
  compareLifecycle(both);
  compareNames(both);
  compareOperationSecurity(pair, both.label, base.value, head.value);
  compareParameters(both);
  compareRequestBody(both);
  compareResponses(both);
}

function reportInvalidStability(
  both: Pick<OperationPair, 'pair' | 'label'>,
  base: Operation['value'] | null,
  head: Operation['value'] | null,
): void {
  const message = `the stability level is none of draft, alpha, beta and stable`;
  const at = {
    base: base === null ? null : under(base.at, STABILITY),
    head: head === null ? null : under(head.at, STABILITY),
  };
  note(both, 'api-invalid-stability-level', { direction: 'none', effect: 'neutral', path: '', message, ...at });
}

const EVENTS: Readonly<Record<LifecycleEvent, readonly [code: string, text: string]>> = {
  reactivated: ['endpoint-reactivated', 'the operation is no longer deprecated'],
  deprecated: ['endpoint-deprecated', 'the operation was deprecated'],
  'deprecated-with-sunset': ['endpoint-deprecated-with-sunset', 'the operation was deprecated with a sunset date'],
  'sunset-missing': ['api-deprecated-sunset-missing', 'the operation was deprecated without a sunset date'],
  'sunset-invalid': ['api-deprecated-sunset-parse', 'the sunset date of the deprecated operation is not a date'],
  'sunset-too-small': ['api-sunset-date-too-small', 'the sunset date of the deprecated operation is too early'],
  'sunset-deleted': ['sunset-deleted', 'the sunset date was removed while the operation stays deprecated'],
  'sunset-changed-invalid': ['api-path-sunset-parse', 'the sunset date of the deprecated operation is not a date'],
  'sunset-changed-too-small': ['api-sunset-date-changed-too-small', 'the sunset date was moved too far forward'],
};

function compareLifecycle(both: OperationPair): void {
  const { base, head, pair } = both;
  const event = lifecycleOf(
    base.value.value,
    head.value.value,
    noticeDays(both.stability, pair.settings),
    pair.settings,
  );
  if (event === null) return;
  const [code, message] = EVENTS[event];
  const keyword = Object.hasOwn(head.value.value, SUNSET) ? SUNSET : 'deprecated';
  const place = Object.hasOwn(head.value.value, keyword) ? under(head.value.at, keyword) : head.value.at;
  note(both, code, { direction: 'none', effect: 'neutral', path: '', message, base: base.value.at, head: place });
}

function compareNames(both: OperationPair): void {
  const [base, head] = [both.base.value, both.head.value];
  const said = { direction: 'none' as const, effect: 'neutral' as const, path: '', base: base.at, head: head.at };
  const [from, to] = [textOf(own(base.value, 'operationId')) ?? '', textOf(own(head.value, 'operationId')) ?? ''];
  if (from === '' && to !== '')
    note(both, 'api-operation-id-added', { ...said, message: `the operation id ${to} was added` });
  else if (from !== to) {
    const message = to === '' ? `the operation id ${from} was removed` : `the operation id ${from} became ${to}`;
    note(both, 'api-operation-id-removed', { ...said, message });
  }
  const [before, after] = [namesOf(own(base.value, 'tags')), namesOf(own(head.value, 'tags'))];
  for (const tag of before) {
    if (!after.includes(tag))
      note(both, 'api-tag-removed', { ...said, cosmetic: true, message: `the tag ${tag} was removed` });
  }
  for (const tag of after) {
    if (!before.includes(tag))
      note(both, 'api-tag-added', { ...said, cosmetic: true, message: `the tag ${tag} was added` });
  }
}
