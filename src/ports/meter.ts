import type { Verdict } from '../model/decision.ts';

/** What the road counts; the HTTP surface shows it at /metrics. */
export type Meter = {
  eventWorked(type: string, result: 'done' | 'retried' | 'dead'): void;
  delivered(kind: string, result: 'done' | 'retried' | 'dead'): void;
  judged(verdict: Verdict, elapsedMs: number): void;
  pressed(action: string, result: string): void;
};
