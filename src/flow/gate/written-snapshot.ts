import type { Change } from '../../model/facts.ts';
import { Pack, type StoredPack } from '../../model/pack.ts';
import type { Snapshot } from '../../ports/code-host.ts';
import { changeOf, type Given, outcomeIn } from '../../rules/gate/given.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { sha256Hex } from '../../shared/sha256.ts';

/** Two commits written down in a test or a bench, as a code host gives them. `calls` counts every request. */
export function writtenSnapshot(given: Given, faults: Partial<Snapshot> = {}): { snapshot: Snapshot; change: Change } {
  let calls = 0;
  const change = changeOf(given);
  const snapshot: Snapshot = {
    async changedFiles() {
      calls += 1;
      return { files: change.files, truncated: change.filesTruncated };
    },
    async tree(side) {
      calls += 1;
      return { paths: Object.keys(given[side] ?? {}), truncated: given.truncated ?? false };
    },
    async read(request, maxBytes) {
      calls += 1;
      const outcome = outcomeIn(given, request);
      if (outcome.kind !== 'text' || outcome.bytes <= maxBytes) return outcome;
      return { kind: 'unreadable', reason: 'too-large', detail: `${request.path} has ${outcome.bytes} bytes.` };
    },
    calls: () => calls,
    ...faults,
  };
  return { snapshot, change };
}

/** A pack with these comparators; everything else as the schema fills it in. */
export function writtenPack(
  comparators: readonly (string | { type: string; [field: string]: unknown })[],
  rest: { enforcement?: object; performance?: object; artifacts?: object[]; id?: string } = {},
): StoredPack {
  const pack = Pack.parse({
    id: rest.id ?? 'acme-payments',
    name: 'Payments',
    scope: { type: 'workspace' },
    trackA: {
      enabled: true,
      comparators: comparators.map((one) => (typeof one === 'string' ? { type: one } : one)),
      enforcement: { mode: 'block_high_critical', ...rest.enforcement },
      artifacts: rest.artifacts ?? [],
    },
    performance: rest.performance ?? {},
  });
  return { ...pack, versionHash: sha256Hex(canonicalJson(pack)) };
}
