import { expect, test } from 'vitest';
import type { SchemaCondition } from '../../../../src/core/migration/operations/condition.ts';
import type { Step } from '../../../../src/core/migration/operations/operation.ts';
import { uncertaintyAbout } from '../../../../src/core/schema/uncertainty.ts';
import { apply, operations } from '../../../support/replaySql.ts';

const start = 'CREATE TABLE t (id int PRIMARY KEY, a int); CREATE TABLE u (id int);';

const conditional = (condition: SchemaCondition, ifTrue: string, ifFalse = ''): Step => {
  const [then, otherwise] = [operations(ifTrue), operations(ifFalse)];
  return { kind: 'conditional', condition, then, otherwise };
};

const unknownCondition = (ifTrue: string, ifFalse = ''): Step =>
  conditional({ kind: 'unknown', reason: 'It depends on rows.' }, ifTrue, ifFalse);

const opaque = (affects: Extract<Step, { readonly kind: 'opaque' }>['affects']): Step => ({
  kind: 'opaque',
  reason: 'It is computed.',
  affects,
});

test('a condition that is known decides', () => {
  const guarded = (column: string): Step =>
    conditional(
      { kind: 'not', condition: { kind: 'columnExists', table: { name: 't' }, column } },
      `ALTER TABLE t ADD COLUMN ${column} text`,
    );
  const { tables, unknown, messages } = apply([start, guarded('a'), guarded('b')]);
  expect(tables).toEqual(['t(id integer, a integer, b text)', 'u(id integer)']);
  expect([...unknown, ...messages]).toEqual([]);
});

test('where a condition is not known, exactly what the two ways leave different is uncertain', () => {
  const { tables, unknown } = apply([
    start,
    unknownCondition('ALTER TABLE t ADD COLUMN b int; DROP TABLE u', 'ALTER TABLE t ADD COLUMN c int'),
  ]);
  expect(unknown.sort()).toEqual(['t.column b', 't.column c', 'u']);
  expect(tables).toEqual(['t(id integer, a integer, b integer, c integer)', 'u(id integer)']);
});

test('a way that would fail was not taken', () => {
  const { tables, unknown, messages } = apply([start, unknownCondition('ALTER TABLE t ADD COLUMN a int')]);
  expect(tables).toEqual(['t(id integer, a integer)', 'u(id integer)']);
  expect([...unknown, ...messages]).toEqual([]);
});

test('what does not exist for sure is a problem, and then not known', () => {
  const { messages, unknown, problems } = apply([start, 'ALTER TABLE t DROP COLUMN nope']);
  expect(messages).toEqual(['Table t has no column nope.']);
  expect(unknown).toEqual(['t.column nope']);
  expect(problems[0]).toMatchObject({ file: 'a.sql', severity: 'error' });
});

test('what may exist is no problem', () => {
  const steps = [
    opaque([{ kind: 'table', name: { name: 't' } }]),
    opaque([{ kind: 'table', name: { name: 'x' } }]),
  ];
  const { messages } = apply([
    start,
    ...steps,
    'ALTER TABLE t DROP COLUMN nope; ALTER TABLE x ADD COLUMN b int',
  ]);
  expect(messages).toEqual([]);
});

test('what is made or dropped for sure is certain again', () => {
  const some = opaque([
    { kind: 'table', name: { name: 't' } },
    { kind: 'table', name: { name: 'x' } },
  ]);
  expect(apply([start, some, 'DROP TABLE t; CREATE TABLE x (id int)']).unknown).toEqual([]);
  const parts = opaque([
    {
      kind: 'table',
      name: { name: 't' },
      parts: [
        { kind: 'column', name: 'a' },
        { kind: 'column', name: 'b' },
      ],
    },
  ]);
  expect(apply([start, parts, 'ALTER TABLE t DROP COLUMN a']).unknown).toEqual(['t.column b']);
});

test('after something that can touch anything, only what was made since is certain', () => {
  const { snapshot } = apply([
    start,
    opaque('anything'),
    'CREATE TABLE x (id int); ALTER TABLE t ADD COLUMN b int',
  ]);
  const about = (name: string, column?: string) =>
    uncertaintyAbout(snapshot.uncertainties, {
      kind: 'table',
      name: { schema: 'public', name },
      ...(column !== undefined && { part: { kind: 'column', name: column } }),
    })?.reason;
  expect(about('x')).toBeUndefined();
  expect(about('x', 'id')).toBeUndefined();
  expect(about('t', 'b')).toBeUndefined();
  expect(about('t', 'a')).toBe('It is computed.');
  expect(about('u')).toBe('It is computed.');
});

test('an attempt that fails leaves nothing behind', () => {
  const attempt: Step = {
    kind: 'attempt',
    attempt: operations('CREATE TABLE x (id int); ALTER TABLE t ADD COLUMN a int'),
    onFailure: operations('CREATE TABLE y (id int)'),
  };
  const { tables, messages } = apply([start, attempt]);
  expect(tables).toEqual(['t(id integer, a integer)', 'u(id integer)', 'y(id integer)']);
  expect(messages).toEqual([]);
});

test('many uncertain steps on a database of which nothing is known stay few uncertainties', () => {
  const steps = Array.from({ length: 30 }, (_, at) =>
    unknownCondition(`ALTER TABLE t ADD COLUMN c${at} int`),
  );
  const { snapshot } = apply([start, opaque('anything'), ...steps]);
  expect(snapshot.uncertainties.length).toBe(31);
});

test('a type of a well-known extension that nobody created here is not known', () => {
  const { snapshot, messages } = apply(['CREATE TABLE t (v vector(3))']);
  const [column] = snapshot.tables.get('public\0t')?.columns ?? [];
  expect(column?.type).toEqual({ kind: 'unresolved', text: 'vector(3)' });
  expect(messages).toEqual([]);
  const created = apply([
    'CREATE SCHEMA ext; CREATE EXTENSION vector SCHEMA ext; CREATE TABLE t (v vector(3))',
  ]);
  expect(created.tables).toEqual(['t(v ext.vector(3))']);
});

test('a temporary table is none of the schema, and its name means it', () => {
  const { tables, messages } = apply(['CREATE TEMP TABLE x (id int); CREATE INDEX ON x (id); DROP TABLE x']);
  expect([...tables, ...messages]).toEqual([]);
});

test('untouched objects are shared, and so is a snapshot that nothing changed', () => {
  const before = apply([start]).snapshot;
  const after = apply(['ALTER TABLE t ADD COLUMN b int'], before).snapshot;
  expect(after.tables.get('public\0u')).toBe(before.tables.get('public\0u'));
  expect(after.types).toBe(before.types);
  expect(apply(['SELECT 1; ALTER TABLE IF EXISTS nope ADD x int'], before).snapshot).toBe(before);
});

test.each([
  ['RANGE (a, b)', 'FROM (1, 1) TO (2, 2)', 'q.constraint q_check'],
  ['RANGE (abs(a))', 'FROM (1) TO (2)', 'q.constraint q_a_check'],
  ['HASH (a)', 'WITH (MODULUS 2, REMAINDER 0)', 'q.constraint q_a_check'],
  ['LIST (c)', 'IN (true)', 'q.constraint q_c_check'],
  ['RANGE (a)', 'FROM (1 + 1) TO (3)', 'q.constraint q_a_check'],
])('what a partition by %s keeps when it is detached concurrently is not known', (key, bound, part) => {
  const { unknown, messages } = apply([
    `CREATE TABLE p (a int, b int, c bool) PARTITION BY ${key};
     CREATE TABLE q PARTITION OF p FOR VALUES ${bound}; ALTER TABLE p DETACH PARTITION q CONCURRENTLY`,
  ]);
  expect([...unknown, ...messages]).toEqual([part]);
});

test('a constraint of a partition may prove its bounds, so that it keeps nothing else', () => {
  const { unknown } = apply([
    `CREATE TABLE p (a int) PARTITION BY RANGE (a); CREATE TABLE q (a int, CHECK (a > 5));
     ALTER TABLE p ATTACH PARTITION q FOR VALUES FROM (1) TO (10);
     ALTER TABLE p DETACH PARTITION q CONCURRENTLY`,
  ]);
  expect(unknown).toEqual(['q.constraint q_a_check1']);
});
