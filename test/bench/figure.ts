/** One measured number, the unit it is in, and what it should be. Ratios are taken within one run. */
export type Figure = { name: string; value: number; unit: string; aim: string };
