/** A schema that was damaged by hand is still that of its revision, and differs by exactly the damage. */
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { diffSnapshots } from '../../../src/core/drift/diffSnapshots.ts';
import { effectsOf } from '../../../src/core/drift/timeline.ts';
import { trueRevision } from '../../../src/core/drift/trueRevision.ts';
import { differenceText, subjectText } from '../../../src/core/drift/words.ts';
import type { SchemaSnapshot } from '../../../src/core/schema/snapshot.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';
import { type Chain, chainOf, schemaOf } from '../../support/sqlChain.ts';

const parser = await loadSql();
const expressions = createExpressionComparer(parser);

const chain = chainOf(
  {
    r1: 'create table users (id serial primary key, name text not null, email text not null);',
    r2: 'create table "vector-sync-status" (id int primary key, at timestamptz, source text, state text, tries int);',
    r3: 'create table projects (id int primary key, owner int references users, title text not null);',
    r4: "create type mood as enum ('sad', 'ok'); alter table users add column mood mood;",
    r5: 'alter table projects add column budget numeric(10, 2); create index ix_projects_owner on projects (owner);',
    r6: 'create table invoices (id int primary key, project int references projects, total numeric(10, 2) not null);',
  },
  parser,
);

const matchOf = (live: SchemaSnapshot, { timeline }: Chain = chain) =>
  trueRevision(live, timeline, effectsOf(timeline, { expressions }), undefined, {
    expressions,
    withoutRenames: true,
  });

describe.each(['r3', 'r4', 'r5', 'r6'])('at %s', (revision) => {
  test.each([
    ['alter table users drop column email', ['users.email: missing']],
    ['create index by_hand on users (name)', ['by_hand on users: not in the migrations']],
    [
      'alter table projects alter column title drop not null',
      ['projects.title: nullable instead of not null'],
    ],
    ["alter table users alter column name set default ''", ["users.name: default '' instead of none"]],
    ['drop table "vector-sync-status"', ['"vector-sync-status": missing']],
    ['alter table users rename column email to mail', ['users.mail: named mail instead of email']],
  ])('%s', (damage, expected) => {
    const before = chain.at(revision);
    const live = schemaOf(damage, parser, before);
    const match = matchOf(live);
    expect([match.revisions, match.equivalent, match.tied]).toEqual([[revision], [], []]);
    expect(match.certainty).toEqual({ kind: 'near' });
    const { differences } = diffSnapshots(before, live, { expressions });
    expect(differences.map((one) => `${subjectText(one)}: ${differenceText(one)}`)).toEqual(expected);
  });
});

test('another project’s table is not what became of a table of this project', () => {
  const [before, after] = ['create table files (id int)', 'create table blobs (id int)'].map((sql) =>
    schemaOf(sql, parser),
  );
  if (before === undefined || after === undefined) throw new Error('Two schemas are made.');
  const told = (others: readonly { readonly project: string; readonly managed: ReadonlySet<string> }[]) =>
    diffSnapshots(before, after, {
      expressions,
      scope: { managed: new Set(['table\0public\0files\0']), others },
    }).differences.map(({ kind }) => kind);
  expect(told([])).toEqual(['renamed']);
  expect(told([{ project: 'storage', managed: new Set(['table\0public\0blobs\0']) }])).toEqual(['removed']);
});

test('many tables alike under other names are told as they are, without trying all pairs', () => {
  const tables = (prefix: string) =>
    Array.from({ length: 300 }, (_, at) => `create table ${prefix}${at} (id int, name text);`).join('\n');
  const [before, after] = [tables('a'), tables('b')].map((sql) => schemaOf(sql, parser));
  if (before === undefined || after === undefined) throw new Error('Two schemas are made.');
  const kinds = diffSnapshots(before, after, { expressions }).differences.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'removed')).toHaveLength(300);
  expect(kinds.filter((kind) => kind === 'added')).toHaveLength(300);
});

describe('what else it could be', () => {
  const table = (name: string) => `create table ${name} (id int primary key, name text not null);`;

  test('revisions between which the schema does not change have one schema; base is one of them', () => {
    const quiet = chainOf({ a: 'select 1', b: 'select 2', c: table('users'), d: 'select 3' }, parser);
    expect(matchOf(quiet.at('c'), quiet)).toMatchObject({
      revisions: ['d'],
      equivalent: [['c']],
      tied: [],
      certainty: { kind: 'exact' },
    });
    expect(matchOf(quiet.at('a'), quiet)).toMatchObject({
      revisions: ['b'],
      equivalent: [[], ['a']],
      tied: [],
    });
  });

  test('what a merge without effect brings together is named together', () => {
    const merged = chainOf({ base: table('a'), l: table('l'), r: table('r'), m: 'select 1' }, parser, {
      l: ['base'],
      r: ['base'],
      m: ['l', 'r'],
    });
    expect(matchOf(merged.at('m'), merged)).toMatchObject({ revisions: ['m'], equivalent: [['l', 'r']] });
  });

  test('on several branches, each may end where its schema was made', () => {
    const branches = chainOf({ base: table('a'), l: table('l'), quiet: 'select 1', r: table('r') }, parser, {
      l: ['base'],
      r: ['base'],
    });
    const match = matchOf(branches.timeline.snapshotAt(['l', 'r']), branches);
    expect(match.revisions).toEqual(['r', 'quiet']);
    expect(match.equivalent).toEqual([['r', 'l']]);
  });

  test('a revision with another schema that is as near is a tie', () => {
    const two = chainOf(
      { a: table('users'), b: 'alter table users add x int; alter table users add y int;' },
      parser,
    );
    const live = schemaOf('alter table users add x int', parser, two.at('a'));
    expect(matchOf(live, two)).toMatchObject({
      revisions: ['b'],
      equivalent: [],
      tied: [['a']],
      certainty: { kind: 'unsure', why: 'tied' },
    });
  });

  test('what a revision does without anybody knowing may be anything: it cannot be ruled out', () => {
    const dark = chainOf(
      { a: table('users'), b: "do $$ begin execute current_setting('x.y'); end $$" },
      parser,
    );
    expect(dark.at('b').uncertainties).not.toEqual([]);
    const match = matchOf(dark.at('a'), dark);
    expect([match.revisions, match.equivalent, match.tied]).toEqual([['b'], [], [['a']]]);
  });

  test('what cannot be compared may decide otherwise', () => {
    const dark = chainOf(
      {
        a: `${table('users')} ${table('logs')}`,
        b: "alter table users drop column name; alter table logs add x int, add y int; do $$ begin execute 'alter table logs ' || current_setting('x.y'); end $$;",
      },
      parser,
    );
    const live = schemaOf('alter table users drop column name', parser, dark.at('a'));
    expect(matchOf(live, dark)).toMatchObject({
      revisions: ['a'],
      certainty: { kind: 'unsure', why: 'doubt' },
    });
  });

  test('even the nearest can be far away', () => {
    const wide = chainOf(
      { a: `${table('users')} ${table('posts')} ${table('tags')} ${table('likes')}` },
      parser,
    );
    const live = schemaOf(`${table('users')} ${table('other')} ${table('stray')}`, parser);
    expect(matchOf(live, wide).certainty).toEqual({ kind: 'unsure', why: 'far' });
  });
});

test('effects count once, as the last revision made them, and only where nothing differs', () => {
  const live = schemaOf(
    'alter table users alter email type varchar(9); alter table invoices drop total; create table by_hand ();',
    parser,
    chain.at('r6'),
  );
  const match = matchOf(live);
  expect([match.revisions, match.effects]).toEqual([['r6'], { there: 6, all: 8 }]);
  expect(match.facts - match.agreeing).toBe(3);
});
