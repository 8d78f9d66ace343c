import type { Facts, ReadOutcome } from '../../model/facts.ts';

/** Shorter texts are copied; from here on a copy for each comparator would hold up the event loop. */
const SHARE_FROM_CHARS = 64 * 1_024;

type SharedText = { kind: 'shared'; memory: SharedArrayBuffer; bytes: number; blobSha: string };
export type SentFacts = Omit<Facts, 'texts'> & { texts: Record<string, ReadOutcome | SharedText> };

const shared = new WeakMap<ReadOutcome, SharedText>();

/** Facts as they travel to a worker: a large text lies in shared memory, written once however many workers read it. */
export function packFacts(facts: Facts): SentFacts {
  const texts = Object.entries(facts.texts).map(([key, outcome]) => [key, packed(outcome)] as const);
  return { ...facts, texts: Object.fromEntries(texts) };
}

/** The same facts again, in the worker. */
export function unpackFacts(sent: SentFacts): Facts {
  const texts = Object.entries(sent.texts).map(([key, outcome]) => [key, unpacked(outcome)] as const);
  return { ...sent, texts: Object.fromEntries(texts) };
}

function packed(outcome: ReadOutcome): ReadOutcome | SharedText {
  if (outcome.kind !== 'text' || outcome.text.length < SHARE_FROM_CHARS) return outcome;
  const known = shared.get(outcome);
  if (known !== undefined) return known;
  const { text, bytes, blobSha } = outcome;
  const memory = new SharedArrayBuffer(Buffer.byteLength(text));
  Buffer.from(memory).write(text, 'utf8');
  const fresh: SharedText = { kind: 'shared', memory, bytes, blobSha };
  shared.set(outcome, fresh);
  return fresh;
}

function unpacked(outcome: ReadOutcome | SharedText): ReadOutcome {
  if (outcome.kind !== 'shared') return outcome;
  const { memory, bytes, blobSha } = outcome;
  return { kind: 'text', text: Buffer.from(memory).toString('utf8'), bytes, blobSha };
}
