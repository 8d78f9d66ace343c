import { type ColumnType, typeChange, written } from './column-type.ts';
import type { Dialect } from './options.ts';
import type { Step } from './step.ts';

export const DEFAULT_SEVERITY = 80;

/** `about`: the name whose line is the evidence; `key`: what makes it this finding. */
export type Verdict = { code: string; severity: number; message: string; fix: string; about: string; key: string };

/** What came before in this change: what is empty, what is watched, what is put back. */
export type Context = {
  dialect: Dialect;
  /** Tables created by this change: nobody waits for them yet. */
  created: Set<string>;
  addedColumns: Set<string>;
  validated: Set<string>;
  /** Views, types, schemas and tables that this change creates anywhere. */
  recreated: Set<string>;
  typeBefore(table: string, column: string): ColumnType | null;
};

/** What is wrong with one step on a table with rows and traffic; null when nothing is. */
export function judgeStep(step: Step, context: Context): Verdict | null {
  if ('table' in step && context.created.has(step.table)) return null;
  switch (step.kind) {
    case 'drop':
      return dropped(step, context);
    case 'truncate':
      return verdict(
        'truncated',
        85,
        `Empties ${step.table}: its rows are gone.`,
        'Delete what is meant, in batches, outside the migration.',
        step.table,
        step.table,
      );
    case 'drop-column':
      if (context.addedColumns.has(`${step.table}.${step.column}`)) return null;
      return verdict(
        'column-dropped',
        80,
        `Drops the column ${step.table}.${step.column}: its data is gone, and code that still names it fails.`,
        'Stop using the column first, release that, and drop it in a later change.',
        step.column,
        `${step.table}.${step.column}`,
      );
    case 'rename-table':
      return verdict(
        'table-renamed',
        75,
        `Renames ${step.table} to ${step.name}: code that runs during the release uses the old name.`,
        'Keep the old name as a view until nothing uses it.',
        step.table,
        step.table,
      );
    case 'rename-column':
      if (context.addedColumns.has(`${step.table}.${step.column}`)) return null;
      return verdict(
        'column-renamed',
        75,
        `Renames ${step.table}.${step.column} to ${step.name}: code that runs during the release uses the old name.`,
        'Add the column under its name to be, write both, and drop the old one in a later change.',
        step.column,
        `${step.table}.${step.column}`,
      );
    case 'rename-value':
      return verdict(
        'enum-value-renamed',
        65,
        `Renames the value ${step.value} of ${step.type} to ${step.name}: code that runs during the release uses the old one.`,
        'Add the value, move the rows, and stop using the old one.',
        step.value,
        `${step.type}.${step.value}`,
      );
    case 'add-column':
      return added(step, context);
    case 'retype':
      return retyped(step, context);
    case 'set-not-null':
      if (context.validated.has(step.table)) return null;
      return verdict(
        'not-null-scan',
        55,
        `Makes ${step.table}.${step.column} NOT NULL: fails on rows without a value, and reads the whole table while nobody can use it.`,
        'Add CHECK (column IS NOT NULL) NOT VALID, validate it, then SET NOT NULL.',
        step.column,
        `${step.table}.${step.column}`,
      );
    case 'create-index':
      if (!step.blocking) return null;
      return verdict(
        'index-blocking',
        60,
        `Builds an index on ${step.table} while nobody can write to it.`,
        context.dialect === 'postgresql'
          ? 'Write CREATE INDEX CONCURRENTLY, in a migration outside a transaction.'
          : 'Build it with an online schema change tool, or when nobody writes.',
        step.name || step.table,
        `${step.table} ${step.name}`,
      );
    case 'drop-index':
      if (!step.blocking || context.recreated.has(`index ${step.name}`)) return null;
      return verdict(
        'index-drop-blocking',
        25,
        `Drops the index ${step.name} with a lock that waits for, and then stops, everybody on its table.`,
        'Write DROP INDEX CONCURRENTLY, in a migration outside a transaction.',
        step.name,
        step.name,
      );
    case 'add-constraint':
      return constrained(step, context);
    case 'rewrite':
      return verdict(
        'table-rewrite',
        60,
        `Writes ${step.table} anew (${step.by}) while nobody can write to it.`,
        'Do it with an online schema change tool, or when nobody writes.',
        step.table,
        `${step.table} ${step.by}`,
      );
    case 'create-table':
    case 'create':
    case 'validate':
      return null;
  }
}

function dropped(step: Extract<Step, { kind: 'drop' }>, { recreated, created }: Context): Verdict | null {
  if (created.has(step.name) || (step.what !== 'table' && recreated.has(`${step.what} ${step.name}`))) return null;
  const severity = step.what === 'view' || step.what === 'type' ? 60 : 90;
  const loss = severity === 90 ? 'its data is gone' : 'what uses it fails';
  return verdict(
    `${step.what}-dropped`,
    severity,
    `Drops the ${step.what} ${step.name}: ${loss}.`,
    'Stop using it first, release that, and drop it in a later change.',
    last(step.name),
    step.name,
  );
}

function added(step: Extract<Step, { kind: 'add-column' }>, { dialect }: Context): Verdict | null {
  const name = `${step.table}.${step.column}`;
  if (step.filled === 'each')
    return verdict(
      'volatile-default',
      60,
      `Adds ${name} with a value computed for each row: the whole table is written anew while nobody can use it.`,
      'Add the column without the default, fill it in batches, then set the default.',
      step.column,
      name,
    );
  if (!step.notNull || step.filled === 'default') return null;
  if (dialect === 'mysql')
    return verdict(
      'not-null-without-default',
      60,
      `Adds ${name} NOT NULL without a default: rows get an empty value nobody chose, and inserts that do not name it fail.`,
      'Give it a default, or allow NULL until it is filled.',
      step.column,
      name,
    );
  return verdict(
    'not-null-without-default',
    DEFAULT_SEVERITY,
    `Adds ${name} NOT NULL without a default: fails as soon as the table has a row.`,
    'Give it a constant default, or allow NULL, fill it, and tighten it later.',
    step.column,
    name,
  );
}

function retyped(step: Extract<Step, { kind: 'retype' }>, context: Context): Verdict | null {
  const name = `${step.table}.${step.column}`;
  if (context.addedColumns.has(name)) return null;
  const before = context.typeBefore(step.table, step.column);
  const to = written(step.type);
  const fix = 'Add a column of that type, write both, move the rows in batches, and switch over.';
  if (before === null)
    return verdict(
      'type-changed',
      55,
      `Changes the type of ${name} to ${to}; what it was is not in the migrations read. Values may not fit, and the table may be written anew.`,
      fix,
      step.column,
      name,
    );
  const change = typeChange(before, step.type, context.dialect);
  if (change === 'kept') return null;
  const both = `from ${written(before)} to ${to}`;
  if (change === 'narrower')
    return verdict(
      'type-narrowed',
      DEFAULT_SEVERITY,
      `Narrows ${name} ${both}: values that do not fit make it fail or are cut.`,
      fix,
      step.column,
      name,
    );
  return verdict(
    'type-changed',
    55,
    `Changes ${name} ${both}: the table may be written anew while nobody can write to it.`,
    fix,
    step.column,
    name,
  );
}

function constrained(step: Extract<Step, { kind: 'add-constraint' }>, { dialect }: Context): Verdict {
  const fixes = {
    index: 'Build a unique index CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX.',
    check: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a later migration.',
    mysql: 'Add it with an online schema change tool, or when nobody writes.',
    exclude: 'Add it when nobody writes; it cannot be built concurrently.',
  };
  const byIndex = step.what === 'unique' || step.what === 'primary key' ? fixes.index : fixes.check;
  const postgres = step.what === 'exclude' ? fixes.exclude : byIndex;
  return verdict(
    'constraint-blocking',
    55,
    `Adds a ${step.what} constraint to ${step.table}: every row is checked while nobody can write, and one bad row makes it fail.`,
    dialect === 'mysql' ? fixes.mysql : postgres,
    step.name || step.table,
    `${step.table} ${step.what} ${step.name}`,
  );
}

function verdict(code: string, severity: number, message: string, fix: string, about: string, key: string): Verdict {
  return { code: `sql.${code}`, severity, message, fix, about, key: `${code} ${key}` };
}

function last(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
