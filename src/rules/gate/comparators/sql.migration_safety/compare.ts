import type { FileRequest } from '../../../../model/facts.ts';
import type { RawFinding } from '../../../../model/finding.ts';
import { clip, countOf } from '../../../../shared/text.ts';
import { type Asking, type Comparing, failed, passed, unknown } from '../../comparator.ts';
import type { ColumnType } from './column-type.ts';
import { dialectOf } from './dialect.ts';
import { addedMigrations, earlierThan, lockOf, requestsOf } from './migrations.ts';
import { readMysql } from './mysql.ts';
import type { Dialect, Options } from './options.ts';
import { readPostgres } from './postgresql.ts';
import { type Context, judgeStep, type Verdict } from './rules.ts';
import { type Statement, statementsOf } from './statements.ts';
import type { Misread, Reading, Step } from './step.ts';

/** More SQL than this is a dump, not a migration; the parsers take seconds for it. */
const LONGEST = 2_000_000;
const DEFAULT_UNKNOWN = 50;
const LOCKS = new Set([
  'sql.index-blocking',
  'sql.index-drop-blocking',
  'sql.not-null-scan',
  'sql.constraint-blocking',
  'sql.type-changed',
]);
type Read = Statement & Reading & { path: string };

export function wants({ change, tree, options, has }: Asking<Options>): FileRequest[] {
  return requestsOf(change, tree, options, has);
}

export async function compare(comparing: Comparing<Options>): Promise<RawFinding[]> {
  const { change, tree, options, read } = comparing;
  const findings: RawFinding[] = [];
  const paths = addedMigrations(change, options);
  const byDialect: Record<Dialect, Read[]> = { postgresql: [], mysql: [] };
  for (const path of paths) {
    const outcome = read('head', path);
    if (outcome.kind !== 'text' || outcome.text.length > LONGEST) {
      findings.push(notRead(path, outcome.kind === 'unreadable' ? outcome.detail : 'it is missing or too long'));
      continue;
    }
    const lock = lockOf(path, tree);
    const locked = lock === null ? null : read('head', lock);
    const known = dialectOf(path, outcome.text, locked?.kind === 'text' ? locked.text : null, options.dialect);
    const { dialect, statements } = await readAll(path, outcome.text, known);
    byDialect[dialect].push(...statements);
  }
  for (const dialect of ['postgresql', 'mysql'] as const) findings.push(...(await judge(dialect, byDialect[dialect])));
  if (findings.length > 0 || paths.length === 0) return findings;
  return [
    passed(
      'sql.safe',
      `${countOf(paths.length, 'added migration')} can run while the database is in use.`,
      paths.join(' '),
    ),
  ];

  async function judge(dialect: Dialect, statements: readonly Read[]): Promise<RawFinding[]> {
    const context = contextOf(dialect, statements, await typesBefore(dialect, statements));
    const found: RawFinding[] = [];
    for (const statement of statements) {
      if (statement.misread !== null) found.push(notUnderstood(statement, statement.misread, dialect));
      for (const step of statement.steps) {
        const verdict = judgeStep(step, context);
        if (verdict !== null && !options.allow.includes(verdict.code)) found.push(findingOf(statement, verdict));
        if (step.kind === 'create-table') context.created.add(step.table);
        if (step.kind === 'create' && step.what === 'view') context.created.add(step.name);
        if (step.kind === 'validate') context.validated.add(step.table);
        if (step.kind === 'add-column') context.addedColumns.add(`${step.table}.${step.column}`);
        if (step.kind === 'rename-table' && context.created.has(step.table)) context.created.add(step.name);
      }
    }
    return folded(found);
  }

  /** The last type each retyped column was given before, by `table.column`. Files that cannot be read tell nothing. */
  async function typesBefore(dialect: Dialect, statements: readonly Read[]): Promise<Map<string, ColumnType>> {
    const types = new Map<string, ColumnType>();
    const wanted = statements.flatMap(({ path, steps }) => (steps.some(({ kind }) => kind === 'retype') ? [path] : []));
    const earlier = new Set(wanted.flatMap((path) => earlierThan(path, tree, options)));
    for (const path of earlier) {
      const outcome = read('head', path);
      if (outcome.kind !== 'text' || outcome.text.length > LONGEST) continue;
      for (const { text } of statementsOf(outcome.text)) {
        if (!/^(create\s+table|alter\s+table|rename)\b/i.test(text)) continue;
        for (const step of (await readOne(text, dialect)).steps) noteTypes(step, types);
      }
    }
    return types;
  }
}

function contextOf(dialect: Dialect, statements: readonly Read[], types: ReadonlyMap<string, ColumnType>): Context {
  const recreated = new Set<string>();
  for (const { steps } of statements)
    for (const step of steps) {
      if (step.kind === 'create') recreated.add(`${step.what} ${step.name}`);
      if (step.kind === 'create-index') recreated.add(`index ${step.name}`);
    }
  return {
    dialect,
    created: new Set(),
    addedColumns: new Set(),
    validated: new Set(),
    recreated,
    typeBefore: (table, column) => types.get(`${table}.${column}`) ?? null,
  };
}

/** Keeps the last type of each column, under the names that tables and columns have by then. */
function noteTypes(step: Step, types: Map<string, ColumnType>): void {
  if (step.kind === 'create-table') for (const { name, type } of step.columns) types.set(`${step.table}.${name}`, type);
  if (step.kind === 'add-column' || step.kind === 'retype') types.set(`${step.table}.${step.column}`, step.type);
  if (step.kind === 'rename-column') {
    const type = types.get(`${step.table}.${step.column}`);
    if (type !== undefined) types.set(`${step.table}.${step.name}`, type);
  }
  if (step.kind !== 'rename-table') return;
  for (const [key, type] of [...types])
    if (key.startsWith(`${step.table}.`)) types.set(step.name + key.slice(step.table.length), type);
}

/** Where nothing tells the dialect, the one whose grammar understands more of the file; PostgreSQL when both do. */
async function readAll(
  path: string,
  sql: string,
  known: Dialect | null,
): Promise<{ dialect: Dialect; statements: Read[] }> {
  const first = await readAs(path, sql, known ?? 'postgresql');
  const wrong = first.filter(({ misread }) => misread !== null).length;
  if (known !== null || wrong === 0) return { dialect: known ?? 'postgresql', statements: first };
  const second = await readAs(path, sql, 'mysql');
  const better = second.filter(({ misread }) => misread !== null).length < wrong;
  return better ? { dialect: 'mysql', statements: second } : { dialect: 'postgresql', statements: first };
}

async function readAs(path: string, sql: string, dialect: Dialect): Promise<Read[]> {
  const statements: Read[] = [];
  for (const statement of statementsOf(sql))
    statements.push({ ...statement, ...(await readOne(statement.text, dialect)), path });
  return statements;
}

function readOne(text: string, dialect: Dialect): Promise<Reading> {
  return dialect === 'mysql' ? readMysql(text) : readPostgres(text);
}

function findingOf(statement: Read, { code, severity, message, fix, about, key }: Verdict): RawFinding {
  const { line, read } = lineOf(statement, offsetOfName(statement.text, about));
  return failed({
    code,
    severity,
    key: `${statement.path} ${key}`,
    message,
    evidence: [{ file: statement.path, line, side: 'head', read }],
    suggestedFix: fix,
  });
}

/** What locks, but loses nothing, is one finding per file with all its lines; each loss stays a finding of its own. */
function folded(findings: readonly RawFinding[]): RawFinding[] {
  const groups = new Map<string, RawFinding[]>();
  for (const finding of findings) {
    const lock = LOCKS.has(finding.code) ? `${finding.evidence[0]?.file} ${finding.code}` : finding.key;
    groups.set(lock, [...(groups.get(lock) ?? []), finding]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined || group.length === 1) return group;
    // Every member is part of what makes it this finding: one more lock asks anew.
    const key = group.map((one) => one.key).join(', ');
    const evidence = group.flatMap((one) => one.evidence).slice(0, 10);
    return [{ ...first, key, evidence, message: `${first.message} ${group.length - 1} more like it in this file.` }];
  });
}

function notUnderstood(statement: Read, { message, offset }: Misread, dialect: Dialect): RawFinding {
  const { line, read } = lineOf(statement, Math.max(0, offset - 1));
  const grammar = dialect === 'mysql' ? 'MySQL' : 'PostgreSQL';
  return unknown({
    code: 'sql.not-understood',
    severity: DEFAULT_UNKNOWN,
    key: `${statement.path} ${clip(statement.text.replace(/\s+/g, ' '), 120)}`,
    message: `What this statement does to the database could not be seen, read as ${grammar}: ${message}.`,
    evidence: [{ file: statement.path, line, side: 'head', read }],
    suggestedFix: 'Look at the statement by eye; when it is of the other dialect, set the option dialect.',
  });
}

/** Where the name first stands as a word of its own; the start of the statement when it does not. */
function offsetOfName(statement: string, name: string): number {
  const lower = statement.toLowerCase();
  const wanted = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (wanted === '') return 0;
  for (let at = lower.indexOf(wanted); at !== -1; at = lower.indexOf(wanted, at + 1)) {
    if (!/\w/.test(lower[at - 1] ?? '') && !/\w/.test(lower[at + wanted.length] ?? '')) return at;
  }
  return 0;
}

function lineOf(statement: Statement, offset: number): { line: number; read: string } {
  const before = statement.text.slice(0, offset).split('\n').length - 1;
  const read = statement.text.split('\n')[before] ?? '';
  return { line: statement.line + before, read: clip(read.trim(), 200) };
}

function notRead(path: string, why: string): RawFinding {
  return unknown({
    code: 'sql.unreadable',
    severity: DEFAULT_UNKNOWN,
    key: path,
    message: `Whether ${path} is safe to run could not be seen: ${why.replace(/\.$/, '')}.`,
    evidence: [{ file: path, line: null, side: 'head', read: 'not read' }],
    suggestedFix: `Make ${path} readable, or split it.`,
  });
}
