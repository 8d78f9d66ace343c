/** Epoch milliseconds. Only the rim asks it; rules get the time as an argument. */
export type Clock = { now(): number };
