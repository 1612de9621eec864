import { expect, test } from 'vitest';
import { buildGraph } from '../../../src/core/migration/graph.ts';
import type { MigrationOperation } from '../../../src/core/migration/operations/operation.ts';
import type { Revision } from '../../../src/core/migration/revision.ts';
import { displayName } from '../../../src/core/schema/name.ts';
import { type Replay, replay } from '../../../src/core/schema/replay.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { operations, sql } from '../../support/replaySql.ts';

type Scripts = Readonly<
  Record<
    string,
    { readonly below: readonly string[]; readonly dependsOn?: readonly string[]; readonly sql: string }
  >
>;

/** base ─ a ─┬─ left ──┬─ merge;  right depends on left. */
const scripts: Scripts = {
  base: { below: [], sql: 'CREATE TABLE t (id int)' },
  a: { below: ['base'], sql: 'ALTER TABLE t ADD COLUMN a int' },
  left: { below: ['a'], sql: 'CREATE TABLE l (id int)' },
  right: { below: ['a'], sql: 'CREATE TABLE r (id int)' },
  merge: { below: ['left', 'right'], sql: '' },
  apart: { below: [], dependsOn: ['left'], sql: 'ALTER TABLE l ADD COLUMN x int' },
};

const context = { sql, searchPath: ['public'] };

function graphOf(all: Scripts) {
  return buildGraph(
    Object.entries(all).map(
      ([id, { below, dependsOn = [] }]): Revision => ({
        id,
        file: `${id}.py`,
        message: id,
        downRevisions: below,
        dependsOn,
        branchLabels: [],
        hasDowngrade: false,
        references: [],
      }),
    ),
  );
}

function operationsIn(all: Scripts, read: string[] = []) {
  const known = new Map<string, readonly MigrationOperation[]>();
  return (id: string) => {
    const made = known.get(id) ?? operations(all[id]?.sql ?? '');
    if (!known.has(id)) read.push(id);
    known.set(id, made);
    return made;
  };
}

const shown = ({ tables }: SchemaSnapshot) =>
  [...tables.values()]
    .map(({ name, columns }) => `${displayName(name)}(${columns.map((one) => one.name).join(' ')})`)
    .sort();

test('each revision has the schema of all that it needs, and only that', () => {
  const own = replay(graphOf(scripts), operationsIn(scripts), context);
  expect(shown(own.before('base'))).toEqual([]);
  expect(shown(own.snapshotAt('a'))).toEqual(['t(id a)']);
  expect(shown(own.snapshotAt('right'))).toEqual(['r(id)', 't(id a)']);
  expect(shown(own.snapshotAt('merge'))).toEqual(['l(id)', 'r(id)', 't(id a)']);
  expect(shown(own.before('merge'))).toEqual(['l(id)', 'r(id)', 't(id a)']);
  expect(shown(own.snapshotAt('apart'))).toEqual(['l(id x)', 't(id a)']);
});

test('several version rows are the schema of all of them; none is an empty database', () => {
  const own = replay(graphOf(scripts), operationsIn(scripts), context);
  expect(shown(own.snapshotOf(['right', 'apart']))).toEqual(['l(id x)', 'r(id)', 't(id a)']);
  expect(shown(own.snapshotOf([]))).toEqual([]);
  expect(shown(own.snapshotOf(['unknown']))).toEqual([]);
});

test('a log of applied scripts is replayed in their order, with what it skips left out', () => {
  const own = replay(graphOf(scripts), operationsIn(scripts), context);
  expect(shown(own.snapshotOfApplied(new Set(['right', 'base'])))).toEqual(['r(id)', 't(id)']);
});

test('only what is asked for is read, and nothing twice', () => {
  const read: string[] = [];
  const own = replay(graphOf(scripts), operationsIn(scripts, read), context);
  own.snapshotAt('a');
  expect(read).toEqual(['base', 'a']);
  own.snapshotAt('left');
  expect(own.snapshotAt('a')).toBe(own.before('left'));
  expect(read).toEqual(['base', 'a', 'left']);
});

test('after a change, all that does not come after the changed script is kept', () => {
  const read = operationsIn(scripts);
  const first = replay(graphOf(scripts), read, context);
  first.snapshotAt('merge');
  const changed = operations('ALTER TABLE t ADD COLUMN b int');
  const second = replay(graphOf(scripts), (id) => (id === 'right' ? changed : read(id)), context, first);
  expect(second.snapshotAt('left')).toBe(first.snapshotAt('left'));
  expect(shown(second.snapshotAt('merge'))).toEqual(['l(id)', 't(id a b)']);
  const other = replay(graphOf(scripts), read, { ...context, searchPath: ['other'] }, first);
  expect(other.snapshotAt('base')).not.toBe(first.snapshotAt('base'));
});

test('preparing stops between any two revisions', () => {
  const read: string[] = [];
  const own: Replay = replay(graphOf(scripts), operationsIn(scripts, read), context);
  for (const id of own.prepare(['left'])) if (id === 'a') break;
  expect(read).toEqual(['base', 'a']);
  expect([...own.prepare(['merge'])]).toEqual(
    expect.arrayContaining(['base', 'a', 'left', 'right', 'merge']),
  );
});

test('an operation that would fail is a problem of its revision', () => {
  const broken: Scripts = { ...scripts, left: { below: ['a'], sql: 'ALTER TABLE nope ADD COLUMN x int' } };
  const own = replay(graphOf(broken), operationsIn(broken), context);
  expect(own.problemsOf('a')).toEqual([]);
  expect(own.problemsOf('left').map(({ message }) => message)).toEqual(['Table nope does not exist.']);
});

test('a long chain shares what does not change', () => {
  const count = 500;
  const many: Scripts = Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `r${at}`,
      {
        below: at === 0 ? [] : [`r${at - 1}`],
        sql: `CREATE TABLE t${at} (id serial PRIMARY KEY, a int, b text)`,
      },
    ]),
  );
  const own = replay(graphOf(many), operationsIn(many), context);
  const last = own.snapshotAt(`r${count - 1}`);
  expect(last.tables.size).toBe(count);
  expect(last.tables.get('public\0t0')).toBe(own.snapshotAt('r0').tables.get('public\0t0'));
});
