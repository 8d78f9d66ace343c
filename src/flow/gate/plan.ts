import type { Finding, Level } from '../../model/finding.ts';
import type { StoredPack } from '../../model/pack.ts';
import type { Comparator } from '../../rules/gate/comparator.ts';
import { invalidOptions, unknownComparator } from '../../rules/gate/problems.ts';
import { type Speaker, weigh } from '../../rules/gate/weigh.ts';

export type Registry = { comparatorById(id: string): Comparator | null; comparatorIds(): string[] };

/** One comparator to run for one pack, with its options read. */
export type Run = {
  pack: StoredPack;
  comparator: Comparator;
  options: unknown;
  level: Level | undefined;
  timeoutMs: number;
};

/** The runs a pack asks for, in its order, and what keeps one of them from being run. */
export function planRuns(pack: StoredPack, registry: Registry): { runs: Run[]; findings: Finding[] } {
  const runs: Run[] = [];
  const findings: Finding[] = [];
  if (!pack.trackA.enabled) return { runs, findings };
  for (const entry of pack.trackA.comparators) {
    if (!entry.enabled) continue;
    const comparator = registry.comparatorById(entry.type);
    if (comparator === null) {
      const problem = unknownComparator(entry.type, registry.comparatorIds());
      findings.push(...weigh(pack, nobody(pack, entry.type), entry.severity, [problem]));
      continue;
    }
    const options = comparator.Options.safeParse(entry.config);
    if (!options.success) {
      const problems = options.error.issues.map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`);
      const problem = invalidOptions(entry.type, comparator.defaultSeverity, problems);
      findings.push(...weigh(pack, comparator, entry.severity, [problem]));
      continue;
    }
    const timeoutMs = entry.timeoutMs ?? pack.performance.comparatorTimeoutMs;
    runs.push({ pack, comparator, options: options.data, level: entry.severity, timeoutMs });
  }
  return { runs, findings };
}

/** Speaks for a comparator that does not exist. */
export function nobody(pack: StoredPack, id: string): Speaker {
  return { id, version: 0, surface: pack.trackA.surfaces[0] ?? 'docs', defaultSeverity: 80 };
}
