/** What a plan says of single statements: which run, which would fail, which nobody knows. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { loadPython } from '../../../../src/adapters/treeSitter.ts';
import { readAlembicOperations } from '../../../../src/core/migration/alembic/operations/readAlembicOperations.ts';
import type { MigrationOperation } from '../../../../src/core/migration/operations/operation.ts';
import type { ScriptParsers } from '../../../../src/core/migration/operations/scriptOperations.ts';
import type { PlannedRun } from '../../../../src/core/preview/plan/plannedRun.ts';
import { planRun } from '../../../../src/core/preview/plan/planRun.ts';
import { applyOperations } from '../../../../src/core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import { type ReadSqlOptions, readSql } from '../../../../src/core/sql/readSql.ts';
import { brokenTrees } from '../../../support/brokenTrees.ts';
import { planText } from '../../../support/planText.ts';
import { projectWithout } from '../../migration/alembic/operations/reading.ts';

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = { python: await loadPython(), sql: await loadSql() };
});

const file = '/project/versions/r1.py';

function sql(text: string, options: ReadSqlOptions = {}): readonly MigrationOperation[] {
  return readSql(text, parsers.sql, (range) => ({ file, range }), options);
}

function python(body: string): { readonly text: string; readonly operations: readonly MigrationOperation[] } {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const text = `from alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n${lines.join('')}`;
  const readImport = () => undefined;
  const script = { file, text, readImport };
  return { text, operations: readAlembicOperations(script, parsers, projectWithout).value.upgrade };
}

function schema(text: string): SchemaSnapshot {
  return applyOperations(emptySnapshot, sql(text), { sql: parsers.sql, searchPath: ['public'] }).snapshot;
}

interface Question {
  readonly text: string;
  readonly operations: readonly MigrationOperation[];
  readonly start?: SchemaSnapshot;
  readonly serverVersion?: number;
}

function plan({ text, operations, start = emptySnapshot, serverVersion = 18 }: Question): PlannedRun {
  return planRun({
    direction: 'upgrade',
    revisions: [{ revision: 'r1', operationsAt: () => operations }],
    start,
    sql: parsers.sql,
    searchPath: ['public'],
    serverVersion,
    readFile: () => text,
  });
}

/** Without the heading. */
function lines(question: Question): readonly string[] {
  const text = planText(plan(question), () => question.text);
  return text.split('\n').filter((line) => line !== '' && line !== '-- upgrade r1');
}

const ofSql = (text: string, more: Omit<Question, 'text' | 'operations'> = {}, options?: ReadSqlOptions) =>
  lines({ text, operations: sql(text, options), ...more });

const ofPython = (body: string, more: Omit<Question, 'text' | 'operations'> = {}) =>
  lines({ ...python(body), ...more });

test('a statement that would fail says why, and those after it are planned all the same', () => {
  const text =
    'ALTER TABLE t ADD COLUMN a int;\nALTER TABLE nope ADD COLUMN b int;\nALTER TABLE t DROP COLUMN a;';
  expect(ofSql(text, { start: schema('CREATE TABLE t (id int)') })).toEqual([
    '-- line 1: addColumn',
    'ALTER TABLE t ADD COLUMN a int;',
    '-- line 2: addColumn',
    '-- fails: Table nope does not exist.',
    'ALTER TABLE nope ADD COLUMN b int;',
    '-- line 3: dropColumn',
    'ALTER TABLE t DROP COLUMN a;',
  ]);
});

test('every step has the schema right before it, whatever is done later', () => {
  const text = 'CREATE TABLE t (a int); ALTER TABLE t ADD COLUMN b int, ADD COLUMN c int; DROP TABLE t;';
  const run = plan({ text, operations: sql(text) });
  const columnsOf = ({ tables }: SchemaSnapshot) =>
    [...tables.values()].flatMap(({ columns }) => columns.map(({ name }) => name)).join();
  const steps = run.revisions.flatMap(({ statements }) => statements.flatMap((one) => one.steps));
  expect(steps.map(({ operation, before }) => [operation.kind, columnsOf(before)])).toEqual([
    ['createTable', ''],
    ['addColumn', 'a'],
    ['addColumn', 'a,b'],
    ['dropTable', 'a,b,c'],
  ]);
  expect(columnsOf(run.after)).toBe('');
});

test('of a long script as well', () => {
  const create = (at: number) => `CREATE TABLE t${at} (id serial);`;
  const text = Array.from(
    { length: 120 },
    (_, at) => `${create(at)} ${at % 3 === 0 ? `DROP TABLE t${at};` : ''}`,
  );
  const run = plan({ text: '', operations: sql(text.join('\n')), start: schema('CREATE TABLE t (a int)') });
  const steps = run.revisions.flatMap(({ statements }) => statements.flatMap((one) => one.steps));
  const there = new Set(['t']);
  for (const { operation, before } of steps) {
    const names = [...before.tables.values()].map(({ name }) => name.name).sort();
    expect(names).toEqual([...there].sort());
    expect(before.tables.size).toBe(there.size);
    expect([...before.sequences.keys()]).toHaveLength(there.size - 1);
    if (operation.kind === 'createTable') there.add(operation.table.name);
    if (operation.kind === 'dropTable') there.delete(operation.table.name);
  }
  expect(run.after.tables.size).toBe(there.size);
});

describe('enum types', () => {
  const table = (name: string) =>
    `op.create_table('${name}', sa.Column('mood', sa.Enum('calm', name='mood')))`;
  const create = "CREATE TYPE mood AS ENUM ('calm');";

  test('SQLAlchemy makes one with the first table that has it', () => {
    expect(ofPython(`${table('a')}\n${table('b')}`).filter((line) => line === create)).toHaveLength(1);
  });

  test('one that is left over from before makes the run fail', () => {
    const start = schema("CREATE TYPE mood AS ENUM ('calm')");
    const said = ofPython(table('a'), { start });
    expect(said.slice(0, 3)).toEqual([
      '-- line 6: createEnum',
      '-- fails: Type mood already exists.',
      create,
    ]);
  });

  test('made by hand it is looked for first', () => {
    const start = schema("CREATE TYPE mood AS ENUM ('calm')");
    const byHand = "sa.Enum('calm', name='mood').create(op.get_bind())";
    expect(ofPython(byHand, { start })).toEqual([]);
    expect(ofPython(byHand)).toEqual(['-- line 6: createEnum', create]);
  });
});

describe('what cannot be told', () => {
  test('both ways are shown', () => {
    const body =
      "if flag():\n    op.drop_table('a')\n    op.drop_table('c')\nelse:\n    op.drop_table('b')\n";
    const start = schema('CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ();');
    const reason =
      'Whether this runs cannot be told. This condition depends on more than the schema: it is decided when the script runs.';
    expect(ofPython(body, { start })).toEqual([
      ...['-- line 7: dropTable', `-- if: ${reason}`, 'DROP TABLE a;'],
      ...['-- line 8: dropTable', `-- if: ${reason}`, 'DROP TABLE c;'],
      ...['-- line 10: dropTable', `-- if: ${reason}`, 'DROP TABLE b;'],
    ]);
  });

  test('what is done either way is shown once, and surely runs', () => {
    const text = 'DROP TABLE a;\nDROP TABLE b;\nDROP TABLE c;';
    const [a, b, c] = sql(text);
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three statements.');
    const condition = { kind: 'unknown', reason: 'The server decides about it.' } as const;
    const [then, otherwise] = [
      [a, b],
      [b, a, c],
    ];
    const location = { file };
    const either: MigrationOperation = { kind: 'conditional', condition, then, otherwise, location };
    const start = schema('CREATE TABLE a (); CREATE TABLE b (); CREATE TABLE c ();');
    expect(lines({ text, operations: [either], start })).toEqual([
      ...['-- line 1: dropTable', 'DROP TABLE a;'],
      ...['-- line 2: dropTable', 'DROP TABLE b;'],
      '-- line 3: dropTable',
      '-- if: Whether this runs cannot be told. The server decides about it.',
      'DROP TABLE c;',
    ]);
  });

  test('rows of a loop are perhaps none', () => {
    const body = "for row in rows():\n    op.execute('UPDATE t SET a = 1')";
    expect(ofPython(body)).toEqual([
      '-- line 7: data',
      '-- if: Whether this runs cannot be told. What this loop goes over is known only when the script runs.',
      'UPDATE t SET a = 1;',
    ]);
  });

  test('a call of which something is computed is shown as it is written, as a whole', () => {
    const body = "op.create_table(\n    't',\n    sa.Column('a', sa.Integer(), server_default=secret()),\n)";
    const said = ofPython(body);
    expect(said.slice(0, 2)).toEqual([
      '-- line 6: createTable, opaque',
      '-- not known: The default of the column t.a is computed when the script runs.',
    ]);
    expect(said.slice(2)).toEqual([
      '--   op.create_table(',
      "--       't',",
      "--       sa.Column('a', sa.Integer(), server_default=secret()),",
      '--   )',
    ]);
  });

  test('a type that PostgreSQL has not', () => {
    const said = ofPython("op.add_column('t', sa.Column('a', sa.DATETIME()))", {
      start: schema('CREATE TABLE t ()'),
    });
    expect(said[1]).toBe('-- not known: The type of the column t.a is not known: DATETIME.');
  });

  test('a placeholder', () => {
    expect(ofSql(`CREATE TABLE \${schema}.t (a int)`, {}, { placeholders: 'dollars' })).toEqual([
      '-- line 1: opaque',
      '-- not known: Parts of this statement are filled in only when the script runs.',
      `--   CREATE TABLE \${schema}.t (a int)`,
    ]);
  });

  test('a block that asks for rows is one statement all the same', () => {
    const block = 'DO $$ BEGIN IF (SELECT count(*) FROM t) > 0 THEN DROP TABLE u; END IF; END $$';
    const said = ofSql(block, { start: schema('CREATE TABLE t (); CREATE TABLE u ();') });
    expect(said[0]).toBe('-- line 1: dropTable');
    expect(said[1]).toMatch(/^-- if: Whether this runs cannot be told\./);
    expect(said.slice(2)).toEqual([`${block};`]);
  });
});

test('what is tried in a savepoint and fails is not shown, what is done instead is', () => {
  const block = `DO $$ BEGIN
    ALTER TABLE t ADD COLUMN a int;
  EXCEPTION WHEN undefined_table THEN
    CREATE TABLE t (a int);
  END $$`;
  expect(ofSql(block)[0]).toBe('-- line 1: createTable');
  expect(ofSql(block, { start: schema('CREATE TABLE t ()') })[0]).toBe('-- line 1: addColumn');
});

test('an older server does not know it', () => {
  const body = "op.create_unique_constraint('u', 't', ['a'], postgresql_nulls_not_distinct=True)";
  const start = schema('CREATE TABLE t (a int)');
  expect(ofPython(body, { start, serverVersion: 14 })[1]).toBe(
    '-- fails: PostgreSQL 14 does not know NULLS NOT DISTINCT; it comes with PostgreSQL 15.',
  );
  expect(ofPython(body, { start, serverVersion: 15 })).toHaveLength(2);
});

test('the scripts of small odd and broken trees do nothing, and nothing is planned for them', () => {
  const scripts = brokenTrees.flatMap(({ files }) => Object.entries(files));
  expect(scripts.length).toBeGreaterThan(100);
  const planned = scripts.flatMap(([path, text]) => {
    const script = { file: path, text, readImport: () => undefined };
    const { upgrade, downgrade } = readAlembicOperations(script, parsers, projectWithout).value;
    return [upgrade, downgrade].flatMap((operations) => lines({ text, operations }));
  });
  expect(planned).toEqual([]);
});
