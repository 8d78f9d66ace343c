import type { RawFinding } from '../../model/finding.ts';
import { crashed, notStarted, timedOut } from '../../rules/gate/problems.ts';
import type { Run } from './plan.ts';
import type { TaskEnd } from './worker-lanes.ts';

/** The finding for a task that gave no answer. */
export function problemOf(run: Run, end: Exclude<TaskEnd<unknown>, { kind: 'done' }>): RawFinding {
  const { id, defaultSeverity } = run.comparator;
  const packMs = run.pack.performance.timeoutMs;
  switch (end.kind) {
    case 'timed-out':
      return timedOut(id, defaultSeverity, end.whose === 'pack' ? packMs : run.timeoutMs, end.whose);
    case 'not-started':
      return notStarted(id, defaultSeverity, packMs);
    case 'crashed':
      return crashed(id, defaultSeverity, end.what);
  }
}
