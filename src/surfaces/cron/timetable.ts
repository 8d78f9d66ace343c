import { type ScheduledTask, schedule } from 'node-cron';
import type { EventDraft } from '../../model/event.ts';
import type { Log } from '../../ports/log.ts';
import type { TimerStore } from '../../ports/stores.ts';
import { messageOf } from '../../shared/errors.ts';

/** One job as the timetable sees it: when it is due is asked of a pure rule, so that a test can ask it too. */
export type Job = { name: string; due(lastDue: number | null, now: number): { dueAt: number; missed: number } | null };

export type Timetable = {
  /** Looks once at every job; the ticker calls it each minute. Throws nothing. */
  tick(): Promise<void>;
  /** When `tick` last came to its end; the proof that the timetable itself is alive. */
  lastTickAt(): number | null;
  start(): void;
  stop(): Promise<void>;
};

/**
 * Turns due times into events. The same due time is one event whatever happens: the inbox knows its key, so two
 * processes, a restart in between, or a machine that slept through several give one.
 */
export function createTimetable(deps: {
  jobs: () => Promise<Job[]>;
  timers: TimerStore;
  accept: (draft: EventDraft) => Promise<'stored' | 'seen'>;
  now: () => number;
  log: Log;
}): Timetable {
  let task: ScheduledTask | null = null;
  let lastTickAt: number | null = null;
  let running: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    try {
      const now = deps.now();
      for (const job of await deps.jobs()) await lookAt(job, now);
      lastTickAt = deps.now();
    } catch (thrown) {
      deps.log.error({ err: messageOf(thrown) }, 'the timetable could not be looked at; trying again in a minute');
    }
  }

  async function lookAt(job: Job, now: number): Promise<void> {
    const lastDue = await deps.timers.lastDue(job.name);
    const due = job.due(lastDue, now);
    if (due === null) {
      if (lastDue === null) await deps.timers.saveDue(job.name, now);
      return;
    }
    const { dueAt, missed } = due;
    if (missed > 0)
      deps.log.warn({ job: job.name, missed }, 'due times passed while nothing ran; they are made up for once');
    await deps.accept({
      type: 'timer.due',
      source: 'cron',
      dedupeKey: `timer:${job.name}:${dueAt}`,
      lane: `timer:${job.name}`,
      actor: { type: 'timer', id: job.name },
      data: { job: job.name, dueAt },
    });
    await deps.timers.saveDue(job.name, dueAt);
  }

  /** One look at a time: a slow one is waited for, not overtaken. */
  function tick(): Promise<void> {
    running = running.then(look);
    return running;
  }

  return {
    tick,
    lastTickAt: () => lastTickAt,
    start() {
      task = schedule('* * * * *', tick, { noOverlap: true });
      void tick();
    },
    async stop() {
      await task?.destroy();
      await running;
    },
  };
}
