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
import { projectWithout, readScript } from '../../migration/alembic/operations/reading.ts';

let parsers: ScriptParsers;
beforeAll(async () => {
  parsers = { python: await loadPython(), sql: await loadSql() };
});

const file = '/project/versions/r1.py';

function sql(text: string, options: ReadSqlOptions = {}): readonly MigrationOperation[] {
  return readSql(text, parsers.sql, (range) => ({ file, range }), options);
}

function script(body: string): string {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  return `from alembic import op\nimport sqlalchemy as sa\n\n\ndef upgrade():\n${lines.join('')}`;
}

function python(body: string): { readonly text: string; readonly operations: readonly MigrationOperation[] } {
  const text = script(body);
  const readImport = () => undefined;
  return {
    text,
    operations: readAlembicOperations({ file, text, readImport }, parsers, projectWithout).value.upgrade,
  };
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

test('a downgrade that is not supported is none that does nothing', () => {
  const text = `def upgrade():\n    pass\n\n\ndef downgrade():\n    raise NotImplementedError('Restore a backup.')\n`;
  const operations = readScript(text, parsers).downgrade;
  const [statement, more] = plan({ text, operations }).revisions.flatMap((one) => one.statements);
  expect(more).toBeUndefined();
  expect(statement?.text).toMatchObject({
    kind: 'source',
    reason: 'downgrade() always raises an error: Alembic stops here, and the downgrade is not done.',
  });
});

describe('names that only running the script tells', () => {
  const env = 'from app.models import Base\ncontext.configure(target_metadata=Base.metadata)';
  const planned = (body: string): PlannedRun => {
    const operations = readScript(script(body), parsers, { env }).upgrade;
    return plan({ text: script(body), operations });
  };
  const table = `op.create_table('t', sa.Column('id', sa.Integer()), sa.UniqueConstraint('id'))`;

  test('PostgreSQL gives its own, and what follows may find others', () => {
    const run = planned(`${table}\nop.drop_constraint('uq_t_id', 't')\nop.drop_constraint('id', 'nope')`);
    const statements = run.revisions.flatMap((one) => one.statements);
    const sentence =
      'A constraint of the table t is named by a naming convention, or by code, that could not be followed. PostgreSQL names it here.';
    expect(statements.map(({ namedHere, notes, problems }) => [namedHere, notes, problems.length])).toEqual([
      [sentence, [sentence], 0],
      [undefined, undefined, 0],
      [undefined, undefined, 1],
    ]);
    expect(statements[0]?.text).toEqual({
      kind: 'sql',
      sql: 'CREATE TABLE t (\n  id integer,\n  UNIQUE (id)\n)',
    });
  });

  test.each(['primary_key', 'unique'])('%s of a column has no name in the script', (flag) => {
    const [statement] = planned(
      `op.create_table('t', sa.Column('id', sa.Integer(), ${flag}=True))`,
    ).revisions.flatMap((one) => one.statements);
    expect(statement?.text.kind).toBe('sql');
    expect(statement?.namedHere).toMatch(/^A constraint of the table t is named by/);
  });

  test('what else is not known of the table keeps it from being written', () => {
    const [statement] = planned(
      `op.create_table('t', sa.Column('id', some_type), sa.UniqueConstraint('id'))`,
    ).revisions.flatMap((one) => one.statements);
    expect(statement?.text.kind).toBe('source');
  });
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

describe('rows', () => {
  const head =
    "t = sa.table('t', sa.column('a', sa.Integer), sa.column('b', sa.String))\nc = op.get_bind()\n";
  const statements = (body: string) =>
    plan(python(head + body)).revisions.flatMap((revision) => revision.statements);
  const texts = (body: string) =>
    statements(body).map(({ text }) => (text.kind === 'sql' ? text.sql : `not known: ${text.source}`));

  test.each([
    ['a value that is read when it runs', "t.update().values(b=c.scalar(sa.text('SELECT 1')))"],
    ['the time', 't.insert().values(b=datetime.datetime.now())'],
    ['a type of the project', "sa.table('t', sa.column('a', Secret())).insert().values(a='x')"],
    [
      'a type that changes what it compares with',
      "(s := sa.table('t', sa.column('a', Secret()))).delete().where(s.c.a == 'x')",
    ],
    [
      'a default that is called',
      "sa.Table('t', sa.MetaData(), sa.Column('a', sa.Uuid, default=new), sa.Column('b', sa.String)).insert().values(b='x')",
    ],
    [
      'a sequence',
      "sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer, sa.Sequence('s')), sa.Column('b', sa.String)).insert().values(b='x')",
    ],
    ['a schema of its metadata', "sa.Table('t', metadata, sa.Column('a', sa.Integer)).insert().values(a=1)"],
    ['a table of the database', "sa.Table('t', sa.MetaData(), autoload_with=c).update().values(a=1)"],
    [
      'columns of the project',
      "sa.Table('t', sa.MetaData(), id_column(), sa.Column('b', sa.String)).insert().values(b='x')",
    ],
    ['a column that the table has not', 't.update().values(z=1)'],
    ['a value that the type refuses', "t.insert().values(a='one')"],
    ['a method that is not read', "t.update().values(a=1).with_hint('x')"],
    ['an alias', "(x := t.alias('x')).select().where(x.c.a == 1)"],
    ['a parameter without a value', "sa.text('UPDATE t SET a = :a')"],
    [
      'a list that is no list of parameters',
      "sa.text('UPDATE t SET a = 1 WHERE a = ANY(:x)').bindparams(x=[1])",
    ],
    ['a parameter in quotes', 'sa.text("UPDATE t SET b = \':x\'").bindparams(x=1)'],
    ['an expression among parameters', "t.insert(), [{'a': 1, 'b': sa.func.now()}]"],
    ['rows with different columns', "t.insert(), [{'a': 1}, {'b': 'x'}]"],
  ])('%s: the source is shown', (_, statement) => {
    const said = texts(`c.execute(${statement})`);
    expect(said.at(-1)).toBe(`not known: c.execute(${statement})`);
  });

  test('drivers have parameters of their own', () => {
    const call = "c.exec_driver_sql(\"UPDATE t SET b = ':x'\", {'x': 1})";
    expect(texts(call)).toEqual([`not known: ${call}`]);
  });

  test('a statement that is executed with several rows is as many statements', () => {
    expect(texts("c.execute(sa.text('DELETE FROM t WHERE a = :a'), [{'a': 1}, {'a': 2}])")).toEqual([
      'DELETE FROM t WHERE a = 1',
      'DELETE FROM t WHERE a = 2',
    ]);
  });

  test('what is written is known, also where the values are not', () => {
    const body = [
      't.update().values(b=read())',
      't.delete().where(t.c.a == 1)',
      "sa.text('UPDATE t SET a = :a WHERE a IN (SELECT a FROM u)').bindparams(a=1)",
      "t.insert().from_select(['a'], sa.select(sa.table('u', sa.column('a')).c.a))",
    ];
    const steps = statements(body.map((one) => `op.execute(${one})`).join('\n')).flatMap((one) => one.steps);
    const written = steps.map(({ operation }) =>
      operation.kind === 'data' ? [operation.statement, ...operation.tables.map(({ name }) => name)] : [],
    );
    expect(written).toEqual([
      ['UPDATE', 't'],
      ['DELETE', 't'],
      ['UPDATE', 't', 'u'],
      ['INSERT', 't', 'u'],
    ]);
  });

  test('what a session writes is not known', () => {
    const body = 'session = sa.orm.Session(c)\nsession.query(Model).delete()\nsession.add(Model())';
    expect(texts(body)).toEqual([
      'not known: session.query(Model).delete()',
      'not known: session.add(Model())',
    ]);
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
