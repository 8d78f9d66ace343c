import { describe, expect, it } from 'vitest';
import { given } from '../../given.ts';
import { sqlMigrationSafety } from './index.ts';

const judge = given(sqlMigrationSafety);
const PG = 'db/migrations/postgres/2_next.sql';
const MY = 'db/migrations/mysql/2_next.sql';

async function codes(path: string, sql: string, base: Record<string, string> = {}): Promise<string[]> {
  return (await judge({ base, head: { ...base, [path]: sql } })).map(({ code }) => code);
}

describe('sql.migration_safety', () => {
  it.each([
    ['DROP TABLE charges;', 'sql.table-dropped'],
    ['ALTER TABLE charges DROP COLUMN amount;', 'sql.column-dropped'],
    ['ALTER TABLE charges ADD COLUMN currency text NOT NULL;', 'sql.not-null-without-default'],
    ['ALTER TABLE charges ADD COLUMN id2 uuid DEFAULT gen_random_uuid();', 'sql.volatile-default'],
    ['ALTER TABLE charges ADD COLUMN id2 bigserial;', 'sql.volatile-default'],
    ['CREATE INDEX by_amount ON charges (amount);', 'sql.index-blocking'],
    ['ALTER TABLE charges RENAME COLUMN amount TO cents;', 'sql.column-renamed'],
    ['ALTER TABLE charges RENAME TO payments;', 'sql.table-renamed'],
    ['ALTER TABLE charges ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b (id);', 'sql.constraint-blocking'],
    ['ALTER TABLE charges ALTER COLUMN amount SET NOT NULL;', 'sql.not-null-scan'],
    ['ALTER TABLE charges ALTER COLUMN amount TYPE int;', 'sql.type-changed'],
    ['TRUNCATE charges;', 'sql.truncated'],
    ["ALTER TYPE state RENAME VALUE 'a' TO 'b';", 'sql.enum-value-renamed'],
    ['DO $$ BEGIN ALTER TABLE charges DROP COLUMN amount; END $$;', 'sql.not-understood'],
  ])('finds in PostgreSQL: %s', async (sql, code) => {
    expect(await codes(PG, sql)).toEqual([code]);
  });

  it.each([
    'CREATE TABLE charges (id int); CREATE INDEX i ON charges (id); ALTER TABLE charges ADD COLUMN a int NOT NULL;',
    "ALTER TABLE charges ADD COLUMN state text NOT NULL DEFAULT 'new';",
    'ALTER TABLE charges ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();',
    'ALTER TABLE charges ADD COLUMN payer int REFERENCES payers (id);',
    'CREATE INDEX CONCURRENTLY by_amount ON charges (amount);',
    'ALTER TABLE charges ADD CONSTRAINT c CHECK (amount > 0) NOT VALID;',
    'ALTER TABLE charges ADD CONSTRAINT u UNIQUE USING INDEX by_amount;',
    'DROP VIEW IF EXISTS totals; CREATE VIEW totals AS SELECT 1;',
    "INSERT INTO notes VALUES ('drop table charges; -- no');",
    '-- +goose Up\nSELECT 1;\n-- +goose Down\nDROP TABLE charges;',
  ])('passes in PostgreSQL: %s', async (sql) => {
    expect(await codes(PG, sql)).toEqual(['sql.safe']);
  });

  it.each([
    ['ALTER TABLE `charges` DROP COLUMN `amount`;', ['sql.column-dropped']],
    ['ALTER TABLE charges CHANGE amount cents BIGINT;', ['sql.column-renamed', 'sql.type-changed']],
    ['ALTER TABLE charges ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES b (id);', ['sql.constraint-blocking']],
    ['CREATE FULLTEXT INDEX words ON charges (note);', ['sql.index-blocking']],
    ['ALTER TABLE charges DROP PRIMARY KEY;', ['sql.table-rewrite']],
    ['ALTER TABLE charges ADD INDEX i (a), ALGORITHM=COPY;', ['sql.table-rewrite']],
    ['RENAME TABLE charges TO payments;', ['sql.table-renamed']],
    ['ALTER TABLE charges CONVERT TO CHARACTER SET utf8mb4;', ['sql.not-understood']],
    ['CREATE INDEX by_amount ON charges (amount);', ['sql.safe']],
    ['ALTER TABLE charges ADD COLUMN note TEXT NULL, ADD COLUMN paid BOOL NOT NULL DEFAULT false;', ['sql.safe']],
    ['DELIMITER //\nCREATE PROCEDURE p() BEGIN DROP TABLE x; END//\nDELIMITER ;\n', ['sql.safe']],
  ])('judges MySQL: %s', async (sql, expected) => {
    expect(await codes(MY, sql)).toEqual(expected);
  });

  it.each([
    ['varchar(40)', 'varchar(20)', ['sql.type-narrowed']],
    ['varchar(20)', 'varchar(40)', ['sql.safe']],
    ['varchar(20)', 'text', ['sql.safe']],
    ['bigint', 'integer', ['sql.type-narrowed']],
    ['integer', 'bigint', ['sql.type-changed']],
    ['numeric(10,2)', 'numeric(12,2)', ['sql.safe']],
    ['numeric(10,2)', 'numeric(10,4)', ['sql.type-narrowed']],
  ])('knows the old type from the migrations before: %s to %s', async (from, to, expected) => {
    const base = { 'db/migrations/postgres/1_first.sql': `CREATE TABLE charges (amount ${from});` };
    expect(await codes(PG, `ALTER TABLE charges ALTER COLUMN amount TYPE ${to};`, base)).toEqual(expected);
  });

  it('judges the rest of a file around a statement it does not understand, each with its line', async () => {
    const sql = '-- first\nDROP TABLE a;\n\nFROBNICATE b;\n\nALTER TABLE c\n  ADD COLUMN d int,\n  DROP COLUMN e;\n';
    const findings = await judge({ head: { [PG]: sql } });
    expect(findings.map(({ code, outcome, evidence }) => [code, outcome, evidence[0]?.line])).toEqual([
      ['sql.table-dropped', 'fail', 2],
      ['sql.not-understood', 'unknown', 4],
      ['sql.column-dropped', 'fail', 8],
    ]);
  });

  it.each([
    ['a way back', 'db/migrations/2_next.down.sql'],
    ['another database', 'db/migrations/sqlite/2_next.sql'],
    ['no migration', 'queries/charges.sql'],
  ])('leaves %s alone', async (_what, path) => {
    expect(await codes(path, 'DROP TABLE charges;')).toEqual([]);
  });

  it('folds what locks into one finding per file, with every line', async () => {
    const findings = await judge({ head: { [PG]: 'CREATE INDEX i ON a (b);\nCREATE INDEX j ON a (c);\n' } });
    expect(findings.map(({ evidence }) => evidence.map(({ line }) => line))).toEqual([[1, 2]]);
  });

  it('judges only what is added', async () => {
    expect(await judge({ base: { [PG]: 'SELECT 1;' }, head: { [PG]: 'DROP TABLE charges;' } })).toEqual([]);
  });

  it('takes the dialect from the option, the lock file or the SQL', async () => {
    const sql = 'ALTER TABLE charges ADD CONSTRAINT c UNIQUE (a);';
    const head = { 'prisma/migrations/2/migration.sql': sql };
    const lock = { 'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n' };
    expect(await judge({ head })).toMatchObject([{ code: 'sql.constraint-blocking' }]);
    expect(await judge({ head }, { dialect: 'mysql' })).toMatchObject([{ code: 'sql.safe' }]);
    expect(await judge({ head: { ...head, ...lock } })).toMatchObject([{ code: 'sql.safe' }]);
    expect(await codes('db/migrations/3.sql', 'ALTER TABLE `a` ADD UNIQUE INDEX i (b);')).toEqual(['sql.safe']);
  });

  it('does not report what the pack allows', async () => {
    const head = { [PG]: 'DROP TABLE charges;' };
    expect(await judge({ head }, { allow: ['sql.table-dropped'] })).toMatchObject([{ outcome: 'pass' }]);
  });

  it('does not know a migration that cannot be read', async () => {
    const head = { [PG]: { kind: 'unreadable', reason: 'too-large', detail: 'It is too large.' } } as const;
    expect(await judge({ head })).toMatchObject([{ code: 'sql.unreadable', outcome: 'unknown' }]);
  });
});
