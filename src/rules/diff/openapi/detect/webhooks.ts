import type { Content } from '../read/operation.ts';
import { compareResponseContent } from './bodies.ts';
import { stabilityOf } from './lifecycle.ts';
import type { Pair } from './operation-pair.ts';
import type { PathItem } from './paths.ts';

const NONE: Content = new Map();

/** The API is the caller here: what it sends is what subscribers receive, so the body is judged as a response. */
export function compareWebhook(pair: Pair, name: string, base: PathItem, head: PathItem): void {
  for (const [method, operation] of base.operations) {
    const other = head.operations.get(method);
    if (other === undefined) continue;
    const stability = stabilityOf(other.value.value) ?? 'stable';
    const both = { pair, label: `webhook ${name}`, base: operation, head: other, renames: new Map(), stability };
    compareResponseContent(both, 'sent', operation.body?.content ?? NONE, other.body?.content ?? NONE);
  }
}
