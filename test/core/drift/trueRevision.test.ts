/** A schema that was damaged by hand is still that of its revision, and differs by exactly the damage. */
import { describe, expect, test } from 'vitest';
import { loadSql } from '../../../src/adapters/libpgQuery.ts';
import { diffSnapshots } from '../../../src/core/drift/diffSnapshots.ts';
import { trueRevision } from '../../../src/core/drift/trueRevision.ts';
import { differenceText, subjectText } from '../../../src/core/drift/words.ts';
import { createExpressionComparer } from '../../../src/core/sql/expressionComparer.ts';
import { chainOf, schemaOf } from '../../support/sqlChain.ts';

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
    const match = trueRevision(live, chain.timeline, undefined, { expressions, withoutRenames: true });
    expect([match.revisions, match.equivalent]).toEqual([[revision], []]);
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
