import { isObject } from './check.ts';

/** Slack publishes that there is a limit, not which. This one is the emulator's own. */
const maxBytes = 8000;

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function isFlat(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isPlain);
}

/** A payload value: text, number, flag, a flat object, or a list of flat objects. */
function isValue(value: unknown): boolean {
  return isPlain(value) || isFlat(value) || (Array.isArray(value) && value.every(isFlat));
}

/** The code Slack refuses this message metadata with, or null. `{}` is allowed: it removes metadata on update. */
export function metadataError(metadata: unknown): string | null {
  if (!isObject(metadata)) return 'invalid_metadata_format';
  const keys = Object.keys(metadata);
  if (keys.length === 0) return null;
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || type === '' || !isObject(payload)) return 'invalid_metadata_format';
  if (keys.some((key) => key !== 'event_type' && key !== 'event_payload')) return 'invalid_metadata_format';
  if (!Object.values(payload).every(isValue)) return 'invalid_metadata_schema';
  return Buffer.byteLength(JSON.stringify(metadata)) > maxBytes ? 'metadata_too_large' : null;
}
