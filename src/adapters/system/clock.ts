import type { Clock } from '../../ports/clock.ts';

/** The machine's own time. Only the rim asks it. */
export const systemClock: Clock = { now: () => Date.now() };
