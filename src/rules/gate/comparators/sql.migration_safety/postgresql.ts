import { messageOf } from '../../../../shared/errors.ts';
import type { ColumnType } from './column-type.ts';
import type { Filled, Reading, Step } from './step.ts';

type Node = Record<string, unknown>;
const VOLATILE =
  /^(gen_random_uuid|gen_random_bytes|uuidv[47]|uuid_generate_v\w+|random|nextval|clock_timestamp|timeofday|uuid_in|gen_salt|\w*random\w*)$/;
const CHANGES = /\b(alter\s+table|drop\s+(table|column|schema|type)|truncate|create\s+(unique\s+)?index)\b/i;
const HIDDEN = { message: 'what a DO block does is only known when it runs', offset: 0 };
const DROPS: Record<string, 'table' | 'view' | 'schema' | 'type'> = {
  OBJECT_TABLE: 'table',
  OBJECT_FOREIGN_TABLE: 'table',
  OBJECT_VIEW: 'view',
  OBJECT_MATVIEW: 'view',
  OBJECT_SCHEMA: 'schema',
  OBJECT_TYPE: 'type',
  OBJECT_DOMAIN: 'type',
};
const CONSTRAINTS = {
  CONSTR_FOREIGN: 'foreign key',
  CONSTR_CHECK: 'check',
  CONSTR_UNIQUE: 'unique',
  CONSTR_PRIMARY: 'primary key',
  CONSTR_EXCLUSION: 'exclude',
} as const;

/** Reads one statement with PostgreSQL's own parser, compiled to WebAssembly; it loads with the first statement. */
export async function readPostgres(statement: string): Promise<Reading> {
  const parser = await import('libpg-query');
  try {
    const tree: Node = { ...(await parser.parse(statement)) };
    const steps = list(tree.stmts).flatMap((entry) => stepsOf(node(entry.stmt)));
    return { steps, misread: /^do\b/i.test(statement) && CHANGES.test(statement) ? HIDDEN : null };
  } catch (error) {
    const at = parser.hasSqlDetails(error) ? (error.sqlDetails?.cursorPosition ?? 0) : 0;
    return { steps: [], misread: { message: messageOf(error), offset: at } };
  }
}

function stepsOf(statement: Node): Step[] {
  const [kind = '', body = {}] = Object.entries(statement).map(([key, value]) => [key, node(value)] as const)[0] ?? [];
  switch (kind) {
    case 'CreateStmt':
      return [{ kind: 'create-table', table: relation(body), columns: columnsOf(body) }];
    case 'CreateTableAsStmt': {
      const name = relation(node(node(body.into).rel), true);
      const view = body.objtype === 'OBJECT_MATVIEW';
      return [view ? { kind: 'create', what: 'view', name } : { kind: 'create-table', table: name, columns: [] }];
    }
    case 'ViewStmt':
      return [{ kind: 'create', what: 'view', name: relation(node(body.view), true) }];
    case 'CreateEnumStmt':
    case 'CompositeTypeStmt':
    case 'CreateDomainStmt':
      return [
        { kind: 'create', what: 'type', name: nameOf(body.typeName ?? body.domainname ?? node(body.typevar).relname) },
      ];
    case 'CreateSchemaStmt':
      return [{ kind: 'create', what: 'schema', name: text(body.schemaname) }];
    case 'DropStmt':
      return dropped(body);
    case 'DropdbStmt':
      return [{ kind: 'drop', what: 'database', name: text(body.dbname) }];
    case 'TruncateStmt':
      return list(body.relations).map((one) => ({ kind: 'truncate', table: relation(node(one.RangeVar), true) }));
    case 'RenameStmt':
      return renamed(body);
    case 'AlterObjectSchemaStmt':
      if (body.objectType !== 'OBJECT_TABLE') return [];
      return [{ kind: 'rename-table', table: relation(body), name: `${text(body.newschema)}.${relation(body)}` }];
    case 'AlterEnumStmt':
      if (text(body.oldVal) === '') return [];
      return [{ kind: 'rename-value', type: nameOf(body.typeName), value: text(body.oldVal), name: text(body.newVal) }];
    case 'IndexStmt':
      return [
        {
          kind: 'create-index',
          table: relation(body),
          name: text(body.idxname),
          blocking: body.concurrent !== true && node(body.relation).inh === true,
        },
      ];
    case 'ClusterStmt':
      return [{ kind: 'rewrite', table: relation(body), by: 'CLUSTER' }];
    case 'VacuumStmt':
      if (!list(body.options).some((one) => node(one.DefElem).defname === 'full')) return [];
      return [{ kind: 'rewrite', table: relation(node(list(body.rels)[0]?.VacuumRelation)), by: 'VACUUM FULL' }];
    case 'ReindexStmt':
      if (list(body.params).some((one) => node(one.DefElem).defname === 'concurrently')) return [];
      return [{ kind: 'rewrite', table: relation(body), by: 'REINDEX' }];
    case 'AlterTableStmt':
      if (body.objtype !== 'OBJECT_TABLE') return [];
      return list(body.cmds).flatMap((command) => altered(relation(body), node(command.AlterTableCmd)));
    default:
      return [];
  }
}

function altered(table: string, command: Node): Step[] {
  const def = node(command.def);
  const column = text(command.name);
  switch (command.subtype) {
    case 'AT_AddColumn':
      return addedColumn(table, node(def.ColumnDef));
    case 'AT_DropColumn':
      return [{ kind: 'drop-column', table, column }];
    case 'AT_AlterColumnType':
      return [{ kind: 'retype', table, column, type: typeOf(node(def.ColumnDef)), notNull: false }];
    case 'AT_SetNotNull':
      return [{ kind: 'set-not-null', table, column }];
    case 'AT_ValidateConstraint':
      return [{ kind: 'validate', table }];
    case 'AT_SetLogged':
    case 'AT_SetUnLogged':
    case 'AT_SetAccessMethod':
    case 'AT_SetTableSpace':
      return [{ kind: 'rewrite', table, by: 'the new storage' }];
    case 'AT_AddConstraint': {
      const constraint = node(def.Constraint);
      const what = constraintKind(constraint);
      if (what === null || constraint.skip_validation === true || text(constraint.indexname) !== '') return [];
      return [{ kind: 'add-constraint', table, name: text(constraint.conname), what }];
    }
    default:
      return [];
  }
}

function addedColumn(table: string, def: Node): Step[] {
  const constraints = list(def.constraints).map((one) => node(one.Constraint));
  const of = (kind: string) => constraints.find(({ contype }) => contype === kind);
  const type = typeOf(def);
  const column = text(def.colname);
  const filled = filledBy(type, of('CONSTR_DEFAULT'), of('CONSTR_IDENTITY') ?? stored(of('CONSTR_GENERATED')));
  const notNull = of('CONSTR_NOTNULL') !== undefined || of('CONSTR_PRIMARY') !== undefined;
  // A foreign key or check on a new column without a value has nothing to look at; a unique index is still built.
  const inline = constraints.flatMap((one): Step[] => {
    const what = constraintKind(one);
    if (what === null || (filled === 'nothing' && (what === 'foreign key' || what === 'check'))) return [];
    return [{ kind: 'add-constraint', table, name: column, what }];
  });
  const virtual = of('CONSTR_GENERATED') !== undefined;
  return [{ kind: 'add-column', table, column, type, notNull: notNull && !virtual, filled }, ...inline];
}

function filledBy(type: ColumnType, byDefault: Node | undefined, computed: Node | undefined): Filled {
  if (computed !== undefined || /serial/.test(type.name)) return 'each';
  if (byDefault === undefined) return 'nothing';
  const expression = node(byDefault.raw_expr);
  if (isNull(expression)) return 'nothing';
  return callsVolatile(expression) ? 'each' : 'default';
}

function stored(generated: Node | undefined): Node | undefined {
  return generated?.generated_kind === 'v' ? undefined : generated;
}

function isNull(expression: Node): boolean {
  const inner = 'TypeCast' in expression ? node(node(expression.TypeCast).arg) : expression;
  return node(inner.A_Const).isnull === true;
}

function callsVolatile(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(callsVolatile);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) =>
    key === 'funcname' ? VOLATILE.test(lastName(inner)) : callsVolatile(inner),
  );
}

function dropped(body: Node): Step[] {
  const objects = list(body.objects);
  if (body.removeType === 'OBJECT_INDEX')
    return objects.map((one) => ({ kind: 'drop-index', name: nameOf(one), blocking: body.concurrent !== true }));
  const what = DROPS[text(body.removeType)];
  return what === undefined ? [] : objects.map((one) => ({ kind: 'drop', what, name: nameOf(one) }));
}

function renamed(body: Node): Step[] {
  const table = relation(body);
  const name = text(body.newname);
  if (body.renameType === 'OBJECT_TABLE') return [{ kind: 'rename-table', table, name }];
  if (body.renameType !== 'OBJECT_COLUMN' || body.relationType !== 'OBJECT_TABLE') return [];
  return [{ kind: 'rename-column', table, column: text(body.subname), name }];
}

function constraintKind(constraint: Node) {
  const kind = text(constraint.contype);
  return kind in CONSTRAINTS ? CONSTRAINTS[kind as keyof typeof CONSTRAINTS] : null;
}

function columnsOf(body: Node): { name: string; type: ColumnType }[] {
  return list(body.tableElts).flatMap((one) => {
    const def = node(one.ColumnDef);
    return 'colname' in def ? [{ name: text(def.colname), type: typeOf(def) }] : [];
  });
}

function typeOf(def: Node): ColumnType {
  const type = node(def.typeName);
  const size = list(type.typmods).flatMap((one) => {
    const number = node(node(one.A_Const).ival).ival;
    return typeof number === 'number' ? [number] : [];
  });
  return { name: lastName(type.names) + '[]'.repeat(list(type.arrayBounds).length), size };
}

/** `public` is where names without a schema lead, so both ways of writing are one name. */
function relation(body: Node, itself = false): string {
  const range = itself ? body : node(body.relation);
  const schema = text(range.schemaname);
  return schema === '' || schema === 'public' ? text(range.relname) : `${schema}.${text(range.relname)}`;
}

function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return names(value)
    .filter((part, index, all) => !(index === 0 && all.length > 1 && part === 'public'))
    .join('.');
}

function lastName(value: unknown): string {
  return names(value).at(-1) ?? '';
}

function names(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(names);
  const inner = node(value);
  if ('String' in inner) return [text(node(inner.String).sval)];
  if ('List' in inner) return names(node(inner.List).items);
  return 'TypeName' in inner ? names(node(inner.TypeName).names) : [];
}

function node(value: unknown): Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.map(node) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
