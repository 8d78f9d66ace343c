import { isObject, type JsonObject, own } from './read/json.ts';

/** `info.version` as text; empty when there is none. */
export function versionOf(root: JsonObject): string {
  const info = own(root, 'info');
  const version = isObject(info) ? own(info, 'version') : undefined;
  return version === undefined || version === null ? '' : String(version);
}
