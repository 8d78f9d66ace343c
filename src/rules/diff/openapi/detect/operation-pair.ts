import type { Direction, Effect } from '../codes/codes.ts';
import type { SpecDocument } from '../read/document.ts';
import type { Operation } from '../read/operation.ts';
import type { Place } from '../read/place.ts';
import type { SchemaComparison } from '../schema/compare.ts';
import type { Report, Settings, Stability } from './detected.ts';

/** Both documents and what is shared while they are compared. */
export type Pair = {
  base: SpecDocument;
  head: SpecDocument;
  schemas: SchemaComparison;
  report: Report;
  settings: Settings;
};

/** The same operation on both sides. `renames` maps path parameter names of the base to those of the head. */
export type OperationPair = {
  pair: Pair;
  /** `GET /pets/{id}`, as the head writes it. */
  label: string;
  base: Operation;
  head: Operation;
  renames: ReadonlyMap<string, string>;
  stability: Stability;
};

export type Note = {
  direction: Direction;
  effect: Effect;
  path: string;
  message: string;
  base: Place | null;
  head: Place | null;
  cosmetic?: boolean;
};

export function note(both: Pick<OperationPair, 'pair' | 'label'>, code: string, said: Note): void {
  both.pair.report.add({ code, operation: both.label, ...said });
}
