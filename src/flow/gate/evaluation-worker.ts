import { parentPort } from 'node:worker_threads';
import { askOnce } from '../../rules/gate/ask.ts';
import { comparingOf } from '../../rules/gate/comparator.ts';
import { messageOf } from '../../shared/errors.ts';
import type { SentTask, Task } from './evaluation-pool.ts';
import type { Registry } from './plan.ts';
import { unpackFacts } from './shared-texts.ts';
import type { WorkerSays } from './worker-lanes.ts';

const registries = new Map<string, Promise<Registry>>();

parentPort?.on('message', (message: SentTask) => void work(message));

async function work({ task, registryUrl }: SentTask): Promise<void> {
  try {
    const registry = await registryAt(registryUrl);
    say({ says: 'begun' });
    say({ says: 'done', value: await answer({ ...task, facts: unpackFacts(task.facts) }, registry) });
  } catch (thrown) {
    say({ says: 'failed', what: messageOf(thrown) });
  }
}

async function answer(task: Task, registry: Registry): Promise<unknown> {
  const comparator = registry.comparatorById(task.comparator);
  if (comparator === null) throw new TypeError(`There is no comparator "${task.comparator}".`);
  if (task.op === 'ask') return askOnce(comparator, task.facts, task.options);
  return await comparator.compare(comparingOf(comparator, task.facts, task.options));
}

function registryAt(url: string): Promise<Registry> {
  const known = registries.get(url);
  if (known !== undefined) return known;
  const loading = import(url) as Promise<Registry>;
  registries.set(url, loading);
  return loading;
}

function say(said: WorkerSays): void {
  parentPort?.postMessage(said);
}
