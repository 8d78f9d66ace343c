import { setTimeout as wait } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FileRequest, ReadOutcome, Side, UnreadableReason } from '../../model/facts.ts';
import { factKey } from '../../model/facts.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { CountersignError, messageOf } from '../../shared/errors.ts';

export const FILE_LIMIT_BYTES = 20 * 1_024 * 1_024;
export const TOTAL_LIMIT_BYTES = 60 * 1_024 * 1_024;
const AT_ONCE = 4;
const FIRST_WAIT_MS = 200;

/** What one pack may spend on the code host. */
export type Allowance = { maxCalls: number; maxRetries: number; remainingMs(): number };

export type TreeOutcome =
  | { kind: 'tree'; paths: string[]; truncated: boolean }
  | { kind: 'unreadable'; detail: string };

export type Reader = {
  /** For one pack: its own budget and deadline, the same memory of what was read before. */
  under(allowance: Allowance): PackReader;
  filesRead(): number;
};

export type PackReader = {
  tree(side: Side): Promise<TreeOutcome>;
  readAll(requests: readonly FileRequest[]): Promise<Map<string, ReadOutcome>>;
};

/**
 * Reads a snapshot once per file, with limits on size, calls and time. Never throws: a refusal of the code host, an
 * empty budget and a passed deadline come back as `unreadable`, with the reason.
 */
export function openReader(snapshot: Snapshot): Reader {
  const texts = new Map<string, ReadOutcome>();
  const trees = new Map<Side, TreeOutcome>();
  let totalBytes = 0;

  function under(allowance: Allowance): PackReader {
    const callsBefore = snapshot.calls();
    const atOnce = pLimit(AT_ONCE);
    const onTheWay = new Set<Promise<ReadOutcome>>();
    const callsLeft = () => allowance.maxCalls - (snapshot.calls() - callsBefore);

    async function spend<T>(ask: () => Promise<T>): Promise<T | Refused> {
      for (let attempt = 0; ; attempt += 1) {
        if (callsLeft() <= 0)
          return refused('budget-exhausted', `the pack's budget of ${allowance.maxCalls} calls is used up`);
        if (allowance.remainingMs() <= 0) return refused('timed-out', "the pack's time limit is used up");
        try {
          return await within(ask(), allowance.remainingMs());
        } catch (thrown) {
          const pauseMs = pauseAfter(thrown, attempt);
          if (pauseMs === null || attempt >= allowance.maxRetries || pauseMs >= allowance.remainingMs())
            return refused('error', messageOf(thrown));
          await wait(pauseMs);
        }
      }
    }

    async function readOne(request: FileRequest): Promise<ReadOutcome> {
      const known = texts.get(factKey(request));
      if (known !== undefined) return known;
      const left = TOTAL_LIMIT_BYTES - totalBytes;
      if (left <= 0) return overTotal(request.path);
      const outcome = await spend(() => snapshot.read(request, Math.min(FILE_LIMIT_BYTES, left)));
      if (outcome instanceof Refused)
        return {
          kind: 'unreadable',
          reason: outcome.reason,
          detail: `${request.path} could not be read: ${outcome.detail}.`,
        };
      if (outcome.kind === 'unreadable' && outcome.reason === 'too-large' && left < FILE_LIMIT_BYTES)
        return overTotal(request.path);
      if (outcome.kind === 'text') totalBytes += outcome.bytes;
      texts.set(factKey(request), outcome);
      return outcome;
    }

    /** Calls on their way count, so that several at once do not overdraw the budget together. */
    async function inTurn(request: FileRequest): Promise<ReadOutcome> {
      while (onTheWay.size > 0 && onTheWay.size >= callsLeft()) await Promise.race(onTheWay);
      const reading = readOne(request);
      onTheWay.add(reading);
      const outcome = await reading;
      onTheWay.delete(reading);
      return outcome;
    }

    async function readAll(requests: readonly FileRequest[]): Promise<Map<string, ReadOutcome>> {
      const read = (request: FileRequest) => atOnce(async () => [factKey(request), await inTurn(request)] as const);
      return new Map(await Promise.all(requests.map(read)));
    }

    async function tree(side: Side): Promise<TreeOutcome> {
      const known = trees.get(side);
      if (known !== undefined) return known;
      const listed = await spend(() => snapshot.tree(side));
      if (listed instanceof Refused)
        return { kind: 'unreadable', detail: `The files at ${side} could not be listed: ${listed.detail}.` };
      const outcome: TreeOutcome = { kind: 'tree', ...listed };
      trees.set(side, outcome);
      return outcome;
    }

    return { tree, readAll };
  }

  return { under, filesRead: () => [...texts.values()].filter((outcome) => outcome.kind === 'text').length };
}

class Refused {
  readonly reason: UnreadableReason;
  readonly detail: string;
  constructor(reason: UnreadableReason, detail: string) {
    this.reason = reason;
    this.detail = detail.replace(/\.$/, '');
  }
}

function refused(reason: UnreadableReason, detail: string): Refused {
  return new Refused(reason, detail);
}

function overTotal(path: string): ReadOutcome {
  const detail = `${path} was not read: the files of this change add up to more than ${TOTAL_LIMIT_BYTES} bytes.`;
  return { kind: 'unreadable', reason: 'budget-exhausted', detail };
}

/** Milliseconds before asking again; null when asking again cannot help. */
function pauseAfter(thrown: unknown, attempt: number): number | null {
  if (!(thrown instanceof CountersignError) || thrown.permanent) return null;
  return thrown.retryAfterMs ?? FIRST_WAIT_MS * 2 ** attempt;
}

/** An answer that comes after the deadline is dropped: it was already recorded as timed out. */
async function within<T>(asked: Promise<T>, ms: number): Promise<T | Refused> {
  const answered = new AbortController();
  const deadline = wait(ms, refused('timed-out', "the pack's time limit is used up"), { signal: answered.signal });
  try {
    return await Promise.race([asked, deadline]);
  } finally {
    answered.abort();
  }
}
