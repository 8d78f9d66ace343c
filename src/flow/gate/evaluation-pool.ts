import { availableParallelism } from 'node:os';
import type { Facts, FileRequest } from '../../model/facts.ts';
import type { RawFinding } from '../../model/finding.ts';
import { comparatorById, comparatorIds } from '../../rules/gate/comparators/index.ts';
import type { Registry } from './plan.ts';
import { packFacts, type SentFacts } from './shared-texts.ts';
import { openWorkerLanes, type TaskEnd, type TaskLimits } from './worker-lanes.ts';

/** `ask` is one round of `wants`, `compare` the comparison: neither runs on the event loop. */
export type Task = { op: 'ask' | 'compare'; comparator: string; facts: Facts; options: unknown };
/** A task as it reaches the worker. */
export type SentTask = { task: Omit<Task, 'facts'> & { facts: SentFacts }; registryUrl: string };
type Answers = { ask: { requests: FileRequest[]; final: boolean }; compare: RawFinding[] };

export type EvaluationPool = {
  registry: Registry;
  run<Op extends Task['op']>(op: Op, task: Omit<Task, 'op'>, limits: TaskLimits): Promise<TaskEnd<Answers[Op]>>;
  /** Stops the workers; what they were doing ends as crashed. */
  close(): Promise<void>;
};

export type PoolOptions = {
  mostWorkers?: number;
  /** A worker without work is released after this long. */
  idleMs?: number;
  /** Comparators from elsewhere: the module, and its URL for the workers. */
  registry?: Registry & { url: string };
};

const HEAP_MB = 1_024;
const IDLE_MS = 30_000;
const OWN_REGISTRY = new URL('../../rules/gate/comparators/index.ts', import.meta.url).href;

/** Worker threads for comparators. None runs until it is needed; one over its time is ended with what it does. */
export function openEvaluationPool(options: PoolOptions = {}): EvaluationPool {
  const registry = options.registry ?? { comparatorById, comparatorIds, url: OWN_REGISTRY };
  const lanes = openWorkerLanes({
    file: new URL('./evaluation-worker.ts', import.meta.url),
    mostWorkers: options.mostWorkers ?? Math.max(1, Math.min(4, availableParallelism() - 1)),
    idleMs: options.idleMs ?? IDLE_MS,
    heapMb: HEAP_MB,
  });
  return {
    registry,
    async run<Op extends Task['op']>(op: Op, task: Omit<Task, 'op'>, limits: TaskLimits) {
      const sent: SentTask = { task: { op, ...task, facts: packFacts(task.facts) }, registryUrl: registry.url };
      return (await lanes.run(sent, limits)) as TaskEnd<Answers[Op]>;
    },
    close: lanes.close,
  };
}
