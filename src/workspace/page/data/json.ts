/** Readers for JSON that an app sent: a missing or wrong-typed field reads as empty instead of throwing. */

export type Json = Record<string, unknown>;

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object under `key`, or null. */
export function child(from: Json, key: string): Json | null {
  const value = from[key];
  return isJson(value) ? value : null;
}

/** The objects in the array under `key`; anything that is not an object is left out. */
export function children(from: Json, key: string): Json[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter(isJson) : [];
}

/** The strings in the array under `key`. */
export function strings(from: Json, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The string (or number, as text) under `key`, or ''. */
export function str(from: Json, key: string): string {
  const value = from[key];
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : '';
}

/** The number under `key` (numeric strings too), or `otherwise`. */
export function num(from: Json, key: string, otherwise: number): number {
  const value = from[key];
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'string' && value !== '' && Number.isFinite(Number(value))) return Number(value);
  return otherwise;
}

/** The text inside the text object under `key`, whichever of plain_text or mrkdwn it is. */
export function textOf(from: Json, key: string): string {
  const value = from[key];
  if (typeof value === 'string') return value;
  return isJson(value) ? str(value, 'text') : '';
}

/** `url` when a person may safely follow it, otherwise null. */
export function safeUrl(url: string): string | null {
  return /^(https?:|mailto:|tel:)/i.test(url.trim()) ? url.trim() : null;
}

/** `url` when it may be used as an image: from the web, or bytes carried inline. */
export function safeImage(url: string): string | null {
  return /^(https?:\/\/|data:image\/(png|jpeg|gif|webp|svg\+xml)[;,])/i.test(url) ? url : null;
}
