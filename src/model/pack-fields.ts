import { z } from 'zod';
import { readImpactCondition } from './impact-condition.ts';

/** What one value of a pack may look like, wherever in the pack it stands. */

export const ID = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'use lower-case letters, digits, dots, dashes and underscores');
export const REPO = z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/, 'write owner/name');
/** Bounded so that no glob can make matching slow: length, and no more than 12 stars. */
export const GLOB = z
  .string()
  .min(1)
  .max(200)
  .refine((glob) => (glob.match(/\*/g) ?? []).length <= 12, 'use at most 12 stars')
  .refine((glob) => !/[(){}].*[(){}].*[(){}].*[(){}].*[(){}]/.test(glob), 'use at most two groups');
export const PATH = z
  .string()
  .min(1)
  .max(400)
  .refine((path) => !path.split('/').includes('..'), 'must stay inside the repository');
export const EMAIL = z
  .string()
  .max(254)
  .regex(/^[^\s@]+@[^\s@]+$/, 'write an e-mail address');
export const SHARE = z.number().min(0).max(1);
export const IMPACT_CONDITION = z
  .string()
  .max(300)
  .refine(
    (condition) => readImpactCondition(condition) !== null,
    "write a condition such as drift_type == 'ownership': drift_type, token_kind or doc, == or !=, a quoted value, joined by &&",
  );
export const TIME_ZONE = z
  .string()
  .max(60)
  .refine((zone) => isTimeZone(zone), 'use an IANA time zone such as Europe/London');

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch (thrown) {
    if (thrown instanceof RangeError) return false;
    throw thrown;
  }
}
