import type { WireRecord } from './page-api.ts';

export type WireLog = {
  add(record: Omit<WireRecord, 'id' | 'at'>): void;
  /** Newest first. */
  list(): WireRecord[];
};

const keep = 500;
const maxPayloadBytes = 300_000;
const secretKeys = new Set(['token', 'authorization', 'signing_secret', 'x-slack-signature']);
const secretText = /\b(xox[a-z]|xapp)-[A-Za-z0-9-]+/g;
const secretPath = /(\/response\/|[?&]ticket=)[A-Za-z0-9_-]+/g;

/** A copy of a payload that is safe to show: tokens, signatures and one-time addresses are masked. */
export function mask(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(secretText, '$1-•••').replace(secretPath, '$1•••');
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, secretKeys.has(key.toLowerCase()) ? '•••' : mask(inner)]),
  );
}

function bounded(value: unknown): unknown {
  const masked = mask(value);
  const bytes = Buffer.byteLength(JSON.stringify(masked) ?? '');
  return bytes > maxPayloadBytes ? { leftOut: `${bytes} bytes, more than the inspector keeps` } : masked;
}

/** The last 500 payloads that crossed between the workspace and the app. */
export function createWireLog(now: () => number, announce: (record: WireRecord) => void): WireLog {
  const records: WireRecord[] = [];
  let lastId = 0;
  return {
    add(record) {
      lastId += 1;
      const kept: WireRecord = {
        ...record,
        id: lastId,
        at: new Date(now()).toISOString(),
        request: bounded(record.request),
        response: bounded(record.response),
      };
      records.unshift(kept);
      records.length = Math.min(records.length, keep);
      announce(kept);
    },
    list: () => [...records],
  };
}
