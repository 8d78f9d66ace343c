import { ApiError, invalidArguments } from '../api-error.ts';
import type { Json } from '../data.ts';
import { isTooDeep } from '../depth.ts';

/** What a caller sent: form fields are strings, JSON bodies hold anything. */
export type Args = Json;

function refuse(name: string, message: string): ApiError {
  return invalidArguments([{ pointer: `/${name}`, message }]);
}

export function optionalText(args: Args, name: string): string | undefined {
  const value = args[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') throw refuse(name, 'must provide a string');
  return value;
}

/** A required argument. Slack names the missing field in `response_metadata.messages`. */
export function text(args: Args, name: string): string {
  const value = optionalText(args, name);
  if (value === undefined || value === '') throw refuse(name, `missing required field: ${name}`);
  return value;
}

export function flag(args: Args, name: string, otherwise = false): boolean {
  const value = args[name];
  if (value === undefined || value === null || value === '') return otherwise;
  if (value === true || value === 'true' || value === '1' || value === 1) return true;
  if (value === false || value === 'false' || value === '0' || value === 0) return false;
  throw refuse(name, 'must provide a boolean');
}

export function limit(args: Args, otherwise: number, max: number): number {
  const value = args.limit;
  if (value === undefined || value === null || value === '') return otherwise;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw new ApiError('invalid_limit');
  return Math.min(number === 0 ? otherwise : number, max);
}

/** An argument that is JSON: text in a form, a value in a JSON body. `undefined` when absent. */
export function json(args: Args, name: string, code = 'invalid_arguments'): unknown {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  const broken = () => (code === 'invalid_arguments' ? refuse(name, 'must be valid json') : new ApiError(code));
  if (typeof value !== 'string') return value;
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    throw broken();
  }
  if (isTooDeep(parsed)) throw broken();
  return parsed;
}

export type Page<T> = { items: T[]; next: string };

/** One page of a list. Cursors are opaque to callers and name the offset to continue from. */
export function page<T>(args: Args, list: T[], size: number): Page<T> {
  const cursor = optionalText(args, 'cursor') ?? '';
  const decoded = Buffer.from(cursor, 'base64url').toString();
  if (cursor !== '' && !/^at:\d{1,9}$/.test(decoded)) throw new ApiError('invalid_cursor');
  const from = cursor === '' ? 0 : Number(decoded.slice(3));
  const items = list.slice(from, from + size);
  const next = from + size < list.length ? Buffer.from(`at:${from + size}`).toString('base64url') : '';
  return { items, next };
}
