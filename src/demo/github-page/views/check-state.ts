import type { Html } from '../html.ts';
import type { CheckRun } from '../read.ts';
import { type IconName, icon } from './icons.ts';
import { count } from './parts.ts';

/** How a check run stands, in the few kinds a person tells apart. */
export const CHECK_STATES = ['failure', 'action', 'running', 'waiting', 'success', 'neutral', 'skipped'] as const;
export type CheckState = (typeof CHECK_STATES)[number];

export function stateOf({ status, conclusion }: CheckRun): CheckState {
  if (status === 'queued') return 'waiting';
  if (status !== 'completed') return 'running';
  switch (conclusion) {
    case 'success':
    case 'neutral':
      return conclusion;
    case 'skipped':
    case 'stale':
    case 'cancelled':
      return 'skipped';
    case 'action_required':
      return 'action';
    default:
      // Also whatever is not known here: a conclusion nobody can read is not a pass.
      return 'failure';
  }
}

const LOOK: Record<CheckState, { icon: IconName; tone: string; words: string }> = {
  failure: { icon: 'failure', tone: 'danger', words: 'Failing' },
  action: { icon: 'warning', tone: 'attention', words: 'Action required' },
  running: { icon: 'running', tone: 'attention', words: 'In progress' },
  waiting: { icon: 'waiting', tone: 'attention', words: 'Queued' },
  success: { icon: 'success', tone: 'success', words: 'Successful' },
  neutral: { icon: 'neutral', tone: 'soft', words: 'Neutral' },
  skipped: { icon: 'skipped', tone: 'soft', words: 'Skipped' },
};

export function stateIcon(state: CheckState): Html {
  return icon(LOOK[state].icon, LOOK[state].tone);
}

export function stateWords(state: CheckState): string {
  return LOOK[state].words;
}

export function toneOf(state: CheckState): string {
  return LOOK[state].tone;
}

/** What a person has to look at stands on top. */
export function worstFirst(runs: readonly CheckRun[]): CheckRun[] {
  const rank = (run: CheckRun) => CHECK_STATES.indexOf(stateOf(run));
  return runs.toSorted((left, right) => rank(left) - rank(right) || left.id - right.id);
}

/** The worst of them; null when there are none. */
export function worstOf(runs: readonly CheckRun[]): CheckState | null {
  const states = runs.map(stateOf);
  return CHECK_STATES.find((state) => states.includes(state)) ?? null;
}

/** `1 failing, 2 successful checks`, as below the headline of the checks box. */
export function tally(runs: readonly CheckRun[]): string {
  const states = runs.map(stateOf);
  const parts = CHECK_STATES.map((state) => ({ state, number: states.filter((one) => one === state).length }))
    .filter(({ number }) => number > 0)
    .map(({ state, number }) => `${number} ${LOOK[state].words.toLowerCase()}`);
  return `${parts.join(', ')} ${count(runs.length, 'check').replace(/^\d+ /, '')}`;
}
