import type { Facts, FileRequest } from '../../model/facts.ts';
import { factKey } from '../../model/facts.ts';
import { type Comparator, comparingOf } from './comparator.ts';

export const ASK_ROUNDS = 3;

/**
 * One round of `wants`: what the comparator asks for and has not got yet.
 * `final` promises that what was read so far was not looked at, so that another round would give the same answer.
 */
export function askOnce<O>(
  comparator: Comparator<O>,
  facts: Facts,
  options: O,
): { requests: FileRequest[]; final: boolean } {
  let looked = false;
  const { read: _read, ...asking } = comparingOf(comparator, facts, options);
  const wanted = comparator.wants({
    ...asking,
    has: (side, path) => {
      looked = true;
      return facts.texts[factKey({ side, path })] ?? null;
    },
  });
  const requests = new Map<string, FileRequest>();
  for (const request of wanted) {
    const key = factKey(request);
    if (facts.texts[key] === undefined) requests.set(key, request);
  }
  return { requests: [...requests.values()], final: !looked };
}
