/** The one place where what a row holds becomes what the model says, and back. */

export function toText(value: unknown): string {
  return JSON.stringify(value);
}

/** Text that `toText` wrote: the shape was checked before it was stored. */
export function fromText<T>(text: string): T {
  return JSON.parse(text) as T;
}

/** Booleans are stored as 0 and 1, which every database has. */
export function toBit(value: boolean): number {
  return value ? 1 : 0;
}

export function fromBit(value: number): boolean {
  return value !== 0;
}

/** Counts and sums come back as number, bigint or text, depending on the database. */
export function toNumber(value: number | bigint | string | null | undefined): number {
  return Number(value ?? 0);
}
