import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.ts';

/** Specs are parsed here, so a worker's nursery stays large whatever the main thread has. */
const NURSERY_MB = 48;

/** How a task ended. Never thrown: each of these becomes a finding. */
export type TaskEnd<T> =
  | { kind: 'done'; value: T }
  | { kind: 'timed-out'; whose: 'comparator' | 'pack' }
  | { kind: 'not-started' }
  | { kind: 'crashed'; what: string };

/** `timeoutMs` counts from the moment the task begins in its worker, `withinMs` from now, waiting included. */
export type TaskLimits = { timeoutMs: number; withinMs: number };

/** What a worker says: it began; then either of the others, once. */
export type WorkerSays = { says: 'begun' } | { says: 'done'; value: unknown } | { says: 'failed'; what: string };

export type LaneOptions = { file: URL; mostWorkers: number; idleMs: number; heapMb: number };

export type WorkerLanes = {
  run(message: unknown, limits: TaskLimits): Promise<TaskEnd<unknown>>;
  close(): Promise<void>;
};

type Job = {
  message: unknown;
  limits: TaskLimits;
  begun: boolean;
  end(how: TaskEnd<unknown>): void;
  timers: NodeJS.Timeout[];
};
type Lane = { worker: Worker; job: Job | null; idle: NodeJS.Timeout | null };

/**
 * Worker threads that take one task at a time, first come first served. A task over its time is ended by ending its
 * worker, which nothing in the task can prevent; the tasks behind it go on in a fresh one.
 */
export function openWorkerLanes({ file, mostWorkers, idleMs, heapMb }: LaneOptions): WorkerLanes {
  const waiting: Job[] = [];
  const lanes = new Set<Lane>();
  let closed = false;

  function run(message: unknown, limits: TaskLimits): Promise<TaskEnd<unknown>> {
    if (closed) return Promise.resolve({ kind: 'crashed', what: 'the workers were closed' });
    if (limits.withinMs <= 0) return Promise.resolve({ kind: 'not-started' });
    return new Promise((resolve) => {
      const job: Job = { message, limits, begun: false, end, timers: [] };
      job.timers.push(setTimeout(() => stop(job, 'pack'), limits.withinMs));
      waiting.push(job);
      pump();

      function end(how: TaskEnd<unknown>): void {
        for (const timer of job.timers) clearTimeout(timer);
        resolve(how);
      }
    });
  }

  function pump(): void {
    while (waiting.length > 0) {
      const lane = [...lanes].find(({ job }) => job === null) ?? (lanes.size < mostWorkers ? openLane() : null);
      if (lane === null) return;
      const job = waiting.shift();
      if (job !== undefined) give(lane, job);
    }
  }

  function give(lane: Lane, job: Job): void {
    if (lane.idle !== null) clearTimeout(lane.idle);
    lane.job = job;
    lane.worker.ref();
    try {
      lane.worker.postMessage(job.message);
    } catch (thrown) {
      rest(lane);
      job.end({ kind: 'crashed', what: messageOf(thrown) });
    }
  }

  function openLane(): Lane {
    const worker = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: NURSERY_MB },
    });
    const lane: Lane = { worker, job: null, idle: null };
    lanes.add(lane);
    worker.on('message', (said: WorkerSays) => hear(lane, said));
    worker.on('error', (thrown) => lose(lane, messageOf(thrown)));
    worker.on('exit', (code) => lose(lane, `its worker ended with code ${code}`));
    return lane;
  }

  function hear(lane: Lane, said: WorkerSays): void {
    const { job } = lane;
    if (job === null) return;
    if (said.says === 'begun') {
      job.begun = true;
      job.timers.push(setTimeout(() => stop(job, 'comparator'), job.limits.timeoutMs));
      return;
    }
    rest(lane);
    job.end(said.says === 'done' ? { kind: 'done', value: said.value } : { kind: 'crashed', what: said.what });
    pump();
  }

  function rest(lane: Lane): void {
    lane.job = null;
    lane.worker.unref();
    lane.idle = setTimeout(() => void drop(lane), idleMs).unref();
  }

  function stop(job: Job, whose: 'comparator' | 'pack'): void {
    const lane = [...lanes].find((one) => one.job === job);
    if (lane === undefined) waiting.splice(waiting.indexOf(job), 1);
    else void drop(lane);
    job.end(job.begun ? { kind: 'timed-out', whose } : { kind: 'not-started' });
    pump();
  }

  /** The worker is gone by itself: an error nobody caught, no memory left, or an exit. */
  function lose(lane: Lane, what: string): void {
    if (!lanes.has(lane)) return;
    const { job } = lane;
    void drop(lane);
    job?.end({ kind: 'crashed', what });
    pump();
  }

  async function drop(lane: Lane): Promise<void> {
    lanes.delete(lane);
    lane.job = null;
    if (lane.idle !== null) clearTimeout(lane.idle);
    await lane.worker.terminate();
  }

  async function close(): Promise<void> {
    closed = true;
    const left = [...waiting.splice(0), ...[...lanes].flatMap(({ job }) => (job === null ? [] : [job]))];
    for (const job of left) job.end({ kind: 'crashed', what: 'the workers were closed' });
    await Promise.all([...lanes].map(drop));
  }

  return { run, close };
}
