import type { ColumnType } from './column-type.ts';

/** What one statement does to a table, in words both dialects share. Names are lower case, without quotes. */
export type Step =
  | { kind: 'create-table'; table: string; columns: { name: string; type: ColumnType }[] }
  | { kind: 'drop'; what: 'table' | 'view' | 'schema' | 'database' | 'type'; name: string }
  | { kind: 'create'; what: 'view' | 'type' | 'schema' | 'database'; name: string }
  | { kind: 'truncate'; table: string }
  | { kind: 'rename-table'; table: string; name: string }
  | { kind: 'rename-column'; table: string; column: string; name: string }
  | { kind: 'drop-column'; table: string; column: string }
  | { kind: 'add-column'; table: string; column: string; type: ColumnType; notNull: boolean; filled: Filled }
  | { kind: 'retype'; table: string; column: string; type: ColumnType; notNull: boolean }
  | { kind: 'set-not-null'; table: string; column: string }
  | { kind: 'create-index'; table: string; name: string; blocking: boolean }
  | { kind: 'drop-index'; name: string; blocking: boolean }
  | {
      kind: 'add-constraint';
      table: string;
      name: string;
      what: 'foreign key' | 'check' | 'unique' | 'primary key' | 'exclude';
    }
  | { kind: 'validate'; table: string }
  | { kind: 'rename-value'; type: string; value: string; name: string }
  | { kind: 'rewrite'; table: string; by: string };

/** Where the rows that are there already get their value from. `each`: computed per row, the table is written anew. */
export type Filled = 'nothing' | 'default' | 'each';
/** Did not parse; or parsed, and what it does cannot be seen. */
export type Misread = { message: string; offset: number };
export type Reading = { steps: Step[]; misread: Misread | null };
