import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '../../ports/meter.ts';
import { SECOND_MS } from '../../shared/time.ts';

export type ReceivedResult = 'stored' | 'seen' | 'ignored' | 'refused' | 'failed';

/** What is true right now, read just before it is shown. Ages in milliseconds; null when nothing waits. */
export type MetricsSample = {
  inbox: { pending: number; dead: number; oldestPendingMs: number | null };
  outbox: { pending: number; dead: number; oldestPendingMs: number | null };
  ledgerEntries: number;
};

export type Metrics = Meter & {
  /** One delivery from outside. `kind` MUST be a word of ours or of a closed list: it becomes a label. */
  received(source: 'github' | 'slack' | 'http', kind: string, result: ReceivedResult): void;
  sample(now: MetricsSample): void;
  /** The Prometheus text format, 0.0.4. */
  text(): Promise<string>;
};

export const METRICS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

export function createMetrics(options: { processMetrics?: boolean; registry?: Registry } = {}): Metrics {
  const registry = options.registry ?? new Registry();
  const registers = [registry];
  if (options.processMetrics ?? true) collectDefaultMetrics({ register: registry });

  const counter = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Counter({ name: `countersign_${name}`, help, labelNames, registers });
  const gauge = <T extends string>(name: string, help: string, labelNames: T[]) =>
    new Gauge({ name: `countersign_${name}`, help, labelNames, registers });

  const received = counter('events_received_total', 'Deliveries from outside.', ['source', 'kind', 'result']);
  const worked = counter('events_worked_total', 'Events that took the road.', ['type', 'result']);
  const delivered = counter('deliveries_total', 'What left the house.', ['kind', 'result']);
  const verdicts = counter('verdicts_total', 'Verdicts given.', ['verdict']);
  const presses = counter('presses_total', 'Answers of people.', ['action', 'result']);
  const gateSeconds = new Histogram({
    name: 'countersign_gate_duration_seconds',
    help: 'From the first fact to the verdict.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 30],
    registers,
  });
  const pending = gauge('queue_pending', 'Rows waiting.', ['queue']);
  const dead = gauge('queue_dead', 'Rows given up; somebody must look.', ['queue']);
  const age = gauge('queue_oldest_seconds', 'Age of the oldest row that waits.', ['queue']);
  const entries = gauge('ledger_entries', 'Entries in the ledger.', []);

  return {
    received: (source, kind, result) => received.inc({ source, kind, result }),
    eventWorked: (type, result) => worked.inc({ type, result }),
    delivered: (kind, result) => delivered.inc({ kind, result }),
    pressed: (action, result) => presses.inc({ action, result }),
    judged(verdict, elapsedMs) {
      verdicts.inc({ verdict });
      gateSeconds.observe(elapsedMs / SECOND_MS);
    },
    sample({ inbox, outbox, ledgerEntries }) {
      for (const [queue, counts] of Object.entries({ inbox, outbox })) {
        pending.set({ queue }, counts.pending);
        dead.set({ queue }, counts.dead);
        age.set({ queue }, (counts.oldestPendingMs ?? 0) / SECOND_MS);
      }
      entries.set(ledgerEntries);
    },
    text: () => registry.metrics(),
  };
}
