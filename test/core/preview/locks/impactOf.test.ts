/** What servers cannot show: what is said where the session, the version or the statement is not known. */
import { beforeAll, describe, expect, test } from 'vitest';
import { loadSql } from '../../../../src/adapters/libpgQuery.ts';
import { afterCommit, contextAfter, startOfRun } from '../../../../src/core/preview/locks/contextAfter.ts';
import type { RunContext, StatementImpact } from '../../../../src/core/preview/locks/impact.ts';
import { impactOf } from '../../../../src/core/preview/locks/impactOf.ts';
import { timeClassOf } from '../../../../src/core/preview/locks/timeClass.ts';
import type { PlannedStatement, PlannedStep } from '../../../../src/core/preview/plan/plannedRun.ts';
import { applyOperations } from '../../../../src/core/schema/apply.ts';
import { emptySnapshot, type SchemaSnapshot } from '../../../../src/core/schema/snapshot.ts';
import { readSql } from '../../../../src/core/sql/readSql.ts';
import { splitSql } from '../../../../src/core/sql/splitSql.ts';
import type { SqlParser } from '../../../../src/core/sql/sqlParser.ts';

let sql: SqlParser;
beforeAll(async () => {
  sql = await loadSql();
});

const schema = `
  CREATE TYPE mood AS ENUM ('sad', 'ok');
  CREATE FUNCTION own() RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE TABLE orders (id integer PRIMARY KEY, at timestamp, total numeric(10,2), note text, mood mood);`;

const start = (session: Partial<RunContext> = {}): RunContext => ({
  ...startOfRun({ serverVersion: 17, timeZone: 'UTC', sql, searchPath: ['public'] }),
  ...session,
});

/** The statements of a script as a plan has them, on the schema above. */
function planOf(script: string, autocommit = false): readonly PlannedStatement[] {
  const context = { sql, searchPath: ['public'] };
  let now: SchemaSnapshot = applyOperations(emptySnapshot, read(schema), context).snapshot;
  return splitSql(script).map(({ range }) => {
    const text = script.slice(range.start, range.end);
    const steps = read(text).map((operation): PlannedStep => {
      const before = now;
      now = applyOperations(now, [operation], context).snapshot;
      return { operation, before, after: now };
    });
    return { location: { file: 'a.sql' }, text: { kind: 'sql', sql: text }, steps, autocommit, problems: [] };
  });
}

const read = (text: string) => readSql(text, sql, (range) => ({ file: 'a.sql', range }));

function lastImpact(script: string, context: RunContext = start()): StatementImpact {
  let [impact, now]: [StatementImpact | undefined, RunContext] = [undefined, context];
  for (const statement of planOf(script)) {
    impact = impactOf(statement, now);
    now = contextAfter(now, statement);
  }
  if (impact === undefined) throw new Error('No statement.');
  return impact;
}

const text = ({ locks }: StatementImpact) => locks.map(({ relation, mode }) => `${relation.name} ${mode}`);

describe('what is not known', () => {
  test('the time zone: the worse case, and a note', () => {
    const { rewrites, notes } = lastImpact(
      'ALTER TABLE orders ALTER at TYPE timestamptz',
      start({ timeZone: undefined }),
    );
    expect(rewrites).toEqual([{ schema: 'public', name: 'orders' }]);
    expect(notes).toEqual([
      'The time zone of the session that runs it is not known. In UTC the rows would be kept; the worse case is shown.',
    ]);
  });

  test("a default that calls a user's function: the worse case, and a note", () => {
    const { rewrites, notes } = lastImpact('ALTER TABLE orders ADD n integer DEFAULT own()');
    expect(rewrites).toHaveLength(1);
    expect(notes).toEqual([
      'Whether the default own() is volatile is not known. If it is not, the table is not rewritten; the worse case is shown.',
    ]);
  });

  test('a version that was not measured: what its neighbour does, and a note', () => {
    const impact = lastImpact('DROP TABLE orders', start({ serverVersion: 19 }));
    expect(impact.basis).toBe('notMeasured');
    expect(text(impact)).toEqual(['orders ACCESS EXCLUSIVE', 'orders_pkey ACCESS EXCLUSIVE']);
    expect(impact.notes).toEqual([
      'What PostgreSQL 19 does was not measured; shown is what PostgreSQL 18 does.',
    ]);
  });

  test('a form that a version was not measured with', () => {
    const script = 'ALTER TABLE orders ALTER total DROP EXPRESSION';
    expect(lastImpact(script).basis).toBe('measured');
    const { basis, locks, notes } = lastImpact(script, start({ serverVersion: 12 }));
    expect({ basis, locks, notes }).toEqual({
      basis: 'notMeasured',
      locks: [],
      notes: ['What PostgreSQL 12 does with such a statement was not measured.'],
    });
  });

  test('a statement that is not followed: nothing is claimed', () => {
    const impact = lastImpact('DROP OWNED BY somebody');
    expect(impact).toMatchObject({
      basis: 'unknown',
      locks: [],
      notes: ['What DROP OWNED drops is not known.'],
    });
    expect(timeClassOf(impact, []).kind).toBe('unknown');
  });

  test('a table that only may be there', () => {
    const impact = lastImpact(`DROP OWNED BY somebody; ALTER TABLE elsewhere ADD n integer`);
    expect(impact).toMatchObject({ basis: 'unknown', locks: [] });
  });
});

describe('a statement of a newer version', () => {
  test('is refused by an older one, in its words', () => {
    const virtual = 'ALTER TABLE orders ADD n integer GENERATED ALWAYS AS (id) VIRTUAL';
    expect(lastImpact(virtual).refusal).toBe(
      'PostgreSQL 17 refuses this: syntax error at or near "VIRTUAL".',
    );
    expect(lastImpact(virtual, start({ serverVersion: 18 })).refusal).toBeUndefined();
  });
});

describe('what the run itself has made', () => {
  test('is free until it is committed', () => {
    const [create, index] = planOf('CREATE TABLE new (id integer); CREATE INDEX i ON new (id)');
    if (create === undefined || index === undefined) throw new Error('Two statements.');
    const same = contextAfter(start(), create);
    expect(text(impactOf(index, same))).toEqual([]);
    const committed = afterCommit(same);
    expect(text(impactOf(index, committed))).toEqual(['new SHARE']);
    expect(timeClassOf(impactOf(index, committed), [], committed).kind).toBe('instant');
  });

  test('a statement outside of the transaction commits what came before', () => {
    const [create, label] = planOf("CREATE TABLE new (id integer); ALTER TYPE mood ADD VALUE 'meh'");
    if (create === undefined || label === undefined) throw new Error('Two statements.');
    const context = contextAfter(contextAfter(start(), create), { ...label, autocommit: true });
    expect([...context.created, ...context.addedLabels]).toEqual([]);
    expect([...context.committed]).toEqual(['public\0new']);
  });

  test('rows put into it are read, for as long as nobody knows', () => {
    const impact = lastImpact(
      'CREATE TABLE new (id integer); INSERT INTO new SELECT id FROM orders; CREATE INDEX i ON new (id)',
    );
    expect(impact).toMatchObject({ locks: [], scans: [{ schema: 'public', name: 'new' }] });
    expect(timeClassOf(impact, [])).toEqual({
      kind: 'unknown',
      basis: 'It reads new, whose size is not known.',
    });
  });

  test('a table is locked under the name that it has on the database', () => {
    expect(text(lastImpact('ALTER TABLE orders RENAME TO o; ALTER TABLE o ADD n integer'))).toEqual([
      'orders ACCESS EXCLUSIVE',
    ]);
  });
});

describe('what the run has renamed', () => {
  const formsOf = (table: string, before: string) =>
    lastImpact(`${before}; ALTER TABLE ${table} ADD FOREIGN KEY (id) REFERENCES orders`).forms;
  const create = 'CREATE TABLE new (id integer PRIMARY KEY)';

  test.each([
    ['a', `${create}; ALTER TABLE new RENAME TO a`],
    ['orders', `ALTER TABLE orders RENAME TO old; ${create}; ALTER TABLE new RENAME TO orders`],
    ['s.new', `CREATE SCHEMA s; ${create}; ALTER TABLE new SET SCHEMA s`],
    ['s.new', `CREATE SCHEMA r; ${create.replace('new', 'r.new')}; ALTER SCHEMA r RENAME TO s`],
  ])('%s is new: %s', (table, before) => {
    expect(formsOf(table, before)).toEqual(['ADD FOREIGN KEY (table is new)']);
  });

  test.each([
    [
      'new',
      `${create}; ALTER TABLE new RENAME TO a; ALTER TABLE orders RENAME TO new; ALTER TABLE a RENAME TO orders`,
    ],
    [
      'new',
      `${create}; DROP TABLE new; ALTER TABLE orders RENAME TO new; CREATE TABLE orders (id integer PRIMARY KEY)`,
    ],
    ['old', `ALTER TABLE orders RENAME TO old; CREATE TABLE orders (id integer PRIMARY KEY)`],
  ])('%s is not: %s', (table, before) => {
    expect(formsOf(table, before)).toEqual(['ADD FOREIGN KEY']);
  });
});

describe('how a step is taken back', () => {
  test.each([
    ['ALTER TABLE orders ADD n integer', 'reversible', undefined],
    ['ALTER TABLE orders DROP note', 'losesData', 'The values of orders.note are gone afterwards.'],
    ['DROP TABLE orders', 'losesData', 'The rows of orders are gone afterwards.'],
    ['ALTER TABLE orders ALTER id TYPE bigint', 'reversible', undefined],
    [
      'ALTER TABLE orders ALTER total TYPE numeric(10,1)',
      'losesData',
      'Digits behind the point are rounded away when numeric(10,2) becomes numeric(10,1).',
    ],
    [
      'ALTER TABLE orders ALTER at TYPE date',
      'losesData',
      'The time of day is gone when timestamp without time zone becomes date.',
    ],
    ["UPDATE orders SET note = 'x'", 'losesData', 'The values that it overwrites are gone afterwards.'],
    [
      "UPDATE orders SET note = 'x', total = 0 WHERE orders.note IS NULL AND total IS NULL AND id > 1",
      'irreversible',
      'Which rows had NULL in note and total cannot be told afterwards.',
    ],
    [
      "UPDATE orders SET note = 'x' WHERE note IS NULL OR id > 1",
      'losesData',
      'The values that it overwrites are gone afterwards.',
    ],
    [
      "ALTER TYPE mood ADD VALUE 'meh'",
      'irreversible',
      'PostgreSQL cannot drop label meh again: that takes a new type.',
    ],
  ] as const)('%s', (statement, kind, why) => {
    expect(lastImpact(statement).reversibility).toEqual({ kind, ...(why !== undefined && { why }) });
  });
});

describe('how long it may take', () => {
  const table = { schema: 'public', name: 'orders' };
  const GB = 1024 ** 3;
  test.each([
    [
      'ALTER TABLE orders ADD n integer',
      100 * GB,
      'instant',
      'It reads and rewrites no rows, so it takes as long as it waits for its locks.',
    ],
    ['CREATE INDEX i ON orders (total)', 0, 'instant', 'It reads only tables that are empty.'],
    [
      'CREATE INDEX i ON orders (total)',
      1.2 * GB,
      'seconds',
      'It reads about 1.2 GB, while writes wait; disks read 100–500 MB a second: seconds.',
    ],
    [
      'ALTER TABLE orders ALTER id TYPE bigint',
      30 * GB,
      'minutes',
      'It reads about 30 GB and writes about 30 GB anew, while reads and writes wait; disks read 100–500 MB a second: minutes or more.',
    ],
    [
      'ALTER TABLE orders VALIDATE CONSTRAINT ck',
      2 * GB,
      'seconds',
      'It reads about 2 GB, while reads and writes go on; disks read 100–500 MB a second: seconds.',
    ],
  ] as const)('%s of %i bytes', (statement, bytes, kind, basis) => {
    const script = statement.includes('VALIDATE')
      ? `ALTER TABLE orders ADD CONSTRAINT ck CHECK (id > 0) NOT VALID; ${statement}`
      : statement;
    expect(timeClassOf(lastImpact(script), [{ table, bytes }])).toEqual({ kind, basis });
  });

  test('what is not known to be empty is not called fast', () => {
    expect(timeClassOf(lastImpact('CREATE INDEX i ON orders (total)'), [])).toEqual({
      kind: 'unknown',
      basis: 'It reads orders, whose size is not known.',
    });
  });

  test.each([
    'CREATE TABLE own (id integer); DROP TABLE own',
    'CREATE TABLE own (id integer, a text); ALTER TABLE own DROP a',
    'CREATE TABLE own (id integer); INSERT INTO own VALUES (1); UPDATE own SET id = 2; DELETE FROM own',
    'CREATE TABLE own (id numeric); ALTER TABLE own ALTER id TYPE integer',
    'CREATE SEQUENCE counter; DROP SEQUENCE counter',
    "CREATE TYPE own AS ENUM (); ALTER TYPE own ADD VALUE 'a'",
    'ALTER TABLE orders ADD n integer; ALTER TABLE orders DROP n',
    'ALTER TABLE orders ADD n integer; ALTER TABLE orders RENAME n TO m; ALTER TABLE orders DROP m',
    'ALTER TABLE orders ADD n integer; UPDATE orders SET n = id',
  ])('of what the run has made itself nothing is lost: %s', (script) => {
    expect(lastImpact(script).reversibility).toEqual({ kind: 'reversible' });
  });

  test.each([
    ['another column', 'ALTER TABLE orders ADD n integer; UPDATE orders SET n = id, note = NULL'],
    [
      'a column of that name before',
      'ALTER TABLE orders ADD IF NOT EXISTS note text; ALTER TABLE orders DROP note',
    ],
    [
      'a table that has taken the name',
      `CREATE TABLE own (id integer); DROP TABLE own; ALTER TABLE orders RENAME TO own; DROP TABLE own`,
    ],
    [
      'a column that has taken the name',
      'ALTER TABLE orders ADD n integer; ALTER TABLE orders DROP n; ALTER TABLE orders RENAME note TO n; ALTER TABLE orders DROP n',
    ],
  ])('of %s it is', (_, script) => {
    expect(lastImpact(script).reversibility.kind).toBe('losesData');
  });
});
