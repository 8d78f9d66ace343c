import { messageOf } from '../../../../shared/errors.ts';
import type { ColumnType } from './column-type.ts';
import type { Filled, Reading, Step } from './step.ts';

type Node = Record<string, unknown>;
/** Statements that change no table's shape; procedures and the like the parser does not know. */
const HARMLESS =
  /^(insert|replace|select|set|use|lock|unlock|start|begin|commit|rollback|update|delete|grant|revoke|analyze|call|load|with|(create|drop|alter)\s+(or\s+replace\s+)?(definer\s*=\s*\S+\s+)?(procedure|function|trigger|event|user|role))\b/i;

/** MySQL's short word for BOOLEAN, which the grammar lacks. */
const BOOL = /(?<![`'"\w])bool(?![`'"\w])/gi;

/** Reads one statement with the MySQL grammar of node-sql-parser; it loads with the first statement. */
export async function readMysql(statement: string): Promise<Reading> {
  if (HARMLESS.test(statement)) return { steps: [], misread: null };
  const { default: loaded } = await import('node-sql-parser/build/mysql.js');
  const parser = new loaded.Parser();
  try {
    const tree: unknown = parser.astify(statement.replace(BOOL, 'boolean'), { database: 'MySQL' });
    return { steps: (Array.isArray(tree) ? tree : [tree]).flatMap((one) => stepsOf(node(one))), misread: null };
  } catch (error) {
    return { steps: [], misread: { message: shortReason(error), offset: offsetOf(error) } };
  }
}

function stepsOf(statement: Node): Step[] {
  const keyword = word(statement.keyword);
  switch (word(statement.type)) {
    case 'create':
      return created(statement, keyword);
    case 'drop':
      if (keyword === 'table' || keyword === 'view' || keyword === 'database' || keyword === 'schema')
        return list(statement.name).map((one) => ({ kind: 'drop', what: keyword, name: tableName(one) }));
      return keyword === 'index' ? online(tableName(node(statement.table)), [statement]) : [];
    case 'truncate':
      return list(statement.name).map((one) => ({ kind: 'truncate', table: tableName(one) }));
    case 'rename':
      return pairs(statement.table).map(([from, to]) => ({
        kind: 'rename-table',
        table: tableName(from),
        name: tableName(to),
      }));
    case 'alter': {
      const table = tableName(list(statement.table)[0] ?? {});
      const parts = list(statement.expr);
      return [...parts.flatMap((part) => altered(table, part)), ...online(table, parts)];
    }
    default:
      return [];
  }
}

function created(statement: Node, keyword: string): Step[] {
  if (keyword === 'view') return [{ kind: 'create', what: 'view', name: tableName(node(statement.view)) }];
  if (keyword === 'table') {
    const columns = list(statement.create_definitions).flatMap((part) =>
      part.resource === 'column' ? [{ name: columnName(part.column), type: typeOf(part) }] : [],
    );
    return [{ kind: 'create-table', table: tableName(list(statement.table)[0] ?? {}), columns }];
  }
  if (keyword !== 'index') return [];
  const table = tableName(node(statement.table));
  const blocking = /fulltext|spatial/.test(word(statement.index_type));
  const asked = [node(statement.algorithm_option), node(statement.lock_option)];
  return [{ kind: 'create-index', table, name: word(statement.index), blocking }, ...online(table, asked)];
}

function altered(table: string, part: Node): Step[] {
  const column = columnName(part.column);
  const what = `${word(part.action)} ${word(part.resource)}`;
  switch (what) {
    case 'add column':
      return addedColumn(table, column, part);
    case 'drop column':
      return [{ kind: 'drop-column', table, column }];
    case 'rename column':
      return [{ kind: 'rename-column', table, column: columnName(part.old_column), name: column }];
    case 'rename table':
      return [{ kind: 'rename-table', table, name: word(part.table) }];
    case 'modify column':
      return [{ kind: 'retype', table, column, type: typeOf(part), notNull: notNull(part) }];
    case 'change column': {
      const old = columnName(part.old_column);
      const retyped: Step = { kind: 'retype', table, column: old, type: typeOf(part), notNull: notNull(part) };
      return old === column ? [retyped] : [{ kind: 'rename-column', table, column: old, name: column }, retyped];
    }
    case 'add index':
      return [
        { kind: 'create-index', table, name: word(part.index), blocking: /fulltext|spatial/.test(word(part.keyword)) },
      ];
    case 'add constraint': {
      const definition = node(part.create_definitions);
      const kind = word(definition.constraint_type);
      // InnoDB adds unique indexes and primary keys while writes go on.
      if (kind !== 'foreign key' && kind !== 'check') return [];
      return [{ kind: 'add-constraint', table, name: word(definition.constraint), what: kind }];
    }
    case 'drop key':
      return word(part.keyword) === 'primary key' ? [{ kind: 'rewrite', table, by: 'DROP PRIMARY KEY' }] : [];
    default:
      return word(part.resource) === 'engine' ? [{ kind: 'rewrite', table, by: 'the engine' }] : [];
  }
}

function addedColumn(table: string, column: string, part: Node): Step[] {
  const added = {
    kind: 'add-column',
    table,
    column,
    type: typeOf(part),
    notNull: notNull(part),
    filled: filledBy(part),
  } as const;
  const references = 'reference_definition' in part && part.reference_definition !== null;
  return references ? [added, { kind: 'add-constraint', table, name: column, what: 'foreign key' }] : [added];
}

function filledBy(part: Node): Filled {
  const generated = node(part.generated);
  if (word(generated.storage_type) === 'stored' || 'auto_increment' in part) return 'each';
  if ('value' in generated) return 'default';
  const value = node(node(part.default_val).value);
  if (!('type' in value) || value.type === 'null') return 'nothing';
  return /"(uuid|rand|uuid_short|random_bytes)"/i.test(JSON.stringify(value)) ? 'each' : 'default';
}

/** ALGORITHM=COPY, or a LOCK that somebody wrote down, keeps writers out whatever the change is. */
function online(table: string, parts: readonly Node[]): Step[] {
  return parts.flatMap((part): Step[] => {
    const asked = word(part.algorithm) === 'copy' || ['shared', 'exclusive'].includes(word(part.lock));
    return asked ? [{ kind: 'rewrite', table, by: word(part.algorithm) === 'copy' ? 'ALGORITHM=COPY' : 'LOCK' }] : [];
  });
}

function notNull(part: Node): boolean {
  return word(node(part.nullable).type) === 'not null';
}

function typeOf(part: Node): ColumnType {
  const definition = node(part.definition);
  const size = [definition.length, definition.scale].filter((one): one is number => typeof one === 'number');
  const suffix = Array.isArray(definition.suffix) ? definition.suffix.filter((one) => typeof one === 'string') : [];
  const name = [word(definition.dataType), ...suffix.map((one) => one.toLowerCase())].join(' ');
  if (name !== 'enum') return { name, size };
  return { name, size, values: list(node(definition.expr).value).map(({ value }) => String(value)) };
}

function tableName({ db, schema, table, view }: Node): string {
  const name = word(table) || word(view);
  const owner = word(db) || word(schema);
  return owner === '' ? name : `${owner}.${name}`;
}

function columnName(value: unknown): string {
  const { column } = node(value);
  return typeof column === 'string' ? column.toLowerCase() : word(node(node(column).expr).value);
}

function pairs(value: unknown): [Node, Node][] {
  return Array.isArray(value) ? value.map((one: unknown) => [list(one)[0] ?? {}, list(one)[1] ?? {}]) : [];
}

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.map(node) : [];
}

function word(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function shortReason(error: unknown): string {
  const found = /but (.{1,40}) found/.exec(messageOf(error))?.[1];
  return found === undefined ? 'the MySQL grammar does not know it' : `the MySQL grammar stops at ${found}`;
}

function offsetOf(error: unknown): number {
  const offset = node(node(node(error).location).start).offset;
  return typeof offset === 'number' ? offset : 0;
}
