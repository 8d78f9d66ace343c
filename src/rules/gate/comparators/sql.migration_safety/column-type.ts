/** A type as written: lower case name, its numbers (length, precision and scale), an ENUM's values. */
export type ColumnType = { name: string; size: number[]; values?: string[] };
/** `kept`: every old value fits and nothing is written anew. `wider`: fits, but may rewrite the table. */
export type TypeChange = 'kept' | 'wider' | 'narrower' | 'other';

const SAME: Record<string, string> = {
  int: 'int4',
  integer: 'int4',
  serial: 'int4',
  smallint: 'int2',
  smallserial: 'int2',
  bigint: 'int8',
  bigserial: 'int8',
  tinyint: 'int1',
  mediumint: 'int3',
  decimal: 'numeric',
  'character varying': 'varchar',
  character: 'char',
  bpchar: 'char',
  boolean: 'bool',
  real: 'float4',
  float: 'float4',
  double: 'float8',
  'double precision': 'float8',
  timestamp: 'timestamp',
  datetime: 'timestamp',
  json: 'json',
};
const LADDERS: readonly (readonly string[])[] = [
  ['int1', 'int2', 'int3', 'int4', 'int8'],
  ['int1 unsigned', 'int2 unsigned', 'int3 unsigned', 'int4 unsigned', 'int8 unsigned'],
  ['float4', 'float8'],
  ['tinytext', 'text', 'mediumtext', 'longtext'],
  ['tinyblob', 'blob', 'mediumblob', 'longblob'],
];

export function typeChange(before: ColumnType, after: ColumnType, dialect: 'postgresql' | 'mysql'): TypeChange {
  const [from, to] = [plain(before.name), plain(after.name)];
  if (before.values !== undefined && after.values !== undefined) {
    const kept = new Set(after.values);
    return before.values.every((value) => kept.has(value)) ? 'kept' : 'narrower';
  }
  if (from === to) return sizeChange(from, before.size, after.size);
  if (isText(from) && isText(to)) return textChange(from, to, before.size, dialect);
  const ladder = LADDERS.find((steps) => steps.includes(from) && steps.includes(to));
  if (ladder !== undefined) return ladder.indexOf(to) > ladder.indexOf(from) ? 'wider' : 'narrower';
  return 'other';
}

export function written({ name, size, values }: ColumnType): string {
  if (values !== undefined) return `${name}(${values.length} values)`;
  return size.length === 0 ? name : `${name}(${size.join(',')})`;
}

function sizeChange(name: string, before: readonly number[], after: readonly number[]): TypeChange {
  if (name.startsWith('int')) return 'kept';
  if (after.length === 0) return 'kept';
  if (before.length === 0) return name === 'varchar' || name === 'numeric' ? 'narrower' : 'kept';
  if ((after[0] ?? 0) < (before[0] ?? 0)) return 'narrower';
  if (name !== 'numeric') return 'kept';
  const whole = (size: readonly number[]) => (size[0] ?? 0) - (size[1] ?? 0);
  if ((after[1] ?? 0) < (before[1] ?? 0) || whole(after) < whole(before)) return 'narrower';
  return (after[1] ?? 0) === (before[1] ?? 0) ? 'kept' : 'wider';
}

function isText(name: string): boolean {
  return ['varchar', 'char', 'tinytext', 'text', 'mediumtext', 'longtext'].includes(name);
}

function textChange(from: string, to: string, before: readonly number[], dialect: 'postgresql' | 'mysql'): TypeChange {
  if (from === 'char' || to === 'char') return from === 'char' ? 'wider' : 'narrower';
  if (to === 'varchar') return 'narrower';
  if (from === 'varchar' && dialect === 'postgresql') return 'kept';
  // 16,383 characters of four bytes are what MySQL's TEXT holds.
  return to === 'tinytext' || (to === 'text' && (before[0] ?? 0) > 16_383) ? 'narrower' : 'wider';
}

function plain(name: string): string {
  const [first = '', ...rest] = name.split(' ');
  const known = SAME[name] ?? SAME[first];
  if (known === undefined) return name;
  return rest.includes('unsigned') ? `${known} unsigned` : known;
}
