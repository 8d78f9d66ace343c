import type { ReadOutcome } from '../../model/facts.ts';
import { messageOf } from '../../shared/errors.ts';

const NUL = 0;
/** As git does it: a NUL in the first 8,000 bytes makes a file binary. */
const SNIFF_BYTES = 8_000;

export type Unreadable = Extract<ReadOutcome, { kind: 'unreadable' }>;

export function unreadable(reason: Unreadable['reason'], detail: string): Unreadable {
  return { kind: 'unreadable', reason, detail };
}

export function tooLarge(path: string, bytes: number, maxBytes: number): Unreadable {
  return unreadable('too-large', `${path} has ${bytes} bytes; the limit is ${maxBytes}.`);
}

/** Strict UTF-8 text of a blob; a byte order mark is kept, so that the text can be written back as it was. */
export function decodeBlob(path: string, blobSha: string, content: Uint8Array): ReadOutcome {
  if (content.subarray(0, SNIFF_BYTES).includes(NUL)) return unreadable('binary', `${path} is binary.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return { kind: 'text', text, bytes: content.byteLength, blobSha };
  } catch (thrown) {
    return unreadable('not-utf8', `${path} is not UTF-8 (${messageOf(thrown)}).`);
  }
}

/** Least recently used first out, by total size. What is larger than the whole cache is not kept. */
export function sizedCache<T>(maxSize: number, sizeOf: (value: T) => number) {
  const kept = new Map<string, T>();
  let size = 0;

  function drop(key: string): void {
    const value = kept.get(key);
    if (value === undefined) return;
    kept.delete(key);
    size -= sizeOf(value);
  }

  return {
    get(key: string): T | undefined {
      const value = kept.get(key);
      if (value === undefined) return undefined;
      kept.delete(key);
      kept.set(key, value);
      return value;
    },
    set(key: string, value: T): void {
      drop(key);
      if (sizeOf(value) > maxSize) return;
      kept.set(key, value);
      size += sizeOf(value);
      for (const oldest of kept.keys()) {
        if (size <= maxSize) return;
        drop(oldest);
      }
    },
  };
}

/** Those who ask for the same key while it is being fetched wait for the one answer. */
export function singleFlight<T>(): (key: string, fetchIt: () => Promise<T>) => Promise<T> {
  const flying = new Map<string, Promise<T>>();
  return (key, fetchIt) => {
    const underWay = flying.get(key);
    if (underWay !== undefined) return underWay;
    const fetching = fetchIt().finally(() => flying.delete(key));
    flying.set(key, fetching);
    return fetching;
  };
}
