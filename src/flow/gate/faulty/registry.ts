import { z } from 'zod';
import type { RawFinding } from '../../../model/finding.ts';
import { type Comparator, defineComparator, passed } from '../../../rules/gate/comparator.ts';

/** Comparators that misbehave, for the specs of the pool: the worker loads them by URL. */

const FAULTS: Record<string, () => RawFinding[] | Promise<RawFinding[]>> = {
  'faulty.fine': () => [passed('fine', 'Fine.', 'fine')],
  'faulty.silent': () => [],
  'faulty.spins': () => {
    for (;;) Math.sqrt(2);
  },
  'faulty.never-answers': () => new Promise(() => undefined),
  'faulty.throws': () => {
    throw new RangeError('Too deep');
  },
  'faulty.exits': () => process.exit(3),
};

const ALL = Object.entries(FAULTS).map(([id, compare]) => faulty(id, compare));
const ASKING_SPINS = { ...faulty('faulty.spins-while-asking', () => []), wants: spinForever };

export function comparatorById(id: string): Comparator | null {
  return [...ALL, ASKING_SPINS].find((comparator) => comparator.id === id) ?? null;
}

export function comparatorIds(): string[] {
  return [...ALL, ASKING_SPINS].map(({ id }) => id);
}

function faulty(id: string, compare: () => RawFinding[] | Promise<RawFinding[]>): Comparator {
  return defineComparator<unknown>({
    id,
    version: 1,
    question: 'Does it misbehave?',
    surface: 'docs',
    triggers: ['pull-request.changed'],
    needs: [],
    defaultSeverity: 80,
    Options: z.unknown(),
    wants: () => [],
    compare,
  });
}

function spinForever(): never {
  for (;;) Math.sqrt(2);
}
