import { DAY_MS, isoTime } from '../../../../shared/time.ts';
import { type JsonObject, own } from '../read/json.ts';
import { type Settings, STABILITIES, type Stability } from './detected.ts';

export const SUNSET = 'x-sunset';
export const STABILITY = 'x-stability-level';

export type Removal = 'without-deprecation' | 'with-deprecation' | 'before-sunset' | 'sunset-parse';

/** Whether something may go: it was deprecated, and its sunset date, if it has one, has come. */
export function removalOf(value: JsonObject, settings: Settings): Removal {
  if (own(value, 'deprecated') !== true) return 'without-deprecation';
  if (own(value, SUNSET) === undefined) return 'with-deprecation';
  const sunset = dayOf(value);
  if (sunset === null) return 'sunset-parse';
  // Nobody said what day it is: taken for too early, because that is the answer that asks a person.
  if (settings.now === null || today(settings.now) < sunset) return 'before-sunset';
  return 'with-deprecation';
}

export const LIFECYCLE_EVENTS = [
  'reactivated',
  'deprecated',
  'deprecated-with-sunset',
  'sunset-missing',
  'sunset-invalid',
  'sunset-too-small',
  'sunset-deleted',
  'sunset-changed-invalid',
  'sunset-changed-too-small',
] as const;
export type LifecycleEvent = (typeof LIFECYCLE_EVENTS)[number];

/** What happened to the deprecation of something that both sides have; null when nothing did. */
export function lifecycleOf(
  base: JsonObject,
  head: JsonObject,
  days: number,
  settings: Settings,
): LifecycleEvent | null {
  const [was, is] = [own(base, 'deprecated') === true, own(head, 'deprecated') === true];
  if (was && !is) return 'reactivated';
  if (!is) return null;
  const hasSunset = own(head, SUNSET) !== undefined;
  if (!was) {
    if (!hasSunset) return days > 0 ? 'sunset-missing' : 'deprecated';
    const sunset = dayOf(head);
    if (sunset === null) return 'sunset-invalid';
    return isTooSoon(sunset, days, settings) ? 'sunset-too-small' : 'deprecated-with-sunset';
  }
  const before = own(base, SUNSET);
  if (before === undefined || before === own(head, SUNSET)) return null;
  if (!hasSunset) return 'sunset-deleted';
  const [from, to] = [dayOf(base), dayOf(head)];
  if (from === null || to === null) return 'sunset-changed-invalid';
  return to < from && isTooSoon(to, days, settings) ? 'sunset-changed-too-small' : null;
}

/** The days a deprecation must last at a stability: drafts and alphas owe nobody notice. */
export function noticeDays(stability: Stability, settings: Settings): number {
  if (stability === 'stable') return settings.deprecationDays.stable;
  return stability === 'beta' ? settings.deprecationDays.beta : 0;
}

/** `stable` when nothing is said; null when what is said is not a level. */
export function stabilityOf(value: JsonObject): Stability | null {
  const written = own(value, STABILITY);
  if (written === undefined || written === null || written === '') return 'stable';
  return STABILITIES.find((level) => level === written) ?? null;
}

export function isBelow(level: Stability, threshold: Stability): boolean {
  return STABILITIES.indexOf(level) < STABILITIES.indexOf(threshold);
}

function isTooSoon(day: number, days: number, settings: Settings): boolean {
  return settings.now !== null && day - today(settings.now) < days;
}

function today(now: number): number {
  return Math.floor(now / DAY_MS);
}

/** Days since 1970 of an RFC 3339 date, with or without a time; null when it is none. */
function dayOf(value: JsonObject): number | null {
  const written = own(value, SUNSET);
  if (typeof written !== 'string') return null;
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?$/i.test(written)) return null;
  const at = Date.parse(`${written.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at) || isoTime(at).slice(0, 10) !== written.slice(0, 10)) return null;
  return Math.floor(at / DAY_MS);
}
