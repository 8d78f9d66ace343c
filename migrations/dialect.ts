import type { ColumnDefinitionBuilder, CreateTableBuilder, Kysely } from 'kysely';

export const DIALECTS = ['sqlite', 'postgres'] as const;
export type Dialect = (typeof DIALECTS)[number];

/** Which database a migration runs on, asked of the query compiler so that nobody has to pass it along. */
export function dialectOf(db: Kysely<unknown>): Dialect {
  return db.getExecutor().adapter.constructor.name.startsWith('Postgres') ? 'postgres' : 'sqlite';
}

/** A first column that counts upwards by itself in the order rows arrive. */
export function withPosition<T extends string>(
  dialect: Dialect,
  table: CreateTableBuilder<T>,
): CreateTableBuilder<T, 'position'> {
  if (dialect === 'postgres') return table.addColumn('position', 'bigserial', primaryKey);
  return table.addColumn('position', 'integer', primaryKey);
}

/** A whole number a caller chooses as the key; in SQLite only the type `integer` makes it the row's own number. */
export function numberKeyType(dialect: Dialect): 'bigint' | 'integer' {
  return dialect === 'postgres' ? 'bigint' : 'integer';
}

export function primaryKey(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.primaryKey();
}

export function required(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull();
}
